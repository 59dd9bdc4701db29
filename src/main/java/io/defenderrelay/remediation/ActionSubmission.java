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
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What follows from how Microsoft answered, or from what is found of an action whose answer was lost. */
final class ActionSubmission {
    /** How long a call may take, and how long after that an action may need to become visible. */
    static final Duration VISIBLE = Duration.ofSeconds(60);

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration LATER = Duration.ofMinutes(5);
    /** Longer than Microsoft asks for, nobody waits before it looks again. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);
    /** What Microsoft's clock and ours may differ by. */
    private static final Duration SKEW = Duration.ofMinutes(2);

    private static final Duration OPEN_FOR = Duration.ofDays(4);
    private static final int MOST_LOSSES = 3;

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
            return Moves.again(postponed.detail(), now, within(postponed.retryAfter()));
        }
        Map<String, @Nullable String> changes = new HashMap<>();
        changes.put("detail", ((Submission.Unclear) answer).detail());
        Instant until = record.until();
        return new ActionMove(ActionState.SUBMITTING, "answer lost", Moves.RELAY, changes, until.plus(VISIBLE), until);
    }

    /**
     * The transition of an action that was being sent when its worker ended, or whose answer was lost.
     *
     * @throws io.defenderrelay.problem.ConnectorException when Microsoft does not tell
     */
    ActionMove recovered(Session session, ActionRecord record, Instant now) {
        return switch (record.kind().subject()) {
            case DEVICE ->
                record.kind() == ActionKind.START_INVESTIGATION
                        ? unknown(now)
                        : foundMachineAction(session, record, now);
            case USER ->
                record.kind() == ActionKind.FORCE_PASSWORD_CHANGE ? unknown(now) : shownOrAgain(session, record, now);
            case MAIL -> unknown(now);
            case INDICATOR -> shownOrAgain(session, record, now);
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
                MachineAction action = Objects.requireNonNull(accepted.action());
                yield begunHere(action, record)
                        ? Moves.follow(changes, "sent", now.plus(SOON))
                        : othersAction(record, action, now);
            }
        };
    }

    /** Ours by its mark; without any comment, by not being older than our request. */
    private static boolean begunHere(MachineAction action, ActionRecord record) {
        Instant sent = record.time("submittedAt");
        boolean older =
                action.createdAt() != null && sent != null && action.createdAt().isBefore(sent.minus(SKEW));
        return ours(action, record) || (action.comment().isBlank() && !older);
    }

    /** An action of this kind was open on the device already. */
    private ActionMove joined(Session session, ActionRecord record, Submission.AlreadyOpen open, Instant now) {
        if (ActionSender.actionType(record.kind()).isEmpty()) {
            return Moves.end(ActionState.FAILED, "already-open", open.detail(), now);
        }
        List<MachineAction> newest = newest(session, record, now.minus(OPEN_FOR));
        Optional<MachineAction> ours =
                newest.stream().filter(action -> ours(action, record)).findFirst();
        if (ours.isPresent()) {
            return found(ours.get(), now);
        }
        return newest.stream()
                .filter(action -> !action.status().ended())
                .findFirst()
                .map(action -> othersAction(record, action, now))
                .orElseGet(() -> lost(record, open.detail(), "already-open", now, VISIBLE));
    }

    private static ActionMove found(MachineAction ours, Instant now) {
        Map<String, @Nullable String> changes = new HashMap<>();
        changes.put("remoteId", ours.id());
        changes.put("detail", null);
        return Moves.follow(changes, "found", now);
    }

    /** Somebody else's is followed if it does what ours would; if it does something else, ours has to wait for its end. */
    private static ActionMove othersAction(ActionRecord record, MachineAction action, Instant now) {
        if (!does(action, record)) {
            return Moves.again(
                    "Another " + record.kind().word()
                            + " is open on the device, for another file or with another scope: this one is sent when"
                            + " that one has ended",
                    now,
                    VISIBLE);
        }
        Map<String, @Nullable String> changes = new HashMap<>();
        changes.put("remoteId", action.id());
        changes.put("adopted", "true");
        changes.put(
                "detail",
                "The same action was open already, begun by another request or by somebody else: it is followed, and not"
                        + " ours to cancel");
        return Moves.follow(changes, "adopted", now.plus(SOON));
    }

    /** Whether it does what the record asks for. A file that Microsoft does not name is another one, a scope is the same. */
    private static boolean does(MachineAction action, ActionRecord record) {
        String said =
                switch (record.kind()) {
                    case STOP_AND_QUARANTINE_FILE -> String.valueOf(action.sha1());
                    case ISOLATE_DEVICE, SCAN_DEVICE -> action.scope();
                    default -> null;
                };
        return said == null || said.equalsIgnoreCase(record.fact("option"));
    }

    private static ActionMove refused(ActionRecord record, Submission.Refused refused, Instant now) {
        String code = refused.reason().name().toLowerCase(Locale.ROOT).replace('_', '-');
        // Microsoft was seen to deny machines that it knows for a moment.
        boolean device = record.kind().subject() == ActionKind.Subject.DEVICE;
        return refused.reason() == Refusal.NOT_FOUND && device
                ? lost(record, refused.detail(), code, now, SOON)
                : Moves.end(ActionState.FAILED, code, refused.detail(), now);
    }

    private ActionMove foundMachineAction(Session session, ActionRecord record, Instant now) {
        Instant requested = record.time("requestedAt");
        List<MachineAction> listed = newest(session, record, (requested == null ? now : requested).minus(SKEW));
        Optional<MachineAction> ours =
                listed.stream().filter(action -> ours(action, record)).findFirst();
        return ours.map(action -> found(action, now)).orElseGet(() -> notDone(record, now));
    }

    /** The actions of this kind on this machine, the newest first. */
    private List<MachineAction> newest(Session session, ActionRecord record, Instant since) {
        MachineActionQuery query = new MachineActionQuery(
                since,
                record.required("targetId"),
                ActionSender.actionType(record.kind()).orElseThrow());
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
        String why = "Its answer was lost, and a look-up found that it was not done";
        return lost(record, why, "not-sent", now, Duration.ZERO);
    }

    /** To be sent again, unless that was in vain too often. */
    private static ActionMove lost(ActionRecord record, String why, String code, Instant now, Duration wait) {
        int losses = number(record, "losses") + 1;
        if (losses >= MOST_LOSSES) {
            String advice = " (" + losses + " times): request it again when Microsoft's service is well";
            return Moves.end(ActionState.FAILED, code, why + advice, now);
        }
        ActionMove again = Moves.again(why + ": it is sent again", now, wait);
        Map<String, @Nullable String> changes = new HashMap<>(again.changes());
        changes.put("losses", String.valueOf(losses));
        return new ActionMove(again.to(), again.event(), again.by(), changes, again.dueAt(), null);
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
        return number(record, "tries");
    }

    private static int number(ActionRecord record, String fact) {
        String number = record.fact(fact);
        return number == null ? 0 : Integer.parseInt(number);
    }

    private static Duration within(Duration wait) {
        if (wait.compareTo(SOON) < 0) {
            return SOON;
        }
        return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }
}
