package io.defenderrelay.store;

import java.time.Duration;
import java.util.Locale;

/**
 * A repeated reading of what the forward job has passed, which finds what appeared late or was hidden from it. Each
 * window is wider than the lateness it finds by more than the time between two sweeps.
 */
public enum Sweep {
    HOURLY(Duration.ofHours(1), Duration.ofHours(26), Duration.ofHours(24)),
    DAILY(Duration.ofDays(1), Duration.ofDays(8), Duration.ofDays(7)),
    WEEKLY(Duration.ofDays(7), Duration.ofDays(37), Duration.ofDays(30)),
    /** Once, from the start of the import, after a tenant's filters changed. */
    REFILL(Duration.ZERO, Duration.ZERO, Duration.ZERO);

    private final Duration every;
    private final Duration window;
    private final Duration lateness;

    Sweep(Duration every, Duration window, Duration lateness) {
        this.every = every;
        this.window = window;
        this.lateness = lateness;
    }

    /** Time between two of them. */
    public Duration every() {
        return every;
    }

    /** How far back it reads. */
    public Duration window() {
        return window;
    }

    /** How late a record may appear and still be found, however long ago the last sweep was. */
    public Duration lateness() {
        return lateness;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
