package io.defenderrelay.mapping;

import io.defenderrelay.model.AlertSummary;
import io.defenderrelay.model.Kind;
import io.defenderrelay.ocsf.MappingException;
import io.defenderrelay.ocsf.OcsfEvent;
import io.defenderrelay.ocsf.OcsfMapper;
import io.defenderrelay.ocsf.RevisionFacts;
import io.defenderrelay.problem.StoreException;
import io.defenderrelay.store.IncidentAlerts;
import io.defenderrelay.store.Reference;
import io.defenderrelay.store.StoredBody;
import io.defenderrelay.tenant.Tenant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the OCSF events of stored revisions. An incident's event lists the alerts that it has now. */
public final class RevisionEvents {
    private final IncidentAlerts alerts;
    private final OcsfMapper mapper = new OcsfMapper();

    public RevisionEvents(IncidentAlerts alerts) {
        this.alerts = alerts;
    }

    /**
     * The event of a revision, whatever its body is.
     *
     * @param body null when it is no longer kept
     * @throws StoreException when the table cannot be read
     */
    public RevisionEvent event(Tenant tenant, Kind kind, Reference reference, @Nullable StoredBody body) {
        RevisionFacts facts = facts(tenant, kind, reference);
        if (body == null) {
            return minimal(facts, "The body of this revision is no longer kept");
        }
        List<AlertSummary> members = kind == Kind.INCIDENT
                ? alerts.newest(tenant.alias(), reference.id(), OcsfMapper.MOST_ALERTS)
                : List.of();
        try {
            OcsfEvent event = mapper.map(facts, body.open(), members);
            RevisionEvent.Outcome outcome =
                    event.truncated() ? RevisionEvent.Outcome.TRUNCATED : RevisionEvent.Outcome.WHOLE;
            return new RevisionEvent(event.json(), outcome);
        } catch (MappingException | RuntimeException unreadable) {
            return minimal(facts, "The body of this revision cannot be mapped; read it with format=graph");
        }
    }

    /** The event that says no more than that there is such a revision, and why. */
    public RevisionEvent minimal(Tenant tenant, Kind kind, Reference reference, String reason) {
        return minimal(facts(tenant, kind, reference), reason);
    }

    /** Names the revision: the event's uid, the same for every event of it. */
    public static String uid(Tenant tenant, Kind kind, Reference reference) {
        return facts(tenant, kind, reference).uid();
    }

    private RevisionEvent minimal(RevisionFacts facts, String reason) {
        return new RevisionEvent(mapper.minimal(facts, reason), RevisionEvent.Outcome.MINIMAL);
    }

    private static RevisionFacts facts(Tenant tenant, Kind kind, Reference reference) {
        return new RevisionFacts(
                kind,
                tenant.settings().tenantId(),
                reference.id(),
                reference.version(),
                reference.hash(),
                reference.revision(),
                reference.change());
    }
}
