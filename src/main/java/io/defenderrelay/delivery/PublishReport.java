package io.defenderrelay.delivery;

import io.defenderrelay.problem.ConnectorException;
import org.jspecify.annotations.Nullable;

/**
 * What one run did for one feed.
 *
 * @param held whether another run sends the feed's events: nothing was done then
 * @param sent events that the bus took
 * @param truncated how many of them were cut to the size of an event
 * @param minimal how many of them say no more than that there is a revision
 * @param refused revisions that the bus refused in every form
 * @param calls of the bus
 * @param error why the run ended early; null when it did not
 */
public record PublishReport(
        boolean held,
        long sent,
        long truncated,
        long minimal,
        long refused,
        long calls,
        @Nullable ConnectorException error) {
    static PublishReport leaseHeld() {
        return new PublishReport(true, 0, 0, 0, 0, 0, null);
    }
}
