package io.defenderrelay.architecture.planted.sync;

import java.time.Clock;
import java.time.Instant;
import java.util.random.RandomGenerator;

/** Breaks nothing: it was given what it asks. */
record AsksItsClock(Clock clock, RandomGenerator random) {
    Instant later() {
        return clock.instant().plusSeconds(random.nextInt(9));
    }
}
