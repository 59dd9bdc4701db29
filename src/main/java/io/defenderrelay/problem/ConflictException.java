package io.defenderrelay.problem;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What is there does not allow the request now. */
public final class ConflictException extends ConnectorException {
    private final @Nullable Duration retryAfter;

    /** @param retryAfter when the same request may be sent again; null when that would change nothing */
    public ConflictException(String message, @Nullable Duration retryAfter) {
        super(retryAfter == null ? ProblemType.CONFLICT : ProblemType.IN_PROGRESS, message, null);
        this.retryAfter = retryAfter;
    }

    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
