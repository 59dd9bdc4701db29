package io.defenderrelay.simulated;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The two collections of Microsoft Graph's security API: where they are, what may be asked and changed, and by whom. */
public enum Entity {
    ALERTS(
            "/v1.0/security/alerts_v2",
            "alert",
            "SecurityAlert",
            "unknown new inProgress resolved unknownFutureValue",
            "status classification determination assignedTo customDetails"),
    INCIDENTS(
            "/v1.0/security/incidents",
            "incident",
            "SecurityIncident",
            "active resolved inProgress redirected unknownFutureValue awaitingAction",
            "assignedTo classification customTags description determination displayName severity resolvingComment status"
                    + " summary");

    private final String path;
    private final String type;
    private final String permission;
    private final String statuses;
    private final String writable;

    Entity(String path, String type, String permission, String statuses, String writable) {
        this.path = path;
        this.type = type;
        this.permission = permission;
        this.statuses = statuses;
        this.writable = writable;
    }

    String path() {
        return path;
    }

    /** The type's name in messages. */
    String type() {
        return type;
    }

    String readRole() {
        return permission + ".Read.All";
    }

    String writeRole() {
        return permission + ".ReadWrite.All";
    }

    /** Whether {@code $filter} takes the property. Incidents have no product of their own. */
    boolean filters(FilterProperty property) {
        return this == ALERTS || property != FilterProperty.SERVICE_SOURCE;
    }

    boolean hasStatus(String word) {
        return List.of(statuses.split(" ")).stream().anyMatch(word::equalsIgnoreCase);
    }

    /** Members that a PATCH may change. */
    Set<String> writable() {
        return Set.of(writable.split(" "));
    }

    /** The collection that a path, without its query, leads into. */
    static Optional<Entity> of(String path) {
        return Arrays.stream(values())
                .filter(entity -> path.equals(entity.path) || path.startsWith(entity.path + "/"))
                .findFirst();
    }
}
