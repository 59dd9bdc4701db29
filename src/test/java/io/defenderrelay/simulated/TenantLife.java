package io.defenderrelay.simulated;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Lets a tenant live: with each tick some alerts are raised and some change, from a seed. For one thread. */
public final class TenantLife {

    private final SimulatedTenant tenant;
    private final AlertGenerator generator;
    private final Chance chance;
    private final List<String> open = new ArrayList<>();

    public TenantLife(SimulatedTenant tenant, AlertGenerator generator, long seed) {
        this.tenant = tenant;
        this.generator = generator;
        this.chance = new Chance(seed);
        this.open.addAll(tenant.alerts().ids());
    }

    /** What one tick did. */
    public record Tick(int raised, int changed) {}

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
        return new Tick(raised, changed);
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
