package io.defenderrelay.local;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that moves only when told to. */
public final class MovableClock extends Clock {
    private volatile Instant time;

    public MovableClock(Instant start) {
        this.time = start;
    }

    public synchronized void move(Duration by) {
        time = time.plus(by);
    }

    @Override
    public Instant instant() {
        return time;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
