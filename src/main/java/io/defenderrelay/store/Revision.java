package io.defenderrelay.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One revision where it stands in a feed's log.
 *
 * @param page number of the page that names it
 * @param committedAt when it came into the log, by our clock
 * @param redirectedTo the incident that this one was merged into; null where it was not, and where only the log was read
 */
public record Revision(
        long page,
        Instant committedAt,
        Reference reference,
        @Nullable String redirectedTo) {
    /** As the log alone tells it. */
    public Revision(long page, Instant committedAt, Reference reference) {
        this(page, committedAt, reference, null);
    }

    Revision redirectedTo(@Nullable String target) {
        return new Revision(page, committedAt, reference, target);
    }
}
