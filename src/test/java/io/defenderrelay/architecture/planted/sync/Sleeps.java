package io.defenderrelay.architecture.planted.sync;

import java.util.concurrent.TimeUnit;

/** Waits without being given a pause. */
final class Sleeps {
    void sleep() throws InterruptedException {
        Thread.sleep(1);
        TimeUnit.MILLISECONDS.sleep(1);
    }
}
