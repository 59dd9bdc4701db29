package io.defenderrelay.remediation;

import io.defenderrelay.aws.Vault;
import io.defenderrelay.microsoft.MachineAction;
import io.defenderrelay.model.ActionKind;
import io.defenderrelay.problem.ConnectorException;
import io.defenderrelay.problem.StoreException;
import io.defenderrelay.problem.UpstreamException;
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
    private Duration lost = Duration.ZERO;
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
        this.check = new ActionCheck(parts.microsoft());
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
        records.stream().filter(ActionRun::agreed).forEach(this::steps);
        follow(records.stream().filter(this::followed).toList());
        records.stream().filter(record -> !agreed(record) && !followed(record)).forEach(this::steps);
        store.actions().findAll(alias, ids).stream().filter(this::readable).forEach(this::finish);
        Instant soonest = next;
        if (soonest != null && !hangs()) {
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

    /** Whether somebody waits for it to be sent: it goes before what only is to be checked or looked at. */
    private static boolean agreed(ActionRecord record) {
        return record.state() == ActionState.APPROVED || record.state() == ActionState.SUBMITTING;
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
            lost = lost.plus(Duration.between(now, now()));
            records.forEach(record -> blocked(record, problem));
        } catch (RuntimeException defect) {
            UpstreamException problem = unforeseen(defect);
            records.forEach(record -> blocked(record, problem));
        }
    }

    /** A Microsoft that does not answer takes one step's time of a run, and not all runs that there may be. */
    private boolean hangs() {
        return lost.compareTo(STEP) >= 0;
    }

    private void steps(ActionRecord first) {
        ActionRecord record = first;
        for (int step = 0; step < MOST_STEPS && due(record); step++) {
            Instant now = now();
            if (record.state().ended() || !now.plus(STEP).isBefore(end) || hangs()) {
                return;
            }
            Optional<ActionRecord> claimed = store.actions().claim(record, now, now.plus(CLAIM));
            if (claimed.isEmpty()) {
                return;
            }
            Optional<ActionRecord> after = step(claimed.get(), now);
            if (after.isEmpty()) {
                return;
            }
            record = after.get();
        }
    }

    /** Empty when the action is not to be looked at any more in this run. */
    private Optional<ActionRecord> step(ActionRecord record, Instant since) {
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
                case SUBMITTING -> move(record, submission.recovered(session(), record, now()));
                case RUNNING, WAITING_FOR_DEVICE -> running(record);
                default -> Optional.empty();
            };
        } catch (StoreException failure) {
            throw failure;
        } catch (ConnectorException problem) {
            lost = lost.plus(Duration.between(since, now()));
            return blocked(record, problem);
        } catch (RuntimeException defect) {
            return blocked(record, unforeseen(defect));
        }
    }

    /** Whatever is wrong with one action keeps none of the others. */
    private static UpstreamException unforeseen(RuntimeException defect) {
        String message = "The relay failed at an action (" + defect.getClass().getSimpleName() + "): report this";
        return new UpstreamException(UpstreamException.Reason.FAILED, message, defect);
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

    /** What stands in the way is written down if a person can mend it; else the action waits, until its time is over. */
    private Optional<ActionRecord> blocked(ActionRecord record, ConnectorException problem) {
        error = problem;
        Obstacle obstacle = new Obstacle(record, problem, now());
        Optional<ActionMove> move = obstacle.move();
        if (move.isPresent()) {
            return move(record, move.get());
        }
        store.actions().postpone(record, obstacle.again());
        return Optional.empty();
    }

    private Optional<ActionRecord> keep(ActionRecord record, Optional<ActionMove> move, Instant now) {
        if (move.isPresent()) {
            return move(record, move.get());
        }
        if (Obstacle.was(record)) {
            return move(record, Obstacle.gone(record, ActionTracker.next(record, now)));
        }
        store.actions().postpone(record, ActionTracker.next(record, now));
        return Optional.empty();
    }

    private Optional<ActionRecord> move(ActionRecord record, ActionMove move) {
        Optional<ActionRecord> after = store.actions().move(record, move, now());
        moved += after.isPresent() ? 1 : 0;
        return after;
    }

    private boolean due(ActionRecord record) {
        return !record.state().ended() && !now().isBefore(record.dueAt());
    }

    private static boolean device(ActionRecord record) {
        return record.kind().subject() == ActionKind.Subject.DEVICE;
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
