package io.defenderrelay.model;

import java.time.Duration;

/** Waits; the one way to sleep, so that a test need not. */
@FunctionalInterface
public interface Pause {
    /** Returns after {@code duration}; at once when it is zero or negative, early when the thread is interrupted. */
    void sleep(Duration duration);
}
