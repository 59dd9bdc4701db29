package io.defenderrelay.simulated;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Lets a tenant live: with each tick some alerts are raised and some change, from a seed. For one thread. */
public final class TenantLife {

    private final SimulatedTenant tenant;
    private final AlertGenerator generator;
    private final IncidentGenerator incidents;
    private final Chance chance;
    private final List<String> open = new ArrayList<>();

    public TenantLife(SimulatedTenant tenant, AlertGenerator generator, IncidentGenerator incidents, long seed) {
        this.tenant = tenant;
        this.generator = generator;
        this.incidents = incidents;
        this.chance = new Chance(seed);
        this.open.addAll(tenant.alerts().ids());
    }

    /** What one tick did. */
    public record Tick(int raised, int changed) {}

    /** Makes the incidents that alerts name and that are not there yet, as of the alerts' last change. */
    public void makeIncidents() {
        for (StoredRecord alert : tenant.alerts().all()) {
            String id = RecordBytes.tree(alert.json()).path("incidentId").asText();
            if (!id.isEmpty() && tenant.incidents().current(id).isEmpty()) {
                tenant.incidents().add(incidents.record(id, alert.lastUpdateDateTime()));
            }
        }
    }

    /** Raises one to four alerts and changes up to three, all as of now. */
    public Tick tick() {
        Instant now = tenant.now();
        int changed = 0;
        for (int left = open.isEmpty() ? 0 : chance.below(4); left > 0; left--) {
            changed += change(chance.of(open), now) ? 1 : 0;
        }
        int raised = chance.between(1, 4);
        for (int left = raised; left > 0; left--) {
            ObjectNode alert = generator.record(now.minusSeconds(chance.between(1, 20)), now);
            alert.put("status", "new").putNull("resolvedDateTime");
            tenant.alerts().add(alert);
            open.add(alert.path("id").asText());
        }
        makeIncidents();
        changed += changeIncidents();
        return new Tick(raised, changed);
    }

    /** Now and then an analyst works on an incident, or two of them turn out to be one. */
    private int changeIncidents() {
        List<String> ids = List.copyOf(tenant.incidents().ids());
        if (ids.size() < 2 || chance.below(2) == 0) {
            return 0;
        }
        String id = chance.of(ids);
        boolean redirected = tenant.defender()
                .current(Entity.INCIDENTS, id)
                .path("status")
                .asText()
                .equals("redirected");
        String target = ids.get(ids.size() - 1);
        if (!redirected && !target.equals(id) && chance.below(4) == 0) {
            tenant.defender().merge(id, target);
        } else if (!redirected) {
            tenant.defender().change(Entity.INCIDENTS, id, "soc.tier1@contoso.com", incidents::change);
        }
        return redirected ? 0 : 1;
    }

    private boolean change(String id, Instant now) {
        StoredRecord alert = tenant.alerts().current(id).orElse(null);
        if (alert == null) {
            open.remove(id);
            return false;
        }
        tenant.alerts().update(id, now, generator::change);
        return true;
    }
}
