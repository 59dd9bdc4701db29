package io.defenderrelay.model;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One alert or incident as Microsoft listed it at one moment.
 *
 * @param version its last update; a later one is newer
 * @param createdAt when Microsoft says it was made, if it says so
 * @param canonicalHash the same for two bodies that differ only in the order of members and of unordered arrays; hex
 * @param digest of the exact bytes; hex
 * @param members a short digest of each top-level member's value, by name
 * @param body Microsoft's bytes, unchanged
 */
public record Finding(
        String id,
        Instant version,
        @Nullable Instant createdAt,
        String canonicalHash,
        String digest,
        Map<String, Long> members,
        Facts facts,
        Activity activity,
        Body body) {
    private static final Set<String> CLOSED = Set.of("resolved", "redirected");

    public Finding {
        members = Map.copyOf(members);
    }

    /**
     * What an incident tells of its alerts beyond their facts; null and empty where absent or of an unexpected type.
     *
     * @param techniques of MITRE ATT&CK, as Microsoft wrote them
     */
    public record Activity(
            @Nullable Instant first, @Nullable Instant last, List<String> techniques) {
        /** Nothing known. */
        public static final Activity NONE = new Activity(null, null, List.of());

        public Activity {
            techniques = List.copyOf(techniques);
        }
    }

    /**
     * The few members that storing and filtering need; null where absent or of an unexpected type.
     *
     * @param incidentId the incident an alert belongs to
     * @param redirectIncidentId the incident that this one was merged into
     */
    public record Facts(
            @Nullable String tenantId,
            @Nullable String status,
            @Nullable String severity,
            @Nullable String serviceSource,
            @Nullable String incidentId,
            @Nullable String title,
            @Nullable String redirectIncidentId) {

        /** Whether nobody need work on it: resolved, or an incident that was merged into another. */
        public boolean closed() {
            return status != null && CLOSED.contains(status.toLowerCase(Locale.ROOT));
        }
    }
}
