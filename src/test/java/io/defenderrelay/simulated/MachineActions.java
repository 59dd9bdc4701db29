package io.defenderrelay.simulated;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The actions on devices, by whomever they were asked for, and how fast they go. Safe for many threads. */
public final class MachineActions {

    private static final int FIRST_INVESTIGATION = 63004;

    private final Supplier<Instant> now;
    private final Machines machines;
    private final DefenderLimits limits;
    private final Map<String, MachineAction> actions = new LinkedHashMap<>();
    private final List<ExecutedAction> executed = new ArrayList<>();
    private MachineAction.Pace pace = usualPace();
    private Duration unseen = Duration.ofSeconds(5);
    private boolean joining;

    MachineActions(Supplier<Instant> now, Machines machines, DefenderLimits limits) {
        this.now = now;
        this.machines = machines;
        this.limits = limits;
    }

    /** How long new actions are Pending and then InProgress. Default 10 s and 60 s. */
    public synchronized MachineActions takes(Duration pending, Duration inProgress) {
        this.pace = new MachineAction.Pace(pending, inProgress);
        return this;
    }

    /** How long a new action is neither read nor listed. Default 5 s. */
    public synchronized MachineActions unseenFor(Duration time) {
        this.unseen = time;
        return this;
    }

    /** Whether the like of an open action is answered with that one, and not with 400. Default no. */
    public synchronized MachineActions joinDuplicates(boolean join) {
        this.joining = join;
        return this;
    }

    /** Whether Defender for Endpoint answers 429 above its documented numbers of calls. Default no. */
    public MachineActions limits(boolean enforced) {
        limits.on(enforced);
        return this;
    }

    /** Lets an analyst start such an action, for example Isolate, in the portal; seen at once. Returns its id. */
    public String portal(String type, String machineId) {
        return portal(type, machineId, null, "By hand");
    }

    /** Lets an analyst start such an action with this scope, for example Full, and comment. */
    public synchronized String portal(String type, String machineId, @Nullable String scope, String comment) {
        ActionKind.Order order = new ActionKind.Order(type, comment, scope, null);
        MachineAction.Origin origin =
                new MachineAction.Origin("analyst@" + SimulatedTenant.DOMAIN, "Portal", now.get());
        return add(machines.machine(machineId), order, origin, Duration.ZERO).id();
    }

    /** Every action that was really created through the interface, in order; investigations, too. */
    public synchronized List<ExecutedAction> executed() {
        return List.copyOf(executed);
    }

    /** The status of an action now, seen or not. */
    public synchronized String status(String id) {
        MachineAction action = actions.get(id);
        if (action == null) {
            throw new NoSuchElementException("No action has the id " + id);
        }
        return action.state(now.get()).status();
    }

    /** A new action, or the open one like it when those are joined; empty when there is one and they are not. */
    synchronized Optional<MachineAction> order(Machine machine, ActionKind.Order order, String clientId, Instant at) {
        String machineId = machine.text("id");
        Optional<MachineAction> open = actions.values().stream()
                .filter(action -> action.isOf(order.type(), machineId))
                .filter(action -> action.state(at).open())
                .findFirst();
        if (open.isPresent()) {
            return open.filter(action -> joining);
        }
        MachineAction action = add(machine, order, new MachineAction.Origin(clientId, "PublicApi", at), unseen);
        executed(action.id(), machine, order, clientId, at);
        return Optional.of(action);
    }

    synchronized ObjectNode investigate(Machine machine, ActionKind.Order order, String clientId, Instant at) {
        ObjectNode investigation = Recorded.json("endpoint/investigation.json");
        String id = String.valueOf(FIRST_INVESTIGATION + executed.size());
        investigation.remove("@odata.context");
        investigation
                .put("id", id)
                .put("startTime", Ticks.text(at))
                .put("machineId", machine.text("id"))
                .put("computerDnsName", machine.text("computerDnsName"))
                .putNull("triggeringAlertId");
        executed(id, machine, order, clientId, at);
        return investigation;
    }

    synchronized Optional<MachineAction> seen(String id, Instant at) {
        return Optional.ofNullable(actions.get(id))
                .filter(action -> !action.course().visibleAt().isAfter(at));
    }

    /** Those that can be listed, the last one first. */
    synchronized List<MachineAction> seen(Instant at) {
        List<MachineAction> seen = new ArrayList<>();
        for (String id : actions.keySet()) {
            seen(id, at).ifPresent(action -> seen.add(0, action));
        }
        return seen;
    }

    synchronized MachineAction cancel(MachineAction action, MachineAction.Ending ending) {
        MachineAction cancelled = action.cancelled(ending);
        actions.put(action.id(), cancelled);
        return cancelled;
    }

    synchronized void reset() {
        actions.clear();
        executed.clear();
        pace = usualPace();
        unseen = Duration.ofSeconds(5);
        joining = false;
        limits.on(false);
    }

    private MachineAction add(
            Machine machine, ActionKind.Order order, MachineAction.Origin origin, Duration unseenFor) {
        MachineAction.Course course =
                new MachineAction.Course(origin.at().plus(unseenFor), machine.pace(pace), machine.takeFailure());
        String id = UUID.randomUUID().toString();
        MachineAction action = new MachineAction(id, machine, order, origin, course, null);
        actions.put(id, action);
        return action;
    }

    private void executed(String id, Machine machine, ActionKind.Order order, String clientId, Instant at) {
        String machineId = machine.text("id");
        executed.add(new ExecutedAction(id, machineId, order.type(), order.scope(), order.comment(), clientId, at));
    }

    private static MachineAction.Pace usualPace() {
        return new MachineAction.Pace(Duration.ofSeconds(10), Duration.ofSeconds(60));
    }
}
