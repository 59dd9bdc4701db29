package io.defenderrelay.sync;

import org.jspecify.annotations.Nullable;

/**
 * What one run did.
 *
 * @param held whether another run works, or the feed is told to wait: nothing was done then
 * @param calls list calls made, tokens not counted
 * @param late how many of the new revisions a sweep found
 * @param behind whether older changes are still to be read
 * @param error why the run ended early; null when it did not
 */
public record SyncReport(
        boolean held,
        int calls,
        long created,
        long updated,
        long closed,
        long seen,
        long unreadable,
        long late,
        boolean behind,
        int holes,
        @Nullable RuntimeException error) {
    static SyncReport leaseHeld() {
        return new SyncReport(true, 0, 0, 0, 0, 0, 0, 0, false, 0, null);
    }
}
