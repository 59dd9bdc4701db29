package io.defenderrelay.function;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import io.defenderrelay.alert.AlertSync;
import io.defenderrelay.problem.ConnectorException;
import io.defenderrelay.problem.LeaseLostException;
import io.quarkus.funqy.Funq;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** {@code alert-sync}: one sync run for each tick of the alert queue. */
public class AlertSyncFunction {
    private static final Logger LOG = Logger.getLogger(AlertSyncFunction.class);

    private final AlertSync alerts;

    public AlertSyncFunction(AlertSync alerts) {
        this.alerts = alerts;
    }

    /** A tick whose run could not be finished is given back to the queue; the next tick would do as well. */
    @Funq("alert-sync")
    public SQSBatchResponse alertSync(SQSEvent event) {
        List<BatchItemFailure> failures = new ArrayList<>();
        for (SQSEvent.SQSMessage message : event.getRecords()) {
            LogContext.begin("alert-sync", message.getMessageId());
            Optional<String> alias = Tick.read(message.getBody());
            if (alias.isEmpty()) {
                LOG.warn("alert-sync refused reason=\"the message is no tick\"");
                continue;
            }
            LogContext.tenant(alias.get());
            try {
                alerts.run(alias.get()).ifPresent(report -> RunLog.log(LOG, "alert-sync", report));
            } catch (LeaseLostException takenOver) {
                LOG.warn("alert-sync stopped reason=\"another run took over\"");
            } catch (ConnectorException problem) {
                LOG.errorf(
                        "alert-sync failed code=%s message=\"%s\"",
                        problem.type().code(), problem.getMessage());
                failures.add(new BatchItemFailure(message.getMessageId()));
            }
        }
        return new SQSBatchResponse(failures);
    }
}
