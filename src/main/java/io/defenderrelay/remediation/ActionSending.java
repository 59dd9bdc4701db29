package io.defenderrelay.remediation;

import io.defenderrelay.aws.Write;
import io.defenderrelay.model.UtcTime;
import io.defenderrelay.store.ActionMove;
import io.defenderrelay.store.ActionRecord;
import io.defenderrelay.store.ActionState;
import io.defenderrelay.tenant.RemediationPolicy;
import io.defenderrelay.tenant.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sends approved actions: asks the policy again, writes down that it sends, sends once, and writes down what was answered. */
final class ActionSending {
    /** For so long at most an approval stands when sending is delayed. */
    private static final Duration PATIENCE = Duration.ofHours(1);

    private final Tenant tenant;
    private final ActionRunner.Store store;
    private final ActionRun.Parts parts;
    private final ActionCheck check;
    private final ActionSender sender;
    private final ActionSubmission submission;
    private int moved;
    private int sent;

    ActionSending(Tenant tenant, ActionRunner.Store store, ActionRun.Parts parts, ActionCheck check) {
        this.tenant = tenant;
        this.store = store;
        this.parts = parts;
        this.check = check;
        this.sender = new ActionSender(parts.microsoft(), parts.random());
        this.submission = new ActionSubmission(parts.microsoft());
    }

    /** Transitions made. */
    int moved() {
        return moved;
    }

    /** Requests that went to Microsoft. */
    int sent() {
        return sent;
    }

    /** Which limit of the tenant's actions leaves no room for another one. */
    Optional<String> full(String alias) {
        RemediationPolicy policy = tenant.settings().remediation();
        return store.counters().full(alias, now(), policy.perHour(), policy.perDay());
    }

    /**
     * Sends the action, if it may still be sent; empty when another worker or a caller was faster.
     *
     * @throws io.defenderrelay.problem.ConnectorException when it could not be found out whether it may be sent; it was not
     */
    Optional<ActionRecord> submit(ActionRecord record) {
        // Read again: the policy may have changed since this run began.
        Tenant fresh = parts.tenants().find(tenant.alias()).orElse(tenant);
        Duration patience = patience(fresh);
        Instant approved = record.time("approvedAt");
        if (approved != null && !now().isBefore(approved.plus(patience))) {
            String why = "It could not be sent within " + patience.toMinutes() + " minutes of its approval";
            return move(record, Moves.expired(record, now(), why));
        }
        Optional<ActionMove> stopped = check.again(session(fresh), record, now());
        if (stopped.isPresent()) {
            return move(record, stopped.get());
        }
        Optional<ActionRecord> begun = begin(record, fresh);
        if (begun.isEmpty()) {
            Optional<String> limit = counted(record) ? Optional.empty() : full(record.alias());
            return limit.isPresent() ? move(record, ActionCheck.limited(limit.get(), now())) : Optional.empty();
        }
        // Checked right before: a worker that slept meanwhile leaves it to the look-up.
        if (begun.get().until().isBefore(now().plus(ActionRun.STEP))) {
            return Optional.empty();
        }
        sent++;
        Session sending = session(fresh);
        return move(begun.get(), submission.after(sending, begun.get(), sender.send(sending, begun.get()), now()));
    }

    /** Writes down that it is being sent; only who did so sends. */
    private Optional<ActionRecord> begin(ActionRecord record, Tenant fresh) {
        Map<String, @Nullable String> changes =
                new HashMap<>(new Effect(parts.microsoft()).before(session(fresh), record));
        Instant now = now();
        RemediationPolicy policy = fresh.settings().remediation();
        changes.put("submittedAt", UtcTime.text(now));
        changes.put("tries", String.valueOf(ActionSubmission.tries(record) + 1));
        List<Write> counts = new ArrayList<>();
        if (!counted(record)) {
            counts.add(store.counters().oneMoreThisHour(record.alias(), now, policy.perHour()));
            counts.add(store.counters().oneMoreToday(record.alias(), now, policy.perDay()));
        }
        Instant until = now.plus(parts.timeout());
        ActionMove move = new ActionMove(
                ActionState.SUBMITTING, "sending", Moves.RELAY, changes, until.plus(ActionSubmission.VISIBLE), until);
        Optional<ActionRecord> begun = store.actions().move(record, move, now, counts.toArray(Write[]::new));
        moved += begun.isPresent() ? 1 : 0;
        return begun;
    }

    private Optional<ActionRecord> move(ActionRecord record, ActionMove move) {
        Optional<ActionRecord> after = store.actions().move(record, move, now());
        moved += after.isPresent() ? 1 : 0;
        return after;
    }

    /** What was agreed to is not older when it is sent than an approval may be late. */
    private static Duration patience(Tenant tenant) {
        Duration approvalTime = tenant.settings().remediation().approvalTime();
        return approvalTime.compareTo(PATIENCE) < 0 ? approvalTime : PATIENCE;
    }

    private static boolean counted(ActionRecord record) {
        return ActionSubmission.tries(record) > 0;
    }

    private Session session(Tenant fresh) {
        return new Session(fresh, parts.vault(), now().plus(ActionRun.STEP));
    }

    private Instant now() {
        return parts.clock().instant();
    }
}
