package io.defenderrelay.remediation;

import io.defenderrelay.aws.Vault;
import io.defenderrelay.microsoft.MachineAction;
import io.defenderrelay.model.ActionKind;
import io.defenderrelay.problem.ConfigurationException;
import io.defenderrelay.problem.ConnectorException;
import io.defenderrelay.problem.PermissionException;
import io.defenderrelay.problem.SignInException;
import io.defenderrelay.problem.StoreException;
import io.defenderrelay.problem.ThrottledException;
import io.defenderrelay.store.ActionMove;
import io.defenderrelay.store.ActionRecord;
import io.defenderrelay.store.ActionState;
import io.defenderrelay.store.Tenants;
import io.defenderrelay.tenant.Tenant;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One run of the worker for one tenant. Not for use by several threads. */
final class ActionRun {
    private static final int MOST_DUE = 300;
    private static final int MOST_STEPS = 4;
    /** For so long a worker owns an action that it is at. */
    private static final Duration CLAIM = Duration.ofSeconds(60);
    /** For so long one step may ask Microsoft: it ends before the claim does. */
    static final Duration STEP = Duration.ofSeconds(40);

    private static final Duration TICK = Duration.ofSeconds(55);
    private static final Duration PATIENCE = Duration.ofHours(1);
    private static final Duration LOOK_UP_PATIENCE = Duration.ofHours(24);
    /** Longer than Microsoft keeps any action open. */
    private static final Duration FOLLOWED = Duration.ofHours(75);

    private static final Duration RETRY = Duration.ofMinutes(1);

    private final Tenant tenant;
    private final Instant end;
    private final ActionRunner.Store store;
    private final Parts parts;
    private final ActionCheck check;
    private final ActionSending sending;
    private final ActionSubmission submission;
    private final ActionTracker tracker;
    private final ActionEvents events;
    private int moved;
    private int told;
    private @Nullable ConnectorException error;
    private @Nullable Instant next;

    /**
     * What every run is made of.
     *
     * @param timeout after which a run is surely over, since Lambda ends its process
     */
    record Parts(
            Tenants tenants, Microsoft microsoft, Vault vault, Clock clock, RandomGenerator random, Duration timeout) {}

    ActionRun(Tenant tenant, Instant end, ActionRunner.Store store, Parts parts) {
        this.tenant = tenant;
        this.end = end;
        this.store = store;
        this.parts = parts;
        this.check = new ActionCheck(new TargetCheck(parts.microsoft()));
        this.sending = new ActionSending(tenant, store, parts, check);
        this.submission = new ActionSubmission(parts.microsoft());
        this.tracker = new ActionTracker(parts.microsoft());
        this.events = new ActionEvents(store.actions(), store.bus());
    }

    ActionReport all() {
        String alias = tenant.alias();
        List<String> ids = store.actions().due(alias, now(), MOST_DUE);
        List<ActionRecord> records = store.actions().findAll(alias, ids).stream()
                .filter(this::readable)
                .toList();
        follow(records.stream().filter(this::followed).toList());
        for (ActionRecord record : records) {
            if (!followed(record)) {
                steps(record);
            }
        }
        store.actions().findAll(alias, ids).stream().filter(this::readable).forEach(this::finish);
        Instant soonest = next;
        if (soonest != null) {
            wake(alias, soonest.isBefore(now()) ? now() : soonest);
        }
        return new ActionReport(ids.size(), moved + sending.moved(), sending.sent(), told, error);
    }

    /** The next tick comes within a minute: what is due before needs one of its own. */
    private void wake(String alias, Instant soonest) {
        Instant now = now();
        Instant at = soonest.plusSeconds(1);
        if (at.isBefore(now.plus(TICK)) && store.actions().mayWake(alias, at, now)) {
            store.queue().send(WakeUps.of(alias), Duration.between(now, at));
        }
    }

    /** One that another version wrote, or somebody else, keeps none of the others. */
    private boolean readable(ActionRecord record) {
        try {
            return record.kind() != null && record.state() != null;
        } catch (StoreException unreadable) {
            error = unreadable;
            return false;
        }
    }

    /** Tells the bus what is new of an action, and remembers when it is due. */
    private void finish(ActionRecord record) {
        if (record.told() < record.version()) {
            try {
                told += events.tell(tenant, record);
            } catch (StoreException failure) {
                error = failure;
            }
        }
        if (!record.state().ended() && (next == null || record.dueAt().isBefore(next))) {
            next = record.dueAt();
        }
    }

    /** Whether it is a machine action that is only looked at. */
    private boolean followed(ActionRecord record) {
        boolean open = record.state() == ActionState.RUNNING || record.state() == ActionState.WAITING_FOR_DEVICE;
        boolean cancel = record.is("cancelRequested") && !record.is("cancelSent");
        return open && !cancel && device(record) && due(record);
    }

    private void follow(List<ActionRecord> records) {
        if (records.isEmpty()) {
            return;
        }
        Instant now = now();
        try {
            Map<String, MachineAction> found = tracker.look(session(), records);
            for (ActionRecord record : records) {
                keep(record, tracker.machine(record, found.get(record.required("remoteId")), now), now);
            }
        } catch (StoreException failure) {
            throw failure;
        } catch (ConnectorException problem) {
            records.forEach(record -> blocked(record, problem));
        }
    }

    private void steps(ActionRecord first) {
        ActionRecord record = first;
        for (int step = 0; step < MOST_STEPS && due(record); step++) {
            Instant now = now();
            if (record.state().ended() || !now.plus(STEP).isBefore(end)) {
                return;
            }
            Optional<ActionRecord> claimed = store.actions().claim(record, now, now.plus(CLAIM));
            if (claimed.isEmpty()) {
                return;
            }
            Optional<ActionRecord> after = step(claimed.get());
            if (after.isEmpty()) {
                return;
            }
            record = after.get();
        }
    }

    /** Empty when the action is not to be looked at any more in this run. */
    private Optional<ActionRecord> step(ActionRecord record) {
        try {
            return switch (record.state()) {
                case REQUESTED -> move(record, check.first(session(), record, sending.full(record.alias()), now()));
                case AWAITING_APPROVAL ->
                    move(
                            record,
                            Moves.end(
                                    ActionState.EXPIRED,
                                    "expired",
                                    "Nobody approved it in time: request it again",
                                    now()));
                case APPROVED -> sending.submit(record);
                case SUBMITTING -> keep(record, submission.recovered(session(), record, now()), now());
                case RUNNING, WAITING_FOR_DEVICE -> running(record);
                default -> Optional.empty();
            };
        } catch (StoreException failure) {
            throw failure;
        } catch (ConnectorException problem) {
            return blocked(record, problem);
        }
    }

    private Optional<ActionRecord> running(ActionRecord record) {
        if (device(record)) {
            Session session = session();
            MachineAction action = tracker.look(session, List.of(record)).get(record.required("remoteId"));
            Optional<ActionMove> ended = tracker.machine(record, action, now())
                    .filter(move -> move.to().ended());
            return keep(record, ended.or(() -> tracker.cancel(session, record, now())), now());
        }
        return keep(record, tracker.user(session(), record, now()), now());
    }

    /** What stands in the way: the action waits, until its time is over; what only a person can mend is written down. */
    private Optional<ActionRecord> blocked(ActionRecord record, ConnectorException problem) {
        error = problem;
        Instant now = now();
        String message = String.valueOf(problem.getMessage());
        boolean forPeople = problem instanceof PermissionException
                || problem instanceof SignInException
                || problem instanceof ConfigurationException;
        switch (record.state()) {
            case REQUESTED -> {
                if (forPeople) {
                    return move(
                            record,
                            Moves.end(ActionState.REFUSED, problem.type().code(), message, now));
                }
                if (older(record, "requestedAt", PATIENCE)) {
                    return move(
                            record, Moves.expired(record, now, "It could not be checked within an hour: " + message));
                }
            }
            case SUBMITTING -> {
                if (older(record, "submittedAt", LOOK_UP_PATIENCE)) {
                    return move(
                            record,
                            Moves.end(ActionState.UNKNOWN, problem.type().code(), message, now));
                }
            }
            case RUNNING, WAITING_FOR_DEVICE -> {
                if (older(record, "submittedAt", FOLLOWED)) {
                    return move(
                            record,
                            Moves.end(ActionState.UNKNOWN, problem.type().code(), message, now));
                }
            }
            default -> {
                // it is looked at again until its own time is over
            }
        }
        Instant again = now.plus(problem instanceof ThrottledException wait ? longer(wait.retryAfter()) : RETRY);
        if (forPeople && !message.equals(record.fact("detail"))) {
            return move(
                    record,
                    new ActionMove(record.state(), "blocked", Moves.RELAY, Map.of("detail", message), again, null));
        }
        store.actions().postpone(record, again);
        return Optional.empty();
    }

    private Optional<ActionRecord> keep(ActionRecord record, Optional<ActionMove> move, Instant now) {
        if (move.isPresent()) {
            return move(record, move.get());
        }
        store.actions().postpone(record, ActionTracker.next(record, now));
        return Optional.empty();
    }

    private Optional<ActionRecord> move(ActionRecord record, ActionMove move) {
        Optional<ActionRecord> after = store.actions().move(record, move, now());
        moved += after.isPresent() ? 1 : 0;
        return after;
    }

    private boolean older(ActionRecord record, String fact, Duration age) {
        Instant time = record.time(fact);
        return time != null && !now().isBefore(time.plus(age));
    }

    private boolean due(ActionRecord record) {
        return !record.state().ended() && !now().isBefore(record.dueAt());
    }

    private static boolean device(ActionRecord record) {
        return record.kind().subject() == ActionKind.Subject.DEVICE;
    }

    private static Duration longer(Duration wait) {
        return wait.compareTo(RETRY) < 0 ? RETRY : wait;
    }

    private Session session() {
        return new Session(tenant, parts.vault(), deadline());
    }

    private Instant deadline() {
        Instant step = now().plus(STEP);
        return step.isBefore(end) ? step : end;
    }

    private Instant now() {
        return parts.clock().instant();
    }
}
