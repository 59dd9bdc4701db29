package io.defenderrelay.sync;

import io.defenderrelay.microsoft.FindingQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of time to read.
 *
 * @param to exclusive; null for no end
 * @param equal values that narrow it to some of the records
 */
record Slice(Instant from, @Nullable Instant to, Map<String, String> equal) {
    /** No slice is narrower: times carry up to seven decimals, but a filter on them is only sure to the second. */
    static final Duration NARROWEST = Duration.ofSeconds(1);

    static Slice between(Instant from, @Nullable Instant to) {
        return new Slice(from, to, Map.of());
    }

    FindingQuery query(int top, boolean count) {
        return new FindingQuery(from, to, equal, top, count);
    }
}
