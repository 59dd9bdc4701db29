package io.defenderrelay.function;

import io.defenderrelay.aws.Queue;
import io.defenderrelay.problem.StoreException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The queues that are told of tenants every minute: those of the two feeds, of {@code publish}, and of {@code action-run}. */
public final class TickQueues {
    private final List<Queue> feeds;
    private final Queue actions;

    public TickQueues(Queue alerts, Queue incidents, Queue publish, Queue actions) {
        this.feeds = List.of(alerts, incidents, publish);
        this.actions = actions;
    }

    /**
     * Sends one tick a tenant to its queues. Which feeds a tenant wants is the run's business: it reads the settings
     * anyway. A queue that fails keeps none of the others from its ticks.
     *
     * @param active the tenants that have feeds
     * @param all also those whose open actions alone are followed
     * @throws StoreException the first queue's failure, after all were tried
     */
    void tick(List<String> active, List<String> all) {
        StoreException first = null;
        for (Queue queue : feeds) {
            StoreException failure = send(queue, active);
            first = first == null ? failure : first;
        }
        StoreException failure = send(actions, all);
        first = first == null ? failure : first;
        if (first != null) {
            throw first;
        }
    }

    private static @Nullable StoreException send(Queue queue, List<String> aliases) {
        try {
            queue.sendAll(aliases.stream().map(Tick::body).toList());
            return null;
        } catch (StoreException failure) {
            return failure;
        }
    }
}
