package io.defenderrelay.simulated;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What changes in Defender, by whom ever, and what Microsoft changes with it: times move, alerts and their incident
 * resolve and reopen together, merged incidents point to the one that took their alerts. Safe for many threads.
 * Source: graph-security reference, sections 1.7, 2.4 and 2.5; whether resolving an incident resolves its alerts is
 * unverified and can be switched.
 */
public final class Defender {
    /** Who changes what is changed along with something else. */
    public static final String MICROSOFT = "Microsoft 365 Defender-IncidentCreation";

    private static final String CORRELATION = "Microsoft 365 Defender-AlertCorrelation";
    private static final String AUTO_RESOLVED =
            "Incident automatically resolved as all alerts in the incident were resolved.";

    private final Records alerts;
    private final Records incidents;
    private final Supplier<Instant> now;
    private final List<Deed> deeds = new ArrayList<>();
    private volatile boolean incidentResolvesAlerts;
    private volatile boolean alertsResolveIncident = true;

    Defender(Records alerts, Records incidents, Supplier<Instant> now) {
        this.alerts = alerts;
        this.incidents = incidents;
        this.now = now;
    }

    /** Whether resolving an incident resolves its alerts too. Default no. */
    public Defender incidentResolvesAlerts(boolean resolves) {
        this.incidentResolvesAlerts = resolves;
        return this;
    }

    /** Whether an incident is resolved when its last open alert is, and reopened when one reopens. Default yes. */
    public Defender alertsResolveIncident(boolean resolve) {
        this.alertsResolveIncident = resolve;
        return this;
    }

    /** All changes so far, in their order; what was added by tests is none. */
    public synchronized List<Deed> deeds() {
        return List.copyOf(deeds);
    }

    synchronized void reset() {
        deeds.clear();
        incidentResolvesAlerts(false).alertsResolveIncident(true);
    }

    Records records(Entity entity) {
        return entity == Entity.ALERTS ? alerts : incidents;
    }

    /** Changes an alert or incident as {@code who} would, now. */
    public synchronized void change(Entity entity, String id, String who, Consumer<ObjectNode> change) {
        boolean wasResolved = resolved(current(entity, id));
        touch(entity, id, who, record -> {
            change.accept(record);
            stamp(entity, record, who);
        });
        ObjectNode after = current(entity, id);
        if (entity == Entity.INCIDENTS && incidentResolvesAlerts && resolved(after) && !wasResolved) {
            alertsOf(id).stream()
                    .filter(alert -> !resolved(alert))
                    .forEach(alert -> touch(Entity.ALERTS, alert.path("id").asText(), MICROSOFT, Defender::resolve));
        }
        if (entity == Entity.ALERTS && alertsResolveIncident && resolved(after) != wasResolved) {
            followAlerts(after.path("incidentId").asText());
        }
    }

    /** Adds a comment as {@code who}. */
    public synchronized void comment(Entity entity, String id, String who, String text) {
        change(entity, id, who, record -> {
            JsonNode comments = record.path("comments");
            (comments.isArray() ? record.withArray("comments") : record.putArray("comments"))
                    .addObject()
                    .put("@odata.type", "#microsoft.graph.security.alertComment")
                    .put("comment", text)
                    .put("createdByDisplayName", who)
                    .put("createdDateTime", Ticks.text(now.get()));
        });
    }

    /** Merges the incident into another: its alerts move, it stays readable and points to the target. */
    public synchronized void merge(String source, String target) {
        touch(Entity.INCIDENTS, source, CORRELATION, incident -> {
            incident.put("status", "redirected").put("redirectIncidentId", target);
            incident.put("lastModifiedBy", CORRELATION);
        });
        alertsOf(source)
                .forEach(alert -> touch(
                        Entity.ALERTS,
                        alert.path("id").asText(),
                        CORRELATION,
                        moved -> moved.put("incidentId", target)));
        touch(Entity.INCIDENTS, target, CORRELATION, incident -> incident.put("lastModifiedBy", CORRELATION));
    }

    /** What Microsoft has of the record now; a copy. */
    public ObjectNode current(Entity entity, String id) {
        return RecordBytes.tree(records(entity).current(id).orElseThrow().json());
    }

    private void followAlerts(String incidentId) {
        if (incidents.current(incidentId).isEmpty()) {
            return;
        }
        boolean allResolved = alertsOf(incidentId).stream().allMatch(Defender::resolved);
        boolean resolved = resolved(current(Entity.INCIDENTS, incidentId));
        if (allResolved == resolved) {
            return;
        }
        touch(Entity.INCIDENTS, incidentId, MICROSOFT, incident -> {
            incident.put("status", allResolved ? "resolved" : "active");
            incident.put("resolvingComment", allResolved ? AUTO_RESOLVED : null);
            incident.put("lastModifiedBy", MICROSOFT);
        });
    }

    private List<ObjectNode> alertsOf(String incidentId) {
        List<ObjectNode> found = new ArrayList<>();
        for (StoredRecord alert : alerts.all()) {
            ObjectNode tree = RecordBytes.tree(alert.json());
            if (tree.path("incidentId").asText().equals(incidentId)) {
                found.add(tree);
            }
        }
        return found;
    }

    private void touch(Entity entity, String id, String who, Consumer<ObjectNode> change) {
        Records records = records(entity);
        ObjectNode before = current(entity, id);
        Instant last = records.current(id).orElseThrow().lastUpdateDateTime();
        Instant time = now.get().isAfter(last) ? now.get() : last.plusNanos(100);
        records.update(id, time, change);
        deeds.add(new Deed(entity, id, who, time, before, current(entity, id)));
    }

    private void stamp(Entity entity, ObjectNode record, String who) {
        if (entity == Entity.INCIDENTS) {
            record.put("lastModifiedBy", who);
        } else if (!resolved(record)) {
            record.putNull("resolvedDateTime");
        } else if (record.path("resolvedDateTime").isNull()
                || record.path("resolvedDateTime").isMissingNode()) {
            record.put("resolvedDateTime", Ticks.text(now.get()));
        }
    }

    private static void resolve(ObjectNode alert) {
        alert.put("status", "resolved");
    }

    private static boolean resolved(ObjectNode record) {
        return record.path("status").asText().equalsIgnoreCase("resolved");
    }
}
