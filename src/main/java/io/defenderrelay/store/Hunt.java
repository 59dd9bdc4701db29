package io.defenderrelay.store;

import io.defenderrelay.aws.Item;
import io.defenderrelay.model.Column;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A hunt as it was last written: what was asked, by whom, and what became of it. */
public record Hunt(String alias, String id, Item item) {
    /** What a hunt is doing. */
    public enum State {
        /** Not begun, or to be begun again. */
        QUEUED,
        /** For Microsoft's quota. */
        WAITING,
        RUNNING,
        SUCCEEDED,
        FAILED,
        CANCELLED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Whether nothing more will happen. */
        public boolean ended() {
            return this == SUCCEEDED || this == FAILED || this == CANCELLED;
        }

        static State parse(String word) {
            return Arrays.stream(values())
                    .filter(state -> state.word().equals(word))
                    .findFirst()
                    .orElse(FAILED);
        }
    }

    /**
     * Why a hunt failed, or why it was tried again.
     *
     * @param code of a problem type
     * @param facts of a query's problem, each a name and a value
     */
    public record Fault(String code, String message, Item facts) {}

    /** As written. */
    public State state() {
        return State.parse(item.text("state"));
    }

    /** Whether its time is over and it has not ended: then it is to be given up. */
    public boolean overdue(Instant now) {
        return !state().ended() && !now.isBefore(deadline());
    }

    /** Whether somebody asked not to see it any more. */
    public boolean hidden() {
        return item.flag("hidden");
    }

    public Instant deadline() {
        return time("deadline");
    }

    /** When the hunt and its rows are no longer shown. */
    public Instant keptUntil() {
        return Instant.ofEpochSecond(item.number("ttl"));
    }

    /** When the attempt that is being made has surely ended. */
    public Instant until() {
        return Instant.ofEpochMilli(item.number("until", 0));
    }

    public Instant askedAt() {
        return time("askedAt");
    }

    public @Nullable Instant startedAt() {
        return optionalTime("startedAt");
    }

    public @Nullable Instant endedAt() {
        return optionalTime("endedAt");
    }

    /** Until when Microsoft asked to wait. */
    public @Nullable Instant notBefore() {
        return optionalTime("notBefore");
    }

    /** Name of the template; null for a query of the caller's own. */
    public @Nullable String template() {
        return item.optionalText("template");
    }

    public @Nullable String timespan() {
        return item.optionalText("timespan");
    }

    public int maxRows() {
        return Math.toIntExact(item.number("maxRows"));
    }

    public String principal() {
        return item.text("principal");
    }

    public @Nullable String onBehalfOf() {
        return item.optionalText("onBehalfOf");
    }

    /** Whether no ticket was sent for it since then. */
    public boolean withoutTicketSince(Instant then) {
        return item.number("ticketAt", 0) < then.toEpochMilli();
    }

    /** Names the last attempt, and the rows that it wrote. */
    public String owner() {
        return item.text("owner");
    }

    /** How often it was begun. */
    public int attempt() {
        return Math.toIntExact(item.number("attempt", 0));
    }

    /** How often it was begun and not merely told to wait. */
    public int tries() {
        return attempt() - Math.toIntExact(item.number("throttled", 0));
    }

    /** Of a hunt that succeeded. */
    public long rows() {
        return item.number("rows", 0);
    }

    /** What cut the result short: {@code maxRows}, {@code rowLimit}, {@code sizeLimit}; null when nothing did. */
    public @Nullable String truncatedBy() {
        return item.optionalText("truncatedBy");
    }

    /** Of a hunt that succeeded, in Microsoft's order. */
    public List<Column> columns() {
        return item.has("columns") ? HuntColumns.unpack(item.bytes("columns")) : List.of();
    }

    /** The last thing that went wrong; null when nothing did. */
    public @Nullable Fault fault() {
        if (!item.has("fault")) {
            return null;
        }
        Item fault = item.map("fault");
        return new Fault(fault.text("code"), fault.text("message"), fault.map("facts"));
    }

    private Instant time(String name) {
        return Instant.ofEpochMilli(item.number(name));
    }

    private @Nullable Instant optionalTime(String name) {
        return item.has(name) ? time(name) : null;
    }
}
