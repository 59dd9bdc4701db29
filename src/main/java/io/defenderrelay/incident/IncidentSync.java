package io.defenderrelay.incident;

import io.defenderrelay.microsoft.FindingCollection;
import io.defenderrelay.model.Kind;
import io.defenderrelay.sync.SyncFeed;
import io.defenderrelay.sync.SyncReport;
import io.defenderrelay.sync.TenantSync;
import java.util.Optional;

/** Brings one tenant's incidents up to date. */
public final class IncidentSync {
    /** Incidents, to the engine. */
    public static final SyncFeed FEED = new SyncFeed(Kind.INCIDENT, FindingCollection.INCIDENTS);

    private final TenantSync sync;

    public IncidentSync(TenantSync sync) {
        this.sync = sync;
    }

    /** Runs once, as {@link TenantSync#run} says. */
    public Optional<SyncReport> run(String alias) {
        return sync.run(alias, FEED);
    }
}
