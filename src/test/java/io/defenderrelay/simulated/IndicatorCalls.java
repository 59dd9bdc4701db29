package io.defenderrelay.simulated;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Answers {@code /api/indicators}. Who holds Ti.ReadWrite alone sees and deletes its own only. */
final class IndicatorCalls {

    private static final Set<String> ROLES = Set.of("Ti.ReadWrite", "Ti.ReadWrite.All");
    private static final DefenderFilter FILTER = new DefenderFilter(
            Set.of(
                    "indicatorValue",
                    "indicatorType",
                    "action",
                    "title",
                    "application",
                    "severity",
                    "createdBy",
                    "createdByDisplayName"),
            Set.of(),
            Set.of("expirationTime", "creationTimeDateTimeUtc"));
    private static final List<String> REQUIRED =
            List.of("indicatorValue", "indicatorType", "action", "title", "description");
    private static final Set<String> ACTIONS =
            Set.of("Allowed", "Audit", "Block", "BlockAndRemediate", "Warn", "Alert", "AlertAndBlock");
    private static final Set<String> OPTIONAL = Set.of(
            "application",
            "expirationTime",
            "severity",
            "recommendedActions",
            "rbacGroupNames",
            "educateUrl",
            "generateAlert");

    private final Indicators indicators;
    private final DefenderList list;

    IndicatorCalls(Indicators indicators, Supplier<URI> endpoint) {
        this.indicators = indicators;
        this.list = new DefenderList("Indicators", FILTER, "creationTimeDateTimeUtc", endpoint);
    }

    List<Route> routes() {
        return List.of(
                Route.of(Target.INDICATORS, Route.defender("GET", "/indicators"), ROLES, this::page),
                Route.of(Target.INDICATOR_WRITE, Route.defender("POST", "/indicators"), ROLES, this::submit),
                Route.of(Target.INDICATOR_WRITE, Route.defender("DELETE", "/indicators/{}"), ROLES, this::delete));
    }

    private Answer page(Asked asked) {
        return list.page(asked.call(), indicators.newestFirst(indicator -> mayTouch(asked, indicator)));
    }

    private Answer submit(Asked asked) {
        ObjectNode body = asked.json();
        check(body);
        String time = Ticks.text(asked.at(), 7);
        ObjectNode defaults = JsonNodeFactory.instance
                .objectNode()
                .put("createdBy", asked.clientId())
                .put("source", asked.clientId())
                .put("sourceType", "AadApp")
                .put("createdBySource", "PublicApi")
                .put("creationTimeDateTimeUtc", time)
                .put("severity", "Informational")
                .put("generateAlert", false)
                .putNull("expirationTime");
        body.put("lastUpdateTime", time).put("lastUpdatedBy", asked.clientId());
        return list.one(200, indicators.submit(body, defaults));
    }

    private Answer delete(Asked asked) {
        boolean there = indicators
                .find(asked.id())
                .filter(indicator -> mayTouch(asked, indicator))
                .isPresent();
        return there && indicators.remove(asked.id())
                ? Answer.json(204, Body.of(""))
                : DefenderErrors.notFound("Indicator " + asked.id());
    }

    private static boolean mayTouch(Asked asked, ObjectNode indicator) {
        return asked.holds(Set.of("Ti.ReadWrite.All"))
                || indicator.path("createdBy").asText().equals(asked.clientId());
    }

    private static void check(ObjectNode body) {
        for (String name : (Iterable<String>) body::fieldNames) {
            if (!REQUIRED.contains(name) && !OPTIONAL.contains(name)) {
                throw Api.DEFENDER.unreadable();
            }
        }
        for (String name : REQUIRED) {
            if (body.path(name).asText().isBlank()) {
                throw new InvalidQuery("MissingRequiredParameter", "Required parameter '" + name + "' is missing");
            }
        }
        if (!ACTIONS.contains(body.path("action").asText())) {
            throw new InvalidQuery("InvalidInput", "Indicator action is invalid.");
        }
        if (body.path("action").asText().equals("Audit")
                && !body.path("generateAlert").asBoolean()) {
            throw new InvalidQuery("InvalidInput", "Audit needs generateAlert.");
        }
        IndicatorValue.check(
                body.path("indicatorType").asText(), body.path("indicatorValue").asText());
    }
}
