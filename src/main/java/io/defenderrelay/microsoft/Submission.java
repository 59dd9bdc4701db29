package io.defenderrelay.microsoft;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What became of one request that must not be sent twice. Each {@code detail} is a sentence of ours: what was tried, on what,
 * and what to do next.
 */
public sealed interface Submission {
    /** Whether it surely was not done, and the same request may succeed later. */
    default boolean mayBeSentAgain() {
        return false;
    }

    /**
     * Microsoft took it on. What it answered may be older than the request, when the same had been asked before.
     *
     * @param id Microsoft's, to follow it by; null when there is nothing to follow
     * @param action the machine action that Microsoft speaks of; null for what is none
     */
    record Accepted(@Nullable String id, @Nullable MachineAction action) implements Submission {}

    /** The same is being done on the same target already; look it up to follow it. */
    record AlreadyOpen(String detail) implements Submission {}

    /** It surely was not done, and repeating it does not help. */
    record Refused(Refusal reason, String detail) implements Submission {}

    /**
     * It surely was not done.
     *
     * @param retryAfter when asking again may help
     */
    record Postponed(Duration retryAfter, String detail) implements Submission {
        @Override
        public boolean mayBeSentAgain() {
            return true;
        }
    }

    /** It may have been done or not: look before asking again. */
    record Unclear(String detail) implements Submission {}
}
