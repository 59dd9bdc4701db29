package io.defenderrelay.sync;

import io.defenderrelay.problem.UpstreamException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How the reading of a slice ended.
 *
 * @param ascending whether every record came in ascending order: if so, nothing older than {@code newest} is unread
 * @param newest the latest version read, no later than now by Microsoft's clock; null when nothing was
 * @param rows records read
 * @param pages pages that had records
 * @param failure what kept it from the end; null unless {@link End#FAILED} or {@link End#REFUSED}
 */
record Outcome(
        End end,
        boolean ascending,
        @Nullable Instant newest,
        long rows,
        int pages,
        @Nullable UpstreamException failure) {
    enum End {
        /** To its end. */
        DRAINED,
        /** To its end, but Microsoft said that some of its services did not answer. */
        PARTIAL,
        /** More pages than one slice may have, or a link that is no longer valid. */
        UNFINISHED,
        /** Microsoft failed to answer, several times. */
        FAILED,
        /** Microsoft does not accept the question. */
        REFUSED,
        /** The run's time or calls are used up, or its tenant was changed. */
        STOPPED
    }

    /** How far it came beyond {@code from} with nothing older left unread; null if no further. */
    @Nullable
    Instant passed(Instant from) {
        return ascending && newest != null && newest.isAfter(from) ? newest : null;
    }
}
