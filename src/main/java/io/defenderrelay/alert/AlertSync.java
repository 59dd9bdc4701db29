package io.defenderrelay.alert;

import io.defenderrelay.aws.Vault;
import io.defenderrelay.microsoft.FindingCollection;
import io.defenderrelay.model.Kind;
import io.defenderrelay.store.Tenants;
import io.defenderrelay.sync.SyncEngine;
import io.defenderrelay.sync.SyncFeed;
import io.defenderrelay.sync.SyncReport;
import io.defenderrelay.tenant.Tenant;
import java.time.Duration;
import java.util.Optional;

/** Brings one tenant's alerts up to date. */
public final class AlertSync {
    /** Alerts, to the engine. */
    public static final SyncFeed FEED = new SyncFeed(Kind.ALERT, FindingCollection.ALERTS);

    private final Tenants tenants;
    private final Vault vault;
    private final SyncEngine engine;
    private final Duration timeout;

    /** Runs end themselves well before {@code timeout}, the function's own. */
    public AlertSync(Tenants tenants, Vault vault, SyncEngine engine, Duration timeout) {
        this.tenants = tenants;
        this.vault = vault;
        this.engine = engine;
        this.timeout = timeout;
    }

    /**
     * Runs once; safe to repeat at any time. Empty when there is no such tenant, it is not active or it does not want
     * alerts.
     *
     * @throws io.defenderrelay.problem.ConnectorException when the tenant's settings or the table are at fault; what
     *     Microsoft does is told in the report
     */
    public Optional<SyncReport> run(String alias) {
        Optional<Tenant> tenant = tenants.find(alias)
                .filter(Tenant::active)
                .filter(found -> found.settings().sync().brings(Kind.ALERT));
        return tenant.map(found -> engine.run(found, FEED, fresh -> vault.reader(alias, fresh), timeout));
    }
}
