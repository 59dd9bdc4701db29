package io.defenderrelay.model;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
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
        Body body) {
    public Finding {
        members = Map.copyOf(members);
    }

    /** The few members that storing and filtering need; null where absent or of an unexpected type. */
    public record Facts(
            @Nullable String tenantId,
            @Nullable String status,
            @Nullable String severity,
            @Nullable String serviceSource,
            @Nullable String incidentId,
            @Nullable String title) {

        public boolean closed() {
            return status != null && status.toLowerCase(Locale.ROOT).equals("resolved");
        }
    }
}
