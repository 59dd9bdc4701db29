package io.defenderrelay.remediation;

import io.defenderrelay.model.UtcTime;
import io.defenderrelay.store.ActionMove;
import io.defenderrelay.store.ActionRecord;
import io.defenderrelay.store.ActionState;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Transitions that the worker makes. */
final class Moves {
    /** The principal of what nobody decided but the rules. */
    static final String RELAY = "relay";

    private Moves() {}

    /** To a state in which nothing more happens. */
    static ActionMove end(ActionState state, String code, @Nullable String detail, Instant now) {
        Map<String, @Nullable String> changes = new HashMap<>();
        changes.put("endedAt", UtcTime.text(now));
        changes.put("code", code);
        changes.put("detail", detail);
        return new ActionMove(state, state.word(), RELAY, changes, now, null);
    }

    /** Back to be sent again, since it surely was not. */
    static ActionMove again(String why, Instant now, Duration wait) {
        Map<String, @Nullable String> changes = new HashMap<>();
        changes.put("detail", why);
        return new ActionMove(ActionState.APPROVED, "not sent", RELAY, changes, now.plus(wait), null);
    }

    /** To be followed. */
    static ActionMove follow(Map<String, ? extends @Nullable String> changes, String event, Instant dueAt) {
        return new ActionMove(ActionState.RUNNING, event, RELAY, changes, dueAt, null);
    }

    /** Given up because its time is over; says also what stood in the way last. */
    static ActionMove expired(ActionRecord record, Instant now, String why) {
        String last = record.fact("detail");
        String told = why + (last == null || why.contains(last) ? "" : " (" + last + ")");
        return end(ActionState.EXPIRED, "expired", told + ": request it again", now);
    }
}
