package io.defenderrelay.remediation;

import io.defenderrelay.model.ActionKind;
import io.defenderrelay.model.Requester;
import io.defenderrelay.model.UtcTime;
import io.defenderrelay.problem.ConflictException;
import io.defenderrelay.problem.ForbiddenException;
import io.defenderrelay.store.ActionMove;
import io.defenderrelay.store.ActionRecord;
import io.defenderrelay.store.ActionState;
import io.defenderrelay.tenant.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Who may decide what about an action, and when. */
final class Decisions {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final int LONGEST_REASON = 500;
    private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");

    private Decisions() {}

    static Optional<ActionMove> cancellation(
            ActionRecord found, Instant now, Requester requester, @Nullable String reason) {
        String by = requester.principal();
        Map<String, @Nullable String> changes = new HashMap<>();
        changes.put("cancelledBy", by);
        changes.put("cancelledOnBehalfOf", requester.onBehalfOf());
        changes.put("cancelReason", reason);
        switch (found.state()) {
            case REQUESTED, AWAITING_APPROVAL, APPROVED -> {
                changes.putAll(ended(now, "cancelled", reason));
                return Optional.of(new ActionMove(ActionState.CANCELLED, "cancelled", by, changes, now, null));
            }
            case SUBMITTING ->
                throw new ConflictException(
                        "The action is just being sent: ask again in a moment, when it is known whether it arrived",
                        Duration.ofSeconds(30));
            case RUNNING, WAITING_FOR_DEVICE -> {
                if (found.is("cancelRequested")) {
                    return Optional.empty();
                }
                if (found.is("adopted")) {
                    throw conflict(
                            "The action was begun by somebody else and only joined: cancel it in the Defender portal");
                }
                if (found.kind().subject() != ActionKind.Subject.DEVICE) {
                    throw conflict("Microsoft offers no way to cancel this kind of action: request the opposite one");
                }
                changes.put("cancelRequested", "true");
                return Optional.of(new ActionMove(found.state(), "cancel requested", by, changes, now, null));
            }
            case CANCELLED -> {
                return Optional.empty();
            }
            default ->
                throw conflict("The action has ended (" + found.state().word() + "): there is nothing to cancel");
        }
    }

    /**
     * What root and federated users share with all others of their account cannot tell two people apart.
     *
     * @throws ForbiddenException when the requester is one of these
     */
    static void oneOfItsOwn(Requester requester) {
        if (ACCOUNT.matcher(requester.principal()).matches()) {
            throw new ForbiddenException(
                    "The caller is known by its AWS account alone (root, or a federation token), which"
                            + " does not tell who it is: call with a role or a user of its own");
        }
    }

    static void mayDecide(Tenant tenant, ActionRecord record, Requester approver, String verb) {
        oneOfItsOwn(approver);
        if (approver.principal().equals(record.required("requestedBy"))) {
            throw new ForbiddenException("Nobody may " + verb
                    + " an action of its own: ask another principal, or cancel it. Sessions of one role are one"
                    + " principal");
        }
        if (!tenant.settings().remediation().mayApprove(approver.principal())) {
            throw new ForbiddenException("This principal may not " + verb
                    + " actions: remediation.approvers of the tenant does not name it");
        }
    }

    static void waits(ActionRecord record, Instant now, String participle) {
        if (record.state() == ActionState.REQUESTED) {
            throw new ConflictException(
                    "The action is still being checked: read it again in a moment, then decide", SOON);
        }
        ActionState state = new ActionView(record, now).state();
        if (state != ActionState.AWAITING_APPROVAL) {
            throw conflict("The action is " + state.word() + " and can no longer be " + participle);
        }
    }

    static ConflictException conflict(String message) {
        return new ConflictException(message, null);
    }

    static @Nullable String reason(String body) {
        RequestReader reader = RequestReader.of(body, true);
        reader.known(Set.of("reason"));
        return reader.optionalText("reason", LONGEST_REASON);
    }

    static Map<String, @Nullable String> ended(Instant now, String code, @Nullable String detail) {
        Map<String, @Nullable String> changes = new HashMap<>();
        changes.put("endedAt", UtcTime.text(now));
        changes.put("code", code);
        changes.put("detail", detail);
        return changes;
    }
}
