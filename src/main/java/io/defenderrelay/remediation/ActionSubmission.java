package io.defenderrelay.remediation;

import io.defenderrelay.microsoft.MachineAction;
import io.defenderrelay.microsoft.MachineActionQuery;
import io.defenderrelay.microsoft.Refusal;
import io.defenderrelay.microsoft.Submission;
import io.defenderrelay.model.ActionKind;
import io.defenderrelay.problem.ThrottledException;
import io.defenderrelay.store.ActionMove;
import io.defenderrelay.store.ActionRecord;
import io.defenderrelay.store.ActionState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What follows from how Microsoft answered, or from what is found of an action whose answer was lost. */
final class ActionSubmission {
    /** How long a call may take, and how long after that an action may need to become visible. */
    static final Duration VISIBLE = Duration.ofSeconds(60);

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration LATER = Duration.ofMinutes(5);
    private static final Duration SKEW = Duration.ofMinutes(10);
    private static final Duration OPEN_FOR = Duration.ofDays(4);
    private static final int MOST_TRIES = 3;

    private final Microsoft microsoft;
    private final Effect effect;

    ActionSubmission(Microsoft microsoft) {
        this.microsoft = microsoft;
        this.effect = new Effect(microsoft);
    }

    /** The transition that an answer makes. */
    ActionMove after(Session session, ActionRecord record, Submission answer, Instant now) {
        if (answer instanceof Submission.Accepted accepted) {
            return accepted(record, accepted, now);
        }
        if (answer instanceof Submission.AlreadyOpen open) {
            return joined(session, record, open, now);
        }
        if (answer instanceof Submission.Refused refused) {
            return refused(record, refused, now);
        }
        if (answer instanceof Submission.Postponed postponed) {
            return Moves.again(postponed.detail(), now, longer(postponed.retryAfter()));
        }
        Map<String, @Nullable String> changes = new HashMap<>();
        changes.put("detail", ((Submission.Unclear) answer).detail());
        Instant until = record.until();
        return new ActionMove(ActionState.SUBMITTING, "answer lost", Moves.RELAY, changes, until.plus(VISIBLE), until);
    }

    /**
     * The transition of an action that was being sent when its worker ended; empty when nothing can be told yet.
     *
     * @throws io.defenderrelay.problem.ConnectorException when Microsoft does not tell
     */
    Optional<ActionMove> recovered(Session session, ActionRecord record, Instant now) {
        return switch (record.kind().subject()) {
            case DEVICE ->
                record.kind() == ActionKind.START_INVESTIGATION
                        ? Optional.of(unknown(now))
                        : foundMachineAction(session, record, now);
            case USER ->
                record.kind() == ActionKind.FORCE_PASSWORD_CHANGE
                        ? Optional.of(unknown(now))
                        : Optional.of(shownOrAgain(session, record, now));
            case MAIL -> Optional.of(unknown(now));
            case INDICATOR -> Optional.of(shownOrAgain(session, record, now));
        };
    }

    private ActionMove shownOrAgain(Session session, ActionRecord record, Instant now) {
        return effect.shows(session, record)
                ? Moves.end(ActionState.SUCCEEDED, "found", "Its answer was lost; its effect was found", now)
                : notDone(record, now);
    }

    private static ActionMove accepted(ActionRecord record, Submission.Accepted accepted, Instant now) {
        Map<String, @Nullable String> changes = new HashMap<>();
        changes.put("remoteId", accepted.id());
        changes.put("detail", null);
        return switch (record.kind()) {
            case START_INVESTIGATION, REMEDIATE_MAIL -> {
                ActionMove end = Moves.end(
                        ActionState.HANDED_OVER,
                        "handed-over",
                        "Microsoft took it and offers no way to follow it here: see its action centre",
                        now);
                Map<String, @Nullable String> all = new HashMap<>(end.changes());
                all.put("remoteId", accepted.id());
                yield new ActionMove(end.to(), end.event(), end.by(), all, now, null);
            }
            case FORCE_PASSWORD_CHANGE, ADD_INDICATOR, REMOVE_INDICATOR ->
                Moves.end(ActionState.SUCCEEDED, "done", "Microsoft confirmed it", now);
            case DISABLE_USER, ENABLE_USER, REVOKE_SESSIONS, CONFIRM_USER_COMPROMISED, DISMISS_USER_RISK ->
                Moves.follow(changes, "sent", now.plus(SOON));
            case ISOLATE_DEVICE,
                    RELEASE_DEVICE,
                    SCAN_DEVICE,
                    RESTRICT_APP_EXECUTION,
                    UNRESTRICT_APP_EXECUTION,
                    STOP_AND_QUARANTINE_FILE,
                    COLLECT_INVESTIGATION_PACKAGE -> {
                boolean others = accepted.comment() != null
                        && !accepted.comment().isBlank()
                        && !accepted.comment().contains(ActionSender.marker(record.id()));
                yield others ? adopted(changes, now) : Moves.follow(changes, "sent", now.plus(SOON));
            }
        };
    }

    /** An action of the same kind was open already: it is ours by its comment, or somebody else's and joined. */
    private ActionMove joined(Session session, ActionRecord record, Submission.AlreadyOpen open, Instant now) {
        Optional<MachineAction> found = newest(session, record, now.minus(OPEN_FOR)).stream()
                .filter(action -> !action.status().ended() || ours(action, record))
                .findFirst();
        if (found.isEmpty()) {
            return tries(record) < MOST_TRIES
                    ? Moves.again(open.detail(), now, VISIBLE)
                    : Moves.end(ActionState.FAILED, "already-open", open.detail(), now);
        }
        Map<String, @Nullable String> changes = new HashMap<>();
        changes.put("remoteId", found.get().id());
        changes.put("detail", null);
        return ours(found.get(), record) ? Moves.follow(changes, "found", now.plus(SOON)) : adopted(changes, now);
    }

    private static ActionMove adopted(Map<String, @Nullable String> changes, Instant now) {
        changes.put("adopted", "true");
        changes.put(
                "detail",
                "The same action was open already, begun by somebody else: it is followed, not ours to cancel");
        return Moves.follow(changes, "adopted", now.plus(SOON));
    }

    private static ActionMove refused(ActionRecord record, Submission.Refused refused, Instant now) {
        // Microsoft was seen to deny machines that it knows for a moment.
        boolean device = record.kind().subject() == ActionKind.Subject.DEVICE;
        if (refused.reason() == Refusal.NOT_FOUND && device && tries(record) < MOST_TRIES) {
            return Moves.again(refused.detail(), now, SOON);
        }
        String code = refused.reason().name().toLowerCase(Locale.ROOT).replace('_', '-');
        return Moves.end(ActionState.FAILED, code, refused.detail(), now);
    }

    private Optional<ActionMove> foundMachineAction(Session session, ActionRecord record, Instant now) {
        Instant sent = record.time("submittedAt");
        List<MachineAction> listed = newest(session, record, (sent == null ? now : sent).minus(SKEW));
        Optional<MachineAction> ours =
                listed.stream().filter(action -> ours(action, record)).findFirst();
        if (ours.isEmpty()) {
            return Optional.of(notDone(record, now));
        }
        Map<String, @Nullable String> changes = new HashMap<>();
        changes.put("remoteId", ours.get().id());
        changes.put("detail", null);
        return Optional.of(Moves.follow(changes, "found", now));
    }

    /** The actions of this kind on this machine, the newest first. */
    private List<MachineAction> newest(Session session, ActionRecord record, Instant since) {
        MachineActionQuery query = new MachineActionQuery(
                since,
                record.required("targetId"),
                ActionSender.verb(record.kind()).actionType().orElseThrow());
        List<MachineAction> found = new ArrayList<>();
        boolean all = session.read(
                signIn -> microsoft.machineActions().createdSince(signIn, query, session.deadline(), found::add));
        if (!all) {
            throw new ThrottledException("Microsoft Defender for Endpoint", LATER);
        }
        found.sort(Comparator.comparing(
                        MachineAction::createdAt, Comparator.nullsFirst(Comparator.<Instant>naturalOrder()))
                .reversed());
        return found;
    }

    private static ActionMove notDone(ActionRecord record, Instant now) {
        return tries(record) < MOST_TRIES
                ? Moves.again(
                        "Its answer was lost, and a look-up found that it was not done: it is sent again",
                        now,
                        Duration.ZERO)
                : Moves.end(
                        ActionState.FAILED,
                        "not-sent",
                        "Microsoft did not take it in " + MOST_TRIES
                                + " tries: request it again when its service is well",
                        now);
    }

    private static ActionMove unknown(Instant now) {
        return Moves.end(
                ActionState.UNKNOWN,
                "answer-lost",
                "Microsoft's answer was lost and nothing tells whether it was done: look at the target in the portal, then"
                        + " request it again if it is needed",
                now);
    }

    private static boolean ours(MachineAction action, ActionRecord record) {
        return action.comment().contains(ActionSender.marker(record.id()));
    }

    static int tries(ActionRecord record) {
        String tries = record.fact("tries");
        return tries == null ? 0 : Integer.parseInt(tries);
    }

    private static Duration longer(Duration wait) {
        return wait.compareTo(SOON) < 0 ? SOON : wait;
    }
}
