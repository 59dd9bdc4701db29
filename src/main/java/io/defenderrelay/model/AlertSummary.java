package io.defenderrelay.model;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an incident's list tells of one of its alerts; null where Microsoft did not say, or where there was no room for it.
 *
 * @param version the alert's last update
 * @param techniques of MITRE ATT&CK, as Microsoft wrote them
 */
public record AlertSummary(
        String id,
        Instant version,
        @Nullable Instant createdAt,
        @Nullable String title,
        @Nullable String status,
        @Nullable String severity,
        @Nullable String serviceSource,
        @Nullable Instant firstActivityAt,
        @Nullable Instant lastActivityAt,
        List<String> techniques) {
    public AlertSummary {
        techniques = List.copyOf(techniques);
    }
}
