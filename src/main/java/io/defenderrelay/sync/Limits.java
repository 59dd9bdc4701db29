package io.defenderrelay.sync;

import io.defenderrelay.microsoft.CallBudget;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** The time and the list calls of one run. */
final class Limits {
    /** List calls a run may make: two feeds stay below the 150 a minute that Microsoft allows an application. */
    static final int CALLS = 60;

    private static final Duration RESERVE = Duration.ofSeconds(10);
    private static final int PERCENT_OF_TIMEOUT = 80;
    private static final int PERCENT_OF_FORWARD = 80;

    private final Clock clock;
    private final Instant start;
    private final Instant deadline;
    private final CallBudget budget = new CallBudget(CALLS);
    private boolean stopped;

    Limits(Clock clock, Duration timeout) {
        this.clock = clock;
        this.start = clock.instant();
        Duration share = timeout.multipliedBy(PERCENT_OF_TIMEOUT).dividedBy(100);
        Duration reserved = timeout.minus(RESERVE);
        this.deadline = start.plus(reserved.compareTo(share) < 0 ? reserved : share);
    }

    /** When the run must have stopped calling. */
    Instant deadline() {
        return deadline;
    }

    CallBudget budget() {
        return budget;
    }

    /** Ends the run before its next call. */
    void stop() {
        stopped = true;
    }

    boolean spent() {
        return stopped || budget.left() < 1 || outOfTime();
    }

    boolean outOfTime() {
        return !clock.instant().isBefore(deadline);
    }

    /** Whether the forward job has used what it may use while others are waiting. */
    boolean forwardShareSpent() {
        Duration share = Duration.between(start, deadline)
                .multipliedBy(PERCENT_OF_FORWARD)
                .dividedBy(100);
        return spent()
                || budget.made() * 100 >= CALLS * PERCENT_OF_FORWARD
                || !clock.instant().isBefore(start.plus(share));
    }
}
