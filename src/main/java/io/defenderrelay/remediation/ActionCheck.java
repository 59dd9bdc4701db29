package io.defenderrelay.remediation;

import io.defenderrelay.microsoft.Grants;
import io.defenderrelay.model.ActionKind;
import io.defenderrelay.model.Digest;
import io.defenderrelay.model.UtcTime;
import io.defenderrelay.store.ActionMove;
import io.defenderrelay.store.ActionRecord;
import io.defenderrelay.store.ActionState;
import io.defenderrelay.tenant.RemediationPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What becomes of an action before it is sent: its target is found, the policy asked, its hash fixed for the approval. */
final class ActionCheck {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final TargetCheck targets;
    private final Grants grants;

    ActionCheck(Microsoft microsoft) {
        this.targets = new TargetCheck(microsoft);
        this.grants = microsoft.grants();
    }

    /**
     * Decides about an action that was requested.
     *
     * @param full which limit of actions is reached; empty for none
     */
    ActionMove first(Session session, ActionRecord record, Optional<String> full, Instant now) {
        Optional<ActionMove> refused = forbidden(session, record.kind(), full, now);
        if (refused.isPresent()) {
            return refused.get();
        }
        Action action = Action.of(record);
        TargetCheck.Result result = targets.check(session, action, action.target());
        if (result instanceof TargetCheck.Result.Refused no) {
            return refused(record, action.target(), no, now);
        }
        Optional<String> lacking = lacking(session, record.kind());
        if (lacking.isPresent()) {
            return Moves.end(ActionState.REFUSED, "permission", lacking.get(), now);
        }
        TargetCheck.Result.Found found = (TargetCheck.Result.Found) result;
        Map<String, @Nullable String> changes = new HashMap<>();
        changes.put("targetId", found.id());
        changes.put("targetName", found.name());
        changes.put("note", found.note());
        changes.put("microsoftTenant", session.tenant().settings().tenantId());
        changes.put("requestHash", hash(session, record, found.id()));
        if (record.is("dryRun")) {
            changes.put("endedAt", UtcTime.text(now));
            changes.put("detail", ActionSender.described(record, found.id()));
            return new ActionMove(ActionState.CHECKED, "checked", Moves.RELAY, changes, now, null);
        }
        RemediationPolicy policy = session.tenant().settings().remediation();
        if (policy.needsApproval(record.kind())) {
            return wait(changes, policy, now);
        }
        changes.put("approvedAt", UtcTime.text(now));
        return new ActionMove(ActionState.APPROVED, "approved by policy", Moves.RELAY, changes, now, null);
    }

    /** Decides again about an action that is about to be sent; empty when it may be. */
    Optional<ActionMove> again(Session session, ActionRecord record, Instant now) {
        Optional<ActionMove> refused = forbidden(session, record.kind(), Optional.empty(), now);
        if (refused.isPresent()) {
            return refused;
        }
        RemediationPolicy policy = session.tenant().settings().remediation();
        String approver = record.fact("approvedBy");
        if (policy.needsApproval(record.kind()) && approver == null) {
            return Optional.of(wait(new HashMap<>(), policy, now));
        }
        if (approver != null && (!policy.mayApprove(approver) || approver.equals(record.fact("requestedBy")))) {
            String why = "Whoever approved it may not approve any more: request it again";
            return Optional.of(Moves.end(ActionState.REFUSED, "approver", why, now));
        }
        if (!session.tenant().settings().tenantId().equals(record.fact("microsoftTenant"))) {
            String why = "The tenantId in the tenant's settings is another one than was approved: request it again";
            return Optional.of(Moves.end(ActionState.REFUSED, "target-changed", why, now));
        }
        if (record.kind().subject() == ActionKind.Subject.INDICATOR) {
            return Optional.empty();
        }
        String target = record.required("targetId");
        TargetCheck.Result result = targets.check(session, Action.of(record), target);
        if (result instanceof TargetCheck.Result.Refused no) {
            return Optional.of(refused(record, target, no, now));
        }
        return ((TargetCheck.Result.Found) result).id().equals(target)
                ? Optional.empty()
                : Optional.of(Moves.end(
                        ActionState.REFUSED, "target-changed", "The target is another one than was approved", now));
    }

    /** Microsoft was seen to deny machines that it knows for a moment: an id that is not found is looked for once more. */
    private static ActionMove refused(ActionRecord record, String target, TargetCheck.Result.Refused no, Instant now) {
        boolean missed = no.code().equals(TargetCheck.NOT_FOUND) && DeviceCheck.isMachineId(target);
        if (!missed || record.is("missed")) {
            return Moves.end(ActionState.REFUSED, no.code(), no.why(), now);
        }
        Map<String, String> changes = Map.of("missed", "true", "detail", no.why());
        return new ActionMove(record.state(), "target not found yet", Moves.RELAY, changes, now.plus(SOON), null);
    }

    /** Nobody is to approve what Microsoft is going to refuse. */
    private Optional<String> lacking(Session session, ActionKind kind) {
        boolean defender =
                kind.subject() == ActionKind.Subject.DEVICE || kind.subject() == ActionKind.Subject.INDICATOR;
        boolean lacking = defender
                ? grants.lacksAtDefender(session.responder(), kind.permissions())
                : grants.lacks(session.responder(), kind.permissions());
        return lacking
                ? Optional.of("The acting application lacks the permission " + kind.permission() + " of "
                        + (defender ? "Defender for Endpoint (WindowsDefenderATP)" : "Microsoft Graph")
                        + ": grant it with admin consent, then request the action again")
                : Optional.empty();
    }

    private static Optional<ActionMove> forbidden(
            Session session, ActionKind kind, Optional<String> full, Instant now) {
        Optional<String> forbidden = new Policy(session.tenant()).forbids(kind);
        if (forbidden.isPresent()) {
            return forbidden.map(why -> Moves.end(ActionState.REFUSED, "policy", why, now));
        }
        return full.map(limit -> limited(limit, now));
    }

    static ActionMove limited(String limit, Instant now) {
        return Moves.end(
                ActionState.REFUSED,
                "limit",
                "The tenant's limit of actions is reached: " + limit + "; request it again then, or raise the limit",
                now);
    }

    private static ActionMove wait(Map<String, @Nullable String> changes, RemediationPolicy policy, Instant now) {
        Instant end = now.plus(policy.approvalTime());
        changes.put("approvalBy", UtcTime.text(end));
        return new ActionMove(ActionState.AWAITING_APPROVAL, "checked", Moves.RELAY, changes, end, null);
    }

    /** Over everything that says what would be done, to what, and for whom. */
    private static String hash(Session session, ActionRecord record, String targetId) {
        String tenantId = session.tenant().settings().tenantId();
        List<String> parts = new ArrayList<>(List.of(record.alias(), record.id(), tenantId, targetId));
        record.facts().forEach((name, value) -> parts.add(name + "=" + value));
        return Digest.of(parts.toArray(String[]::new));
    }
}
