package io.defenderrelay.function;

import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import io.defenderrelay.aws.Queue;
import io.defenderrelay.store.Tenants;
import io.quarkus.funqy.Funq;
import java.util.List;
import org.jboss.logging.Logger;

/** {@code dispatch}: every minute, one tick to the alert queue for each active tenant. */
public class DispatchFunction {
    private static final Logger LOG = Logger.getLogger(DispatchFunction.class);

    private final Tenants tenants;
    private final Queue alerts;

    public DispatchFunction(Tenants tenants, Queue alerts) {
        this.tenants = tenants;
        this.alerts = alerts;
    }

    /** Repeating it costs a run that finds its lease held. */
    @Funq("dispatch")
    public void dispatch(ScheduledEvent event) {
        LogContext.begin("dispatch", event.getId());
        List<String> active = tenants.active();
        alerts.sendAll(active.stream().map(Tick::body).toList());
        LOG.infof("dispatch done tenants=%d", active.size());
    }
}
