package io.defenderrelay.remediation;

import io.defenderrelay.microsoft.MachineAction;
import io.defenderrelay.microsoft.MachineActionQuery;
import io.defenderrelay.microsoft.Submission;
import io.defenderrelay.model.ActionKind;
import io.defenderrelay.store.ActionMove;
import io.defenderrelay.store.ActionRecord;
import io.defenderrelay.store.ActionState;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Follows what Microsoft took on: many machine actions by one list, everything else by its effect. */
final class ActionTracker {
    private static final Duration DEVICE_GONE = Duration.ofHours(74);
    private static final Duration EFFECT_GONE = Duration.ofMinutes(15);
    private static final Duration DEVICE_SILENT = Duration.ofMinutes(15);
    private static final Duration SKEW = Duration.ofMinutes(10);
    private static final int FEW = 2;
    private static final int MOST_SINGLE = 10;

    private final Microsoft microsoft;
    private final Effect effect;

    ActionTracker(Microsoft microsoft) {
        this.microsoft = microsoft;
        this.effect = new Effect(microsoft);
    }

    /**
     * What Microsoft says of the machine actions of these records, by the action's id. A record that is not among them is one
     * of which Microsoft says nothing now.
     */
    Map<String, MachineAction> look(Session session, List<ActionRecord> records) {
        Map<String, MachineAction> found = new HashMap<>();
        Set<String> wanted = new HashSet<>();
        records.forEach(record -> wanted.add(record.required("remoteId")));
        if (records.size() > FEW) {
            Instant oldest = records.stream()
                    .map(record -> Objects.requireNonNull(record.time("submittedAt")))
                    .min(Comparator.naturalOrder())
                    .orElseThrow();
            MachineActionQuery query = new MachineActionQuery(oldest.minus(SKEW), null, null);
            session.read(
                    signIn -> microsoft.machineActions().createdSince(signIn, query, session.deadline(), action -> {
                        if (wanted.contains(action.id())) {
                            found.put(action.id(), action);
                        }
                    }));
        }
        wanted.removeAll(found.keySet());
        for (String id : wanted.stream().limit(MOST_SINGLE).toList()) {
            Optional<MachineAction> action =
                    session.read(signIn -> microsoft.machineActions().get(signIn, id, session.deadline()));
            action.ifPresent(known -> found.put(id, known));
        }
        return found;
    }

    /** The transition of a machine action; empty when nothing has changed. */
    Optional<ActionMove> machine(ActionRecord record, @Nullable MachineAction action, Instant now) {
        if (action == null || action.status() == MachineAction.Status.OTHER) {
            return overdue(record, DEVICE_GONE, now);
        }
        String status = action.status().name().toLowerCase(Locale.ROOT);
        return switch (action.status()) {
            case SUCCEEDED -> Optional.of(ended(ActionState.SUCCEEDED, "done", null, status, now));
            case FAILED ->
                Optional.of(ended(
                        ActionState.FAILED,
                        "failed-on-device",
                        "Microsoft says that it failed on the device"
                                + (action.failure() == null ? "" : ": " + action.failure())
                                + "; see the device's action centre, then request it again",
                        status,
                        now));
            case TIMED_OUT ->
                Optional.of(ended(
                        ActionState.TIMED_OUT,
                        "timed-out",
                        "The device did not answer in Microsoft's time: request it again when it is online",
                        status,
                        now));
            case CANCELLED -> Optional.of(ended(ActionState.CANCELLED, "cancelled", "It was cancelled", status, now));
            case PENDING -> waiting(record, status, now).or(() -> overdue(record, DEVICE_GONE, now));
            case IN_PROGRESS ->
                status.equals(record.fact("remoteStatus")) && record.state() == ActionState.RUNNING
                        ? overdue(record, DEVICE_GONE, now)
                        : Optional.of(new ActionMove(
                                ActionState.RUNNING,
                                "in progress",
                                Moves.RELAY,
                                Map.of("remoteStatus", status),
                                next(record, now),
                                null));
            case OTHER -> Optional.empty();
        };
    }

    /** The transition of an action on a user; empty when its effect does not show yet. */
    Optional<ActionMove> user(Session session, ActionRecord record, Instant now) {
        return effect.shows(session, record)
                ? Optional.of(Moves.end(ActionState.SUCCEEDED, "done", "Its effect was read back", now))
                : overdue(record, EFFECT_GONE, now);
    }

    /**
     * Asks Microsoft to cancel a machine action, which is followed to its end all the same; empty when it is not known whether
     * Microsoft heard it, so that it is asked again.
     */
    Optional<ActionMove> cancel(Session session, ActionRecord record, Instant now) {
        String comment = "Cancelled by " + record.fact("cancelledBy") + " " + ActionSender.marker(record.id());
        Submission answer = microsoft
                .machineActions()
                .cancel(session.responder(), record.required("remoteId"), comment, session.deadline());
        Map<String, @Nullable String> changes = new HashMap<>();
        if (answer instanceof Submission.Refused refused) {
            changes.put("cancelRequested", null);
            changes.put("detail", refused.detail());
            return Optional.of(new ActionMove(record.state(), "cancel refused", Moves.RELAY, changes, now, null));
        }
        if (answer instanceof Submission.Postponed || answer instanceof Submission.Unclear) {
            return Optional.empty();
        }
        changes.put("cancelSent", "true");
        return Optional.of(
                new ActionMove(record.state(), "cancel sent", Moves.RELAY, changes, now.plusSeconds(10), null));
    }

    /** When to look again: often at first. */
    static Instant next(ActionRecord record, Instant now) {
        Duration age = age(record, now);
        if (age.compareTo(Duration.ofMinutes(2)) < 0) {
            return now.plusSeconds(15);
        }
        boolean young = age.compareTo(Duration.ofMinutes(15)) < 0;
        boolean device = record.kind().subject() == ActionKind.Subject.DEVICE;
        return now.plus(young || !device ? Duration.ofMinutes(1) : Duration.ofMinutes(5));
    }

    private static Optional<ActionMove> waiting(ActionRecord record, String status, Instant now) {
        boolean silent = age(record, now).compareTo(DEVICE_SILENT) >= 0;
        if (silent && record.state() == ActionState.RUNNING) {
            return Optional.of(new ActionMove(
                    ActionState.WAITING_FOR_DEVICE,
                    "waiting for device",
                    Moves.RELAY,
                    Map.of(
                            "remoteStatus",
                            status,
                            "detail",
                            "The device has not answered yet: Microsoft tries for up to three days; it can be cancelled"),
                    next(record, now),
                    null));
        }
        return Optional.empty();
    }

    private static Optional<ActionMove> overdue(ActionRecord record, Duration horizon, Instant now) {
        if (age(record, now).compareTo(horizon) < 0) {
            return Optional.empty();
        }
        String status = record.fact("remoteStatus");
        return Optional.of(Moves.end(
                ActionState.UNKNOWN,
                "not-finished",
                "Microsoft took it and did not finish it in its time"
                        + (status == null ? "" : " (last status " + status + ")")
                        + ": look at the target in the portal",
                now));
    }

    private static ActionMove ended(
            ActionState state, String code, @Nullable String detail, String status, Instant now) {
        ActionMove end = Moves.end(state, code, detail, now);
        Map<String, @Nullable String> changes = new HashMap<>(end.changes());
        changes.put("remoteStatus", status);
        return new ActionMove(end.to(), end.event(), end.by(), changes, now, null);
    }

    private static Duration age(ActionRecord record, Instant now) {
        Instant sent = record.time("submittedAt");
        return sent == null ? Duration.ZERO : Duration.between(sent, now);
    }
}
