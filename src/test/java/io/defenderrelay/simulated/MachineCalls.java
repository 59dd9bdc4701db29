package io.defenderrelay.simulated;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Answers {@code /api/machines}: devices and the actions that are asked for on them. */
final class MachineCalls {

    static final Set<String> READ = Set.of("Machine.Read.All", "Machine.ReadWrite.All");

    private static final DefenderFilter FILTER = new DefenderFilter(
            Set.of(
                    "computerDnsName",
                    "id",
                    "version",
                    "deviceValue",
                    "exposureLevel",
                    "onboardingStatus",
                    "lastIpAddress",
                    "healthStatus",
                    "osPlatform",
                    "riskScore"),
            Set.of("aadDeviceId"),
            Set.of("lastSeen"));

    private final Machines machines;
    private final MachineActions actions;
    private final DefenderList list;
    private final DefenderList actionList;
    private final DefenderList investigations;

    MachineCalls(Machines machines, MachineActions actions, Supplier<URI> endpoint) {
        this.machines = machines;
        this.actions = actions;
        this.list = new DefenderList("Machines", FILTER, "lastSeen", endpoint);
        this.actionList = ActionCalls.list(endpoint);
        this.investigations = new DefenderList("Investigations", FILTER, "", endpoint);
    }

    List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        routes.add(Route.of(Target.MACHINES, Route.defender("GET", "/machines"), READ, this::page));
        routes.add(Route.of(Target.MACHINES, Route.defender("GET", "/machines/{}"), READ, this::read));
        for (ActionKind kind : ActionKind.values()) {
            routes.add(Route.of(
                    Target.MACHINE_ACTION_POST,
                    Route.defender("POST", "/machines/{}/" + kind.path()),
                    Set.of(kind.role()),
                    asked -> act(kind, asked)));
        }
        return routes;
    }

    private Answer page(Asked asked) {
        List<ObjectNode> rows = new ArrayList<>();
        machines.all().forEach(machine -> rows.add(machine.json()));
        rows.sort(Collections.reverseOrder(
                java.util.Comparator.comparing(row -> row.path("lastSeen").asText())));
        Answer page = list.page(asked.call(), rows);
        boolean empty = DefenderList.isEmpty(RecordBytes.tree(page.body().plain()));
        return empty && machines.emptyIsNotFound() ? DefenderErrors.notFound("Machine") : page;
    }

    private Answer read(Asked asked) {
        return machines.find(asked.id())
                .map(machine -> list.one(200, machine.json()))
                .orElseGet(() -> notFound(asked));
    }

    private Answer act(ActionKind kind, Asked asked) {
        Machine machine = machines.find(asked.id()).orElse(null);
        if (machine == null || machine.takeUnknown()) {
            return notFound(asked);
        }
        ActionKind.Order order = kind.order(asked.json());
        String platform = machine.text("osPlatform");
        if (!kind.fits(platform, order)) {
            throw new InvalidQuery(
                    "OsPlatformNotSupported", "OS Platform " + platform + " is not supported for this action.");
        }
        if (kind == ActionKind.INVESTIGATE) {
            ObjectNode investigation = actions.investigate(machine, order, asked.clientId(), asked.at());
            return investigations.one(201, investigation);
        }
        return actions.order(machine, order, asked.clientId(), asked.at())
                .map(action -> actionList.one(201, action.json(asked.at())))
                .orElseThrow(() -> new InvalidQuery("ActiveRequestAlreadyExists", "Action is already in progress"));
    }

    private static Answer notFound(Asked asked) {
        return DefenderErrors.notFound("Machine " + asked.id());
    }
}
