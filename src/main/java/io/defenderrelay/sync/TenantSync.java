package io.defenderrelay.sync;

import io.defenderrelay.aws.Vault;
import io.defenderrelay.store.Tenants;
import io.defenderrelay.tenant.Tenant;
import java.time.Duration;
import java.util.Optional;

/** Brings one feed up to date for the tenants that want it. */
public final class TenantSync {
    private final Tenants tenants;
    private final Vault vault;
    private final SyncEngine engine;
    private final Duration timeout;

    /** Runs end themselves well before {@code timeout}, the function's own. */
    public TenantSync(Tenants tenants, Vault vault, SyncEngine engine, Duration timeout) {
        this.tenants = tenants;
        this.vault = vault;
        this.engine = engine;
        this.timeout = timeout;
    }

    /**
     * Runs once; safe to repeat at any time. Empty when there is no such tenant, it is not active or it does not want
     * the feed.
     *
     * @throws io.defenderrelay.problem.ConnectorException when the tenant's settings or the table are at fault; what
     *     Microsoft does is told in the report
     */
    public Optional<SyncReport> run(String alias, SyncFeed feed) {
        Optional<Tenant> tenant = tenants.find(alias)
                .filter(Tenant::active)
                .filter(found -> found.settings().sync().brings(feed.kind()));
        return tenant.map(found -> engine.run(found, feed, fresh -> vault.reader(alias, fresh), timeout));
    }
}
