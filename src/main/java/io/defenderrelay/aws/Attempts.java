package io.defenderrelay.aws;

import io.defenderrelay.model.Pause;
import java.time.Duration;

/** Counts tries of one request and waits between them: 50 ms, doubling up to 2 s, nine tries within some seven seconds. */
final class Attempts {
    private static final int MOST = 9;
    private static final Duration FIRST = Duration.ofMillis(50);
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private final Pause pause;
    private int made;

    Attempts(Pause pause) {
        this.pause = pause;
    }

    /** Waits and returns true for another try; false, at once, when all are used up or the thread is to stop. */
    boolean another() {
        made++;
        if (made >= MOST || Thread.currentThread().isInterrupted()) {
            return false;
        }
        Duration wait = FIRST.multipliedBy(1L << (made - 1));
        pause.sleep(wait.compareTo(LONGEST) < 0 ? wait : LONGEST);
        return true;
    }

    /** Starts the count again: the last try did a part of the work. */
    void progressed() {
        made = 0;
    }
}
