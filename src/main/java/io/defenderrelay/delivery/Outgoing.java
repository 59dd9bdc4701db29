package io.defenderrelay.delivery;

import io.defenderrelay.aws.Bus;
import io.defenderrelay.aws.BusEvent;
import java.util.function.Supplier;

/** An event on its way to the bus, and the position in the log once it is there. */
final class Outgoing {
    private static final int MOST_REFUSALS = 3;

    private final long nextPage;
    private final int nextOffset;
    private final Supplier<BusEvent> minimal;
    private BusEvent event;
    private boolean isMinimal;
    private int refusals;

    Outgoing(BusEvent event, boolean isMinimal, Supplier<BusEvent> minimal, long nextPage, int nextOffset) {
        this.event = event;
        this.isMinimal = isMinimal;
        this.minimal = minimal;
        this.nextPage = nextPage;
        this.nextOffset = nextOffset;
    }

    BusEvent event() {
        return event;
    }

    long size() {
        return Bus.size(event);
    }

    long nextPage() {
        return nextPage;
    }

    int nextOffset() {
        return nextOffset;
    }

    /** Counts a refusal; true when the event, or after the third refusal its minimal form, may be tried once more. */
    boolean mayTryAfterRefusal() {
        refusals++;
        if (refusals < MOST_REFUSALS) {
            return true;
        }
        if (isMinimal) {
            return false;
        }
        event = minimal.get();
        isMinimal = true;
        refusals = 0;
        return true;
    }

    boolean isMinimal() {
        return isMinimal;
    }
}
