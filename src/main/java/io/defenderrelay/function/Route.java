package io.defenderrelay.function;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the read API answers: each a method, a path and the parameters it takes. */
public enum Route {
    FEED("/v1/tenants/{tenant}/feed", "after limit kinds format"),
    STATUS("/v1/tenants/{tenant}/status", ""),
    ALERT("/v1/tenants/{tenant}/alerts/{id}", "format"),
    REVISIONS("/v1/tenants/{tenant}/alerts/{id}/revisions", "after limit"),
    REVISION("/v1/tenants/{tenant}/alerts/{id}/revisions/{revision}", "format"),
    PARTS("/v1/tenants/{tenant}/alerts/{id}/revisions/{revision}/parts", "after");

    private final String template;
    /** Names with a space between. */
    private final String parameters;

    Route(String template, String parameters) {
        this.template = template;
        this.parameters = parameters;
    }

    public String method() {
        return "GET";
    }

    /** The path, each variable in braces, as in {@code template.yaml} and {@code openapi.yaml}. */
    public String template() {
        return template;
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
