package io.defenderrelay.writeback;

import io.defenderrelay.aws.Vault;
import io.defenderrelay.microsoft.Graph;
import io.defenderrelay.microsoft.RemoteFindings;
import io.defenderrelay.microsoft.SignIn;
import io.defenderrelay.tenant.Tenant;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Opens the way to the single records of a tenant, for as long as a request may take. */
public final class Writing {
    private final Graph graph;
    private final Vault vault;
    private final Clock clock;
    private final Duration timeout;

    /** @param timeout the function's own */
    public Writing(Graph graph, Vault vault, Clock clock, Duration timeout) {
        this.graph = graph;
        this.vault = vault;
        this.clock = clock;
        this.timeout = timeout;
    }

    RemoteFindings open(Tenant tenant) {
        SignIn signIn = new SignIn(
                tenant.alias(),
                tenant.settings().tenantId(),
                tenant.settings().cloud(),
                fresh -> vault.reader(tenant.alias(), fresh));
        return graph.findings(signIn, deadline());
    }

    /** When whatever was begun now has surely ended. */
    Instant end() {
        return clock.instant().plus(timeout);
    }

    private Instant deadline() {
        return clock.instant().plus(timeout.multipliedBy(4).dividedBy(5));
    }
}
