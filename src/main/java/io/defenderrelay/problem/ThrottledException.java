package io.defenderrelay.problem;

import java.time.Duration;

/** A service asks for a pause longer than this run can wait. */
public final class ThrottledException extends ConnectorException {
    private final Duration retryAfter;

    public ThrottledException(String service, Duration retryAfter) {
        super(
                ProblemType.THROTTLED,
                service + " asks us to wait " + retryAfter.toSeconds()
                        + " s; nothing to do, the relay goes on after it",
                null);
        this.retryAfter = retryAfter;
    }

    public Duration retryAfter() {
        return retryAfter;
    }
}
