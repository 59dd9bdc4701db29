package io.defenderrelay.function;

import io.defenderrelay.model.Kind;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the API answers: each a function, a method, a path and the parameters it takes. */
public enum Route {
    FEED(Api.READ, "GET", "/feed", "after limit kinds format", null),
    STATUS(Api.READ, "GET", "/status", "", null),
    ALERT(Api.READ, "GET", "/alerts/{id}", "format", Kind.ALERT),
    ALERT_REVISIONS(Api.READ, "GET", "/alerts/{id}/revisions", "after limit", Kind.ALERT),
    ALERT_REVISION(Api.READ, "GET", "/alerts/{id}/revisions/{revision}", "format", Kind.ALERT),
    ALERT_PARTS(Api.READ, "GET", "/alerts/{id}/revisions/{revision}/parts", "after", Kind.ALERT),
    INCIDENT(Api.READ, "GET", "/incidents/{id}", "format", Kind.INCIDENT),
    INCIDENT_ALERTS(Api.READ, "GET", "/incidents/{id}/alerts", "after limit", Kind.INCIDENT),
    INCIDENT_REVISIONS(Api.READ, "GET", "/incidents/{id}/revisions", "after limit", Kind.INCIDENT),
    INCIDENT_REVISION(Api.READ, "GET", "/incidents/{id}/revisions/{revision}", "format", Kind.INCIDENT),
    INCIDENT_PARTS(Api.READ, "GET", "/incidents/{id}/revisions/{revision}/parts", "after", Kind.INCIDENT),
    HUNT_TEMPLATES(Api.READ, "GET", "/hunt-templates", "", null),
    ASK_HUNT(Api.READ, "POST", "/hunts", "", null),
    ASK_RAW_HUNT(Api.READ, "POST", "/hunts/raw", "", null),
    HUNT(Api.READ, "GET", "/hunts/{id}", "", null),
    HUNT_ROWS(Api.READ, "GET", "/hunts/{id}/rows", "after limit format", null),
    CANCEL_HUNT(Api.READ, "DELETE", "/hunts/{id}", "", null),
    CHANGE_ALERT(Api.LIVE, "PATCH", "/alerts/{id}", "", Kind.ALERT),
    COMMENT_ON_ALERT(Api.LIVE, "POST", "/alerts/{id}/comments", "", Kind.ALERT),
    CHANGE_INCIDENT(Api.LIVE, "PATCH", "/incidents/{id}", "", Kind.INCIDENT),
    COMMENT_ON_INCIDENT(Api.LIVE, "POST", "/incidents/{id}/comments", "", Kind.INCIDENT),
    ACTIONS(Api.ACTIONS, "GET", "/actions", "state kind target requester from to limit after", null),
    REQUEST_ACTION(Api.ACTIONS, "POST", "/actions", "", null),
    ACTION(Api.ACTIONS, "GET", "/actions/{id}", "", null),
    ACTION_AUDIT(Api.ACTIONS, "GET", "/actions/{id}/audit", "after limit", null),
    APPROVE_ACTION(Api.ACTIONS, "POST", "/actions/{id}/approve", "", null),
    REJECT_ACTION(Api.ACTIONS, "POST", "/actions/{id}/reject", "", null),
    CANCEL_ACTION(Api.ACTIONS, "POST", "/actions/{id}/cancel", "", null),
    ACTION_PACKAGE(Api.LIVE, "GET", "/actions/{id}/package", "", null);

    private static final String BEFORE = "/v1/tenants/{tenant}";

    private final Api api;
    private final String method;
    private final String template;
    /** Names with a space between. */
    private final String parameters;

    private final @Nullable Kind kind;

    Route(Api api, String method, String path, String parameters, @Nullable Kind kind) {
        this.api = api;
        this.method = method;
        this.template = BEFORE + path;
        this.parameters = parameters;
        this.kind = kind;
    }

    /** Which function answers a route. */
    public enum Api {
        READ("api"),
        LIVE("live-api"),
        ACTIONS("action-api");

        private final String function;

        Api(String function) {
            this.function = function;
        }
    }

    /** The routes that one function answers. */
    static List<Route> of(Api api) {
        return Arrays.stream(values()).filter(route -> route.api == api).toList();
    }

    /** The methods that a path answers, whichever functions do it; none when the path is not ours. */
    static SortedSet<String> methods(List<String> segments) {
        return Arrays.stream(values())
                .filter(route -> route.match(segments).isPresent())
                .map(Route::method)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The name of the function that answers it. */
    public String function() {
        return api.function;
    }

    public String method() {
        return method;
    }

    boolean takesBody() {
        return !method.equals("GET") && !method.equals("DELETE");
    }

    /** The path, each variable in braces, as in {@code template.yaml} and {@code openapi.yaml}. */
    public String template() {
        return template;
    }

    /** The kind of the one finding that the path names. */
    Kind kind() {
        return Objects.requireNonNull(kind);
    }

    /** Names of the query parameters. */
    Set<String> parameters() {
        return parameters.isEmpty() ? Set.of() : Set.of(parameters.split(" ", -1));
    }

    /** The variables' values when the path is this route's. */
    Optional<Map<String, String>> match(List<String> segments) {
        List<String> names = RequestPath.split(template);
        if (names.size() != segments.size()) {
            return Optional.empty();
        }
        Map<String, String> variables = new HashMap<>();
        for (int at = 0; at < names.size(); at++) {
            String name = names.get(at);
            if (name.startsWith("{")) {
                variables.put(name.substring(1, name.length() - 1), segments.get(at));
            } else if (!name.equals(segments.get(at))) {
                return Optional.empty();
            }
        }
        return Optional.of(variables);
    }
}
