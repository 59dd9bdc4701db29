package io.defenderrelay.delivery;

import io.defenderrelay.aws.Bus;
import io.defenderrelay.model.Pause;
import io.defenderrelay.problem.StoreException;
import io.defenderrelay.problem.ThrottledException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Puts events on the bus until each was taken, or was refused for good while others were taken. */
final class Sender {
    private static final Duration FIRST_WAIT = Duration.ofMillis(200);
    private static final int MOST_WAITS = 5;

    private final Bus bus;
    private final Pause pause;
    private final Clock clock;
    private final Instant deadline;
    private long calls;

    /**
     * How a call ended.
     *
     * @param refused events that the bus refuses in every form
     * @param taken whether it took any, so that a refusal is about the event and not the bus
     */
    record Result(List<Outgoing> refused, boolean taken) {}

    Sender(Bus bus, Pause pause, Clock clock, Instant deadline) {
        this.bus = bus;
        this.pause = pause;
        this.clock = clock;
        this.deadline = deadline;
    }

    /**
     * Sends at most as many as one call takes, until each was taken or refused for good.
     *
     * @throws StoreException when the bus fails as a whole; any of them may have been taken
     * @throws ThrottledException when it keeps asking us to wait
     */
    Result send(List<Outgoing> events) {
        List<Outgoing> refused = new ArrayList<>();
        List<Outgoing> left = events;
        boolean taken = false;
        int waits = 0;
        while (!left.isEmpty()) {
            List<Bus.Fate> fates = bus.put(left.stream().map(Outgoing::event).toList());
            calls++;
            List<Outgoing> again = new ArrayList<>();
            boolean later = false;
            for (int index = 0; index < left.size(); index++) {
                Outgoing event = left.get(index);
                switch (fates.get(index)) {
                    case TAKEN -> taken = true;
                    case LATER -> {
                        again.add(event);
                        later = true;
                    }
                    case REFUSED -> (event.mayTryAfterRefusal() ? again : refused).add(event);
                }
            }
            left = again;
            if (later && !left.isEmpty()) {
                waitOrThrow(waits++);
            }
        }
        return new Result(refused, taken);
    }

    /** What to do when the bus refuses everything: it may be the bus. */
    static StoreException takesNothing(int refused) {
        return new StoreException(
                "The bus refuses even the least of " + refused
                        + " events and took no other: look at the bus, its policy and its schema checks; nothing is lost,"
                        + " the events are sent when it takes them",
                null);
    }

    long calls() {
        return calls;
    }

    private void waitOrThrow(int waits) {
        Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(waits, MOST_WAITS));
        if (waits >= MOST_WAITS || !clock.instant().plus(wait).isBefore(deadline)) {
            throw new ThrottledException("EventBridge", wait);
        }
        pause.sleep(wait);
    }
}
