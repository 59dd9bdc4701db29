package io.defenderrelay.function;

import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import io.defenderrelay.store.Tenants;
import io.quarkus.funqy.Funq;
import java.util.List;
import org.jboss.logging.Logger;

/** {@code dispatch}: every minute, one tick to each queue for each active tenant. */
public class DispatchFunction {
    private static final Logger LOG = Logger.getLogger(DispatchFunction.class);

    private final Tenants tenants;
    private final TickQueues queues;

    public DispatchFunction(Tenants tenants, TickQueues queues) {
        this.tenants = tenants;
        this.queues = queues;
    }

    /** Repeating it costs a run that finds its lease held. */
    @Funq("dispatch")
    public void dispatch(ScheduledEvent event) {
        LogContext.begin("dispatch", event.getId());
        List<String> active = tenants.active();
        queues.tick(active);
        LOG.infof("dispatch done tenants=%d", active.size());
    }
}
