package io.defenderrelay.simulated;

import java.util.Optional;

/** Tells from method and path what a call asks for. */
final class Targets {

    private final Routes routes;
    private volatile boolean batches = true;

    Targets(Routes routes) {
        this.routes = routes;
    }

    /** Whether {@code $batch} is known here; a call to it is a 404 otherwise. */
    void batches(boolean known) {
        this.batches = known;
    }

    Target of(String method, String path) {
        if (path.endsWith("/oauth2/v2.0/token")) {
            return Target.SIGN_IN;
        }
        if (path.equals(GraphBatch.PATH) && batches) {
            return Target.BATCH;
        }
        if (path.equals(Hunting.PATH)) {
            return Target.HUNTING;
        }
        return Entity.of(path).map(entity -> record(method, path, entity)).orElseGet(() -> routed(method, path));
    }

    private Target routed(String method, String path) {
        Optional<Route> route = routes.find(method, path);
        if (route.isPresent()) {
            return route.get().target();
        }
        return path.startsWith("/api/") ? Target.OTHER_OF_DEFENDER : Target.OTHER;
    }

    private static Target record(String method, String path, Entity entity) {
        String rest = path.substring(entity.path().length());
        if (rest.isEmpty()) {
            return Target.LIST;
        }
        if (rest.indexOf('/', 1) < 0) {
            return method.equals("PATCH") ? Target.PATCH : Target.READ;
        }
        return rest.endsWith("/comments") && rest.indexOf('/', 1) == rest.length() - "/comments".length()
                ? Target.COMMENT
                : Target.OTHER;
    }
}
