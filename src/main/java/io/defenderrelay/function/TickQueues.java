package io.defenderrelay.function;

import io.defenderrelay.aws.Queue;
import io.defenderrelay.problem.StoreException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The queues that are told of each active tenant every minute: those of the two feeds, of {@code publish}, and of {@code action-run}. */
public final class TickQueues {
    private final List<Queue> queues;

    public TickQueues(Queue alerts, Queue incidents, Queue publish, Queue actions) {
        this.queues = List.of(alerts, incidents, publish, actions);
    }

    /**
     * Sends one tick a tenant to every queue. Which feeds a tenant wants is the run's business: it reads the settings
     * anyway. A queue that fails keeps none of the others from its ticks.
     *
     * @throws StoreException the first queue's failure, after all were tried
     */
    void tick(List<String> aliases) {
        List<String> ticks = aliases.stream().map(Tick::body).toList();
        StoreException first = null;
        for (Queue queue : queues) {
            StoreException failure = send(queue, ticks);
            first = first == null ? failure : first;
        }
        if (first != null) {
            throw first;
        }
    }

    private static @Nullable StoreException send(Queue queue, List<String> ticks) {
        try {
            queue.sendAll(ticks);
            return null;
        } catch (StoreException failure) {
            return failure;
        }
    }
}
