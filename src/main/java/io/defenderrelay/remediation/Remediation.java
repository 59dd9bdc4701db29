package io.defenderrelay.remediation;

import io.defenderrelay.answer.Answer;
import io.defenderrelay.answer.ListAnswer;
import io.defenderrelay.aws.Queue;
import io.defenderrelay.model.Digest;
import io.defenderrelay.model.Requester;
import io.defenderrelay.model.UtcTime;
import io.defenderrelay.problem.ConflictException;
import io.defenderrelay.problem.ForbiddenException;
import io.defenderrelay.problem.NotFoundException;
import io.defenderrelay.problem.StoreException;
import io.defenderrelay.problem.UnprocessableException;
import io.defenderrelay.store.ActionEntry;
import io.defenderrelay.store.ActionMove;
import io.defenderrelay.store.ActionRecord;
import io.defenderrelay.store.ActionState;
import io.defenderrelay.store.Actions;
import io.defenderrelay.tenant.Tenant;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What callers do with actions: request, look, approve, reject, cancel. It changes state only; one worker sends. */
public final class Remediation {
    private static final Logger LOG = Logger.getLogger(Remediation.class);
    private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final int MOST_TRIES = 5;

    private final Actions actions;
    private final ActionList list;
    private final Queue queue;
    private final Clock clock;

    public Remediation(Actions actions, Queue queue, Clock clock) {
        this.actions = actions;
        this.list = new ActionList(actions, clock);
        this.queue = queue;
        this.clock = clock;
    }

    /**
     * A request for an action.
     *
     * @param key the caller's, for this action
     */
    public record Ask(Requester requester, String key, String body) {
        String hash() {
            return Digest.of(body, String.valueOf(requester.onBehalfOf()));
        }

        String id(String alias) {
            return Digest.of(alias, requester.principal(), "actions", key);
        }
    }

    /** What decides about an action: empty when it is as wanted already. */
    private interface Decision {
        Optional<ActionMove> on(ActionRecord record, Instant now);
    }

    /**
     * Enters the action, unless it is entered already: the same key with the same body is the same action.
     *
     * @throws ForbiddenException when nothing tells the caller from others
     * @throws UnprocessableException when the key was used for another action
     * @throws ConflictException when the policy does not allow it; that it was asked for stays on record
     */
    public Answer request(Tenant tenant, Ask ask) {
        Decisions.oneOfItsOwn(ask.requester());
        ActionRequest request = ActionRequest.read(ask.body());
        String alias = tenant.alias();
        String id = ask.id(alias);
        Instant now = clock.instant();
        boolean entered = actions.enter(
                alias, id, facts(ask, request, now), ask.requester().principal(), now);
        ActionRecord record = find(alias, id);
        if (!ask.hash().equals(record.fact("bodyHash"))) {
            throw new UnprocessableException(
                    "Idempotency-Key", "The Idempotency-Key was used for another action: send a new key");
        }
        Optional<String> forbidden = new Policy(tenant).forbids(record.kind());
        if (forbidden.isPresent() && record.state() == ActionState.REQUESTED) {
            record = decide(
                    alias,
                    id,
                    (found, at) -> found.state() == ActionState.REQUESTED
                            ? Optional.of(refusal(forbidden.get(), at))
                            : Optional.empty());
        } else if (entered || record.state() == ActionState.REQUESTED) {
            wake(alias);
        }
        if (record.state() == ActionState.REFUSED
                && record.fact("targetId") == null
                && "policy".equals(record.fact("code"))) {
            throw new ConflictException(record.required("detail") + " (action " + id + ")", null);
        }
        return view(record).accepted();
    }

    public Answer state(String alias, String id) {
        return view(find(alias, id)).shown();
    }

    /** Actions of a tenant, the youngest first. */
    public Answer list(String alias, ActionQuery query) {
        return list.read(alias, query);
    }

    /**
     * The transitions of an action, in their order.
     *
     * @param after only later ones than the one of this number
     */
    public Answer audit(String alias, String id, int after, int limit) {
        ActionRecord record = find(alias, id);
        ListAnswer list = new ListAnswer("entries");
        long last = after;
        for (ActionEntry entry : actions.audit(alias, id, after, limit)) {
            boolean added = list.add(json -> {
                json.writeNumberField("number", entry.number());
                json.writeStringField("previous", entry.previous());
                json.writeStringField("hash", entry.hash());
                json.writeFieldName("entry");
                json.writeRawValue(entry.text());
            });
            if (!added) {
                break;
            }
            last = entry.number();
        }
        boolean more = last > after && last < record.version();
        return list.end(more ? String.valueOf(last) : null);
    }

    /**
     * Agrees to the action exactly as it was checked.
     *
     * @param body names the {@code requestHash} that the approver saw
     * @throws ForbiddenException when this principal may not approve it: nobody approves its own request
     * @throws ConflictException when it is not what was shown, or no longer waits
     */
    public Answer approve(Tenant tenant, String id, Requester approver, String body) {
        RequestReader reader = RequestReader.of(body, false);
        reader.known(Set.of("requestHash"));
        String hash = reader.text("requestHash", 64);
        ActionRecord record = decide(tenant.alias(), id, (found, now) -> {
            Decisions.mayDecide(tenant, found, approver, "approve");
            boolean same = hash.equals(found.fact("requestHash"));
            if (same && approver.principal().equals(found.fact("approvedBy"))) {
                return Optional.empty();
            }
            Decisions.waits(found, now, "approved");
            if (!same) {
                throw new ConflictException(
                        "The requestHash is not this action's: read the action again and approve what it says now",
                        null);
            }
            new Policy(tenant).forbids(found.kind()).ifPresent(why -> {
                throw Decisions.conflict(why);
            });
            Map<String, @Nullable String> changes = new HashMap<>();
            changes.put("approvedBy", approver.principal());
            changes.put("approvedOnBehalfOf", approver.onBehalfOf());
            changes.put("approvedAt", UtcTime.text(now));
            return Optional.of(
                    new ActionMove(ActionState.APPROVED, "approved", approver.principal(), changes, now, null));
        });
        return view(record).accepted();
    }

    /** Ends an action that waits for approval; nobody rejects its own request, which can be cancelled. */
    public Answer reject(Tenant tenant, String id, Requester approver, String body) {
        String reason = Decisions.reason(body);
        ActionRecord record = decide(tenant.alias(), id, (found, now) -> {
            Decisions.mayDecide(tenant, found, approver, "reject");
            if (found.state() == ActionState.REJECTED && approver.principal().equals(found.fact("rejectedBy"))) {
                return Optional.empty();
            }
            Decisions.waits(found, now, "rejected");
            Map<String, @Nullable String> changes = Decisions.ended(now, "rejected", reason);
            changes.put("rejectedBy", approver.principal());
            changes.put("rejectedOnBehalfOf", approver.onBehalfOf());
            return Optional.of(
                    new ActionMove(ActionState.REJECTED, "rejected", approver.principal(), changes, now, null));
        });
        return view(record).shown();
    }

    /** Ends an action that was not sent, or asks Microsoft to cancel it. */
    public Answer cancel(Tenant tenant, String id, Requester requester, String body) {
        String reason = Decisions.reason(body);
        ActionRecord record =
                decide(tenant.alias(), id, (found, now) -> Decisions.cancellation(found, now, requester, reason));
        return view(record).accepted();
    }

    /** Decides again while others change the action in between. */
    private ActionRecord decide(String alias, String id, Decision decision) {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            ActionRecord record = find(alias, id);
            Instant now = clock.instant();
            Optional<ActionMove> move = decision.on(record, now);
            if (move.isEmpty()) {
                return record;
            }
            Optional<ActionRecord> moved = actions.move(record, move.get(), now);
            if (moved.isPresent()) {
                wake(alias);
                return moved.get();
            }
        }
        throw new ConflictException("The action is being changed by others: ask again", SOON);
    }

    private static ActionMove refusal(String why, Instant now) {
        return new ActionMove(
                ActionState.REFUSED, "refused", Moves.RELAY, Decisions.ended(now, "policy", why), now, null);
    }

    private static Map<String, String> facts(Ask ask, ActionRequest request, Instant now) {
        Map<String, String> facts = new LinkedHashMap<>(request.action().details());
        facts.put("kind", request.action().kind().word());
        facts.put("target", request.action().target());
        facts.put("reason", request.reason());
        facts.put("dryRun", String.valueOf(request.dryRun()));
        facts.put("requestedBy", ask.requester().principal());
        facts.put("requestedAt", UtcTime.text(now));
        facts.put("bodyHash", ask.hash());
        if (request.ticket() != null) {
            facts.put("ticket", request.ticket());
        }
        if (ask.requester().onBehalfOf() != null) {
            facts.put("onBehalfOf", ask.requester().onBehalfOf());
        }
        return facts;
    }

    private ActionRecord find(String alias, String id) {
        Optional<ActionRecord> found = ID.matcher(id).matches() ? actions.find(alias, id) : Optional.empty();
        return found.orElseThrow(() -> new NotFoundException("There is no such action: it was never requested here"));
    }

    /** The next tick would do it too, up to a minute later. */
    private void wake(String alias) {
        try {
            queue.send(WakeUps.of(alias));
        } catch (StoreException failure) {
            LOG.warnf("action-api wake-up failed message=\"%s\"", failure.getMessage());
        }
    }

    private ActionView view(ActionRecord record) {
        return new ActionView(record, clock.instant());
    }
}
