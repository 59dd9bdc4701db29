package io.defenderrelay.function;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import io.defenderrelay.alert.AlertSync;
import io.quarkus.funqy.Funq;
import org.jboss.logging.Logger;

/** {@code alert-sync}: one sync run for each tick of the alert queue. */
public class AlertSyncFunction {
    private static final Logger LOG = Logger.getLogger(AlertSyncFunction.class);

    private final Ticks ticks;

    public AlertSyncFunction(AlertSync alerts) {
        this.ticks = new Ticks(LOG, "alert-sync", alias -> alerts.run(alias)
                .ifPresent(report -> RunLog.log(LOG, "alert-sync", report)));
    }

    /** A tick whose run could not be finished is given back to the queue; the next tick would do as well. */
    @Funq("alert-sync")
    public SQSBatchResponse alertSync(SQSEvent event) {
        return ticks.answer(event);
    }
}
