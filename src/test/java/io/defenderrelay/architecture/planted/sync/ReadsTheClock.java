package io.defenderrelay.architecture.planted.sync;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Supplier;

/** Asks for the time without being given a clock. */
final class ReadsTheClock {
    List<Object> times() {
        Supplier<Instant> reference = Instant::now;
        Supplier<Long> lambda = () -> System.currentTimeMillis();
        return List.of(reference, lambda, System.nanoTime(), Clock.systemUTC(), LocalDate.now(ZoneOffset.UTC));
    }
}
