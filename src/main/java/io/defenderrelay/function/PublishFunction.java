package io.defenderrelay.function;

import io.defenderrelay.delivery.PublishReport;
import io.defenderrelay.delivery.Publisher;
import io.defenderrelay.model.Kind;
import io.defenderrelay.problem.ConnectorException;
import io.defenderrelay.problem.LeaseLostException;
import io.quarkus.funqy.Funq;
import org.jboss.logging.Logger;

/** {@code publish}: puts new revisions on the event bus. */
public class PublishFunction {
    private static final Logger LOG = Logger.getLogger(PublishFunction.class);

    private final Publisher publisher;

    public PublishFunction(Publisher publisher) {
        this.publisher = publisher;
    }

    /**
     * Never fails for one tenant's sake: a stream would wait for the record until it is gone, and the next tick takes up what
     * was not sent.
     */
    @Funq("publish")
    public void publish(WakeUp event) {
        for (String alias : event.tenants()) {
            LogContext.begin("publish", null);
            LogContext.tenant(alias);
            try {
                publisher.run(alias).forEach(PublishFunction::log);
            } catch (LeaseLostException takenOver) {
                LOG.warn("publish stopped reason=\"another run took over\"");
            } catch (ConnectorException problem) {
                LOG.errorf(
                        "publish failed code=%s message=\"%s\"", problem.type().code(), problem.getMessage());
            }
        }
    }

    private static void log(Kind kind, PublishReport report) {
        if (report.held()) {
            LOG.infof("publish held feed=%s", kind.feed());
            return;
        }
        LOG.infof(
                "publish done feed=%s sent=%d truncated=%d minimal=%d refused=%d calls=%d",
                kind.feed(), report.sent(), report.truncated(), report.minimal(), report.refused(), report.calls());
        ConnectorException error = report.error();
        if (error != null) {
            LOG.errorf(
                    "publish failed feed=%s code=%s message=\"%s\"",
                    kind.feed(), error.type().code(), error.getMessage());
        }
    }
}
