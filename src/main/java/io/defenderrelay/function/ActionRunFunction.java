package io.defenderrelay.function;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import io.defenderrelay.problem.ConnectorException;
import io.defenderrelay.remediation.ActionReport;
import io.defenderrelay.remediation.ActionRunner;
import io.quarkus.funqy.Funq;
import org.jboss.logging.Logger;

/** {@code action-run}: checks, sends and follows actions; the only function that may act at Microsoft. */
public class ActionRunFunction {
    private static final Logger LOG = Logger.getLogger(ActionRunFunction.class);

    private final ActionRunner runner;

    public ActionRunFunction(ActionRunner runner) {
        this.runner = runner;
    }

    /** A tick whose run failed is given back to the queue; another run changes nothing that is done. */
    @Funq("action-run")
    public SQSBatchResponse actionRun(SQSEvent event) {
        return new Ticks(LOG, "action-run", this::run).answer(event);
    }

    private void run(String alias) {
        ActionReport report = runner.run(alias);
        LOG.infof(
                "action-run done due=%d moved=%d sent=%d told=%d",
                report.due(), report.moved(), report.sent(), report.told());
        ConnectorException error = report.error();
        if (error != null) {
            LOG.warnf("action-run delayed code=%s message=\"%s\"", error.type().code(), error.getMessage());
        }
    }
}
