package io.defenderrelay.problem;

import org.jspecify.annotations.Nullable;

/** What was asked for existed and is no longer kept. */
public final class ExpiredException extends ConnectorException {
    private final @Nullable String oldest;

    /** @param oldest where to go on: the oldest that is still kept; null when nothing is */
    public ExpiredException(String message, @Nullable String oldest) {
        super(ProblemType.EXPIRED, message, null);
        this.oldest = oldest;
    }

    public @Nullable String oldest() {
        return oldest;
    }
}
