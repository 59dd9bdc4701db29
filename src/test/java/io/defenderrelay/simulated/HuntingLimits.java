package io.defenderrelay.simulated;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** How much hunting is allowed, by number and by CPU. Calls that are refused count, too. Safe for many threads. */
final class HuntingLimits {

    // Our words: it is documented only that the body tells which limit was met.
    private static final String CPU = "The CPU resources allocated to your tenant for advanced hunting are exhausted."
            + " Queries are blocked until the next 15-minute cycle.";

    private int mostAMinute = Integer.MAX_VALUE;
    private boolean tellsWhen = true;
    private Instant cpuUntil = Instant.MIN;
    private Instant minute = Instant.MIN;
    private int callsInMinute;

    synchronized void callsAMinute(int most) {
        this.mostAMinute = most;
    }

    synchronized void retryAfter(boolean sent) {
        this.tellsWhen = sent;
    }

    synchronized void cpuExhaustedUntil(Instant end) {
        this.cpuUntil = end;
    }

    synchronized void reset() {
        mostAMinute = Integer.MAX_VALUE;
        tellsWhen = true;
        cpuUntil = Instant.MIN;
        callsInMinute = 0;
    }

    /** 429, or null when the call may go on. */
    synchronized @Nullable Answer refusal(Call call) {
        Instant start = call.at().truncatedTo(ChronoUnit.MINUTES);
        callsInMinute = start.equals(minute) ? callsInMinute + 1 : 1;
        minute = start;
        if (call.at().isBefore(cpuUntil)) {
            return GraphErrors.throttled(call, seconds(call.at(), cpuUntil), CPU);
        }
        return callsInMinute > mostAMinute
                ? GraphErrors.throttled(call, seconds(call.at(), start.plus(1, ChronoUnit.MINUTES)))
                : null;
    }

    /** Rounded up: a client that comes back then must find the limit gone. */
    private @Nullable String seconds(Instant from, Instant to) {
        return tellsWhen
                ? String.valueOf(
                        Duration.between(from, to).plusNanos(999_999_999).toSeconds())
                : null;
    }
}
