package io.defenderrelay.function;

import io.defenderrelay.aws.Table;
import io.defenderrelay.model.UtcTime;
import io.defenderrelay.store.ActionMove;
import io.defenderrelay.store.ActionRecord;
import io.defenderrelay.store.ActionState;
import io.defenderrelay.store.Actions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Actions of a table, brought to a state as the workers bring them there. */
final class StoredActions {
    static final String HASH = "c".repeat(64);

    private final Actions actions;
    private final Instant now;

    StoredActions(Table table, Instant now) {
        this.actions = new Actions(table, new Random());
        this.now = now;
    }

    /** Enters one that {@code principal} requested. */
    String enter(String alias, String id, String kind, String principal) {
        Map<String, String> facts = Map.of(
                "kind", kind,
                "target", "host-1",
                "reason", "Case 4821",
                "dryRun", "false",
                "requestedBy", principal,
                "requestedAt", UtcTime.text(now),
                "bodyHash", "h");
        actions.enter(alias, id, facts, principal, now);
        return id;
    }

    /** Found and allowed: it waits for an approval of {@link #HASH}. */
    void check(String alias, String id) {
        move(
                alias,
                id,
                ActionState.AWAITING_APPROVAL,
                Map.of("requestHash", HASH, "approvalBy", UtcTime.text(now.plus(Duration.ofHours(1)))));
    }

    ActionRecord move(String alias, String id, ActionState state, Map<String, String> facts) {
        Map<String, @Nullable String> changes = new HashMap<>(facts);
        ActionMove move = new ActionMove(state, "moved", "relay", changes, now, null);
        return actions.move(actions.find(alias, id).orElseThrow(), move, now).orElseThrow();
    }
}
