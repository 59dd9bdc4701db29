package io.defenderrelay.tenant;

import io.defenderrelay.model.Cloud;
import io.defenderrelay.model.Finding;
import io.defenderrelay.model.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a team decided for one tenant.
 *
 * @param tenantId the Entra tenant, a GUID in lower case
 * @param hunting whether hunts may be asked
 * @param remediation what may be done about threats
 * @param retention how long the feed keeps what it brought, and a hunt its rows
 */
public record TenantSettings(
        String displayName,
        String tenantId,
        Cloud cloud,
        Sync sync,
        boolean hunting,
        RemediationPolicy remediation,
        Duration retention) {

    /**
     * What is brought in.
     *
     * @param serviceSources the Microsoft products whose alerts are wanted; empty for all
     * @param severities the severities wanted; empty for all
     * @param startFrom nothing last changed before is imported; null for seven days before the first run
     */
    public record Sync(
            boolean alerts,
            boolean incidents,
            Set<String> serviceSources,
            Set<String> severities,
            @Nullable Instant startFrom) {
        public Sync {
            serviceSources = Set.copyOf(serviceSources);
            severities = Set.copyOf(severities);
        }

        /** Whether findings of that kind are brought in at all. */
        public boolean brings(Kind kind) {
            return switch (kind) {
                case ALERT -> alerts;
                case INCIDENT -> incidents;
            };
        }

        /** Whether a finding with these facts is wanted when it is seen for the first time. An incident has no source. */
        public boolean wants(Kind kind, Finding.Facts facts) {
            boolean source = kind == Kind.INCIDENT || wants(serviceSources, facts.serviceSource());
            return source && wants(severities, facts.severity());
        }

        /** The start asked for. */
        public Optional<Instant> start() {
            return Optional.ofNullable(startFrom);
        }

        private static boolean wants(Set<String> wanted, @Nullable String value) {
            return wanted.isEmpty() || (value != null && wanted.stream().anyMatch(value::equalsIgnoreCase));
        }
    }
}
