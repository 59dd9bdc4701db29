package io.defenderrelay.function;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import io.defenderrelay.incident.IncidentSync;
import io.quarkus.funqy.Funq;
import org.jboss.logging.Logger;

/** {@code incident-sync}: one sync run for each tick of the incident queue. */
public class IncidentSyncFunction {
    private static final Logger LOG = Logger.getLogger(IncidentSyncFunction.class);

    private final Ticks ticks;

    public IncidentSyncFunction(IncidentSync incidents) {
        this.ticks = new Ticks(LOG, "incident-sync", alias -> incidents
                .run(alias)
                .ifPresent(report -> RunLog.log(LOG, "incident-sync", report)));
    }

    /** A tick whose run could not be finished is given back to the queue; the next tick would do as well. */
    @Funq("incident-sync")
    public SQSBatchResponse incidentSync(SQSEvent event) {
        return ticks.answer(event);
    }
}
