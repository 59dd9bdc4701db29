package io.defenderrelay.function;

import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import io.defenderrelay.store.Tenants;
import io.quarkus.funqy.Funq;
import java.util.List;
import java.util.NavigableMap;
import org.jboss.logging.Logger;

/**
 * {@code dispatch}: every minute, one tick to each queue for each active tenant; for the others one to the queue of actions, whose
 * open ones are followed to their end.
 */
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
        NavigableMap<String, Boolean> all = tenants.all();
        List<String> active = all.keySet().stream().filter(all::get).toList();
        queues.tick(active, List.copyOf(all.keySet()));
        LOG.infof("dispatch done tenants=%d", active.size());
    }
}
