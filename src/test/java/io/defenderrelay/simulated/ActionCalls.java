package io.defenderrelay.simulated;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Answers {@code /api/machineactions}: how actions go, their end before their time, and their packages. */
final class ActionCalls {

    private static final DefenderFilter FILTER = new DefenderFilter(
            Set.of("status", "machineId", "type", "requestor"), Set.of("id"), Set.of("creationDateTimeUtc"));
    private static final Set<String> CANCEL = Set.of(
            "Machine.CollectForensics",
            "Machine.Isolate",
            "Machine.RestrictExecution",
            "Machine.Scan",
            "Machine.Offboard",
            "Machine.StopAndQuarantine",
            "Machine.LiveResponse");

    private final MachineActions actions;
    private final DefenderList list;

    ActionCalls(MachineActions actions, Supplier<URI> endpoint) {
        this.actions = actions;
        this.list = list(endpoint);
    }

    static DefenderList list(Supplier<URI> endpoint) {
        return new DefenderList("MachineActions", FILTER, "creationDateTimeUtc", endpoint);
    }

    List<Route> routes() {
        Set<String> read = MachineCalls.READ;
        return List.of(
                Route.of(Target.MACHINE_ACTIONS, Route.defender("GET", "/machineactions"), read, this::page),
                Route.of(Target.MACHINE_ACTIONS, Route.defender("GET", "/machineactions/{}"), read, this::read),
                Route.of(
                        Target.MACHINE_ACTION_CANCEL,
                        Route.defender("POST", "/machineactions/{}/cancel"),
                        CANCEL,
                        this::cancel),
                Route.of(
                        Target.PACKAGE_URI,
                        Route.defender("GET", "/machineactions/{}/getPackageUri"),
                        read,
                        this::packageUri));
    }

    /** Lists name the last update otherwise than single reads do, as the documentation's examples do. */
    private Answer page(Asked asked) {
        List<ObjectNode> rows = actions.seen(asked.at()).stream()
                .map(action -> action.json(asked.at()))
                .toList();
        rows.forEach(row -> row.set("lastUpdateTimeUtc", row.remove("lastUpdateDateTimeUtc")));
        return list.page(asked.call(), rows);
    }

    private Answer read(Asked asked) {
        return actions.seen(asked.id(), asked.at())
                .map(action -> list.one(200, action.json(asked.at())))
                .orElseGet(() -> notFound(asked));
    }

    private Answer cancel(Asked asked) {
        JsonNode comment = asked.json().path("Comment");
        if (comment.asText().isBlank()) {
            throw new InvalidQuery("MissingRequiredParameter", "Required parameter 'Comment' is missing");
        }
        MachineAction action = actions.seen(asked.id(), asked.at()).orElse(null);
        if (action == null) {
            return notFound(asked);
        }
        if (!action.state(asked.at()).open()) {
            throw new InvalidQuery("BadRequest", "Action is already completed");
        }
        MachineAction cancelled =
                actions.cancel(action, new MachineAction.Ending(asked.clientId(), comment.asText(), asked.at()));
        return list.one(200, cancelled.json(asked.at()));
    }

    private Answer packageUri(Asked asked) {
        boolean ready = actions.seen(asked.id(), asked.at())
                .filter(action -> action.order().type().equals(ActionKind.COLLECT.type()))
                .filter(action -> action.state(asked.at()).status().equals("Succeeded"))
                .isPresent();
        return ready
                ? Answer.json(
                        200, Body.of(Recorded.json("endpoint/package-uri.json").toString()))
                : DefenderErrors.notFound("Package of action " + asked.id());
    }

    private static Answer notFound(Asked asked) {
        return DefenderErrors.notFound("Machine action " + asked.id());
    }
}
