package io.defenderrelay.local;

import io.defenderrelay.Template.DeployedRoute;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the route of a request as an HTTP API of API Gateway does: the one with the most fixed segments wins. */
final class GatewayRoutes {
    private final List<DeployedRoute> routes;

    GatewayRoutes(List<DeployedRoute> routes) {
        this.routes = List.copyOf(routes);
    }

    /** A route and what the path says of its parameters, as it was sent. */
    record Match(DeployedRoute route, Map<String, String> parameters) {
        Match {
            parameters = Map.copyOf(parameters);
        }

        String key() {
            return route.method() + " " + route.path();
        }

        private int fixedSegments() {
            return segments(route.path()).size() - parameters.size();
        }
    }

    Optional<Match> match(String method, String rawPath) {
        List<String> path = segments(rawPath);
        return routes.stream()
                .filter(route -> route.method().equals(method))
                .map(route -> match(route, path))
                .flatMap(Optional::stream)
                .max((one, other) -> Integer.compare(one.fixedSegments(), other.fixedSegments()));
    }

    private static Optional<Match> match(DeployedRoute route, List<String> path) {
        List<String> pattern = segments(route.path());
        if (pattern.size() != path.size()) {
            return Optional.empty();
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        for (int i = 0; i < pattern.size(); i++) {
            String expected = pattern.get(i);
            String actual = path.get(i);
            if (expected.startsWith("{") && !actual.isEmpty()) {
                parameters.put(expected.substring(1, expected.length() - 1), actual);
            } else if (!expected.equals(actual)) {
                return Optional.empty();
            }
        }
        return Optional.of(new Match(route, parameters));
    }

    private static List<String> segments(String path) {
        return List.of(path.split("/", -1));
    }
}
