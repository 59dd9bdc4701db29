package io.defenderrelay.function;

import io.defenderrelay.model.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the read API answers: each a method, a path and the parameters it takes. */
public enum Route {
    FEED("/v1/tenants/{tenant}/feed", "after limit kinds format", null),
    STATUS("/v1/tenants/{tenant}/status", "", null),
    ALERT("/v1/tenants/{tenant}/alerts/{id}", "format", Kind.ALERT),
    ALERT_REVISIONS("/v1/tenants/{tenant}/alerts/{id}/revisions", "after limit", Kind.ALERT),
    ALERT_REVISION("/v1/tenants/{tenant}/alerts/{id}/revisions/{revision}", "format", Kind.ALERT),
    ALERT_PARTS("/v1/tenants/{tenant}/alerts/{id}/revisions/{revision}/parts", "after", Kind.ALERT),
    INCIDENT("/v1/tenants/{tenant}/incidents/{id}", "format", Kind.INCIDENT),
    INCIDENT_ALERTS("/v1/tenants/{tenant}/incidents/{id}/alerts", "after limit", Kind.INCIDENT),
    INCIDENT_REVISIONS("/v1/tenants/{tenant}/incidents/{id}/revisions", "after limit", Kind.INCIDENT),
    INCIDENT_REVISION("/v1/tenants/{tenant}/incidents/{id}/revisions/{revision}", "format", Kind.INCIDENT),
    INCIDENT_PARTS("/v1/tenants/{tenant}/incidents/{id}/revisions/{revision}/parts", "after", Kind.INCIDENT);

    private final String template;
    /** Names with a space between. */
    private final String parameters;

    private final @Nullable Kind kind;

    Route(String template, String parameters, @Nullable Kind kind) {
        this.template = template;
        this.parameters = parameters;
        this.kind = kind;
    }

    public String method() {
        return "GET";
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
