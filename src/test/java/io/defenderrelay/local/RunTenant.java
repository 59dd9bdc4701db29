package io.defenderrelay.local;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.defenderrelay.simulated.AlertGenerator;
import io.defenderrelay.simulated.Hunting;
import io.defenderrelay.simulated.IncidentGenerator;
import io.defenderrelay.simulated.SimulatedTenant;
import io.defenderrelay.simulated.TenantLife;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The tenant of a local run: a simulated one that lives, or a real one at Microsoft. */
final class RunTenant {
    private static final int ALERTS = 240;
    private static final int HUNTED_ROWS = 250;
    private static final Duration HISTORY = Duration.ofDays(6);
    private static final long SEED = 7;

    private final String alias;
    private final String settings;
    private final String secret;
    private final Optional<String> responder;
    private final Map<String, String> environment;
    private final String where;
    private final Runnable life;

    private RunTenant(String alias, Known known, Map<String, String> environment, String where, Runnable life) {
        this.alias = alias;
        this.settings = known.file().settings();
        this.secret = known.file().secret();
        this.responder = known.responder();
        this.environment = Map.copyOf(environment);
        this.where = where;
        this.life = life;
    }

    /** What the relay is told of it; without a responder nothing can be done in it. */
    private record Known(TenantFile file, Optional<String> responder) {}

    /** A tenant of which the file speaks; the functions call Microsoft's own hosts for it. */
    static RunTenant real(Path file) {
        return new RunTenant(
                "real",
                new Known(TenantFile.read(file), Optional.empty()),
                Map.of(),
                "at Microsoft, credential from " + file,
                () -> {});
    }

    /**
     * A tenant with a week of alerts and their incidents that answers each hunt, and with a device and a user that can be acted
     * on, at a server of its own.
     */
    static RunTenant simulated(Clock clock) {
        SimulatedTenant tenant = SimulatedTenant.start(clock);
        Instant now = clock.instant();
        AlertGenerator generator = new AlertGenerator(SEED, tenant.tenantId());
        tenant.alerts().addAll(generator.records(ALERTS, now.minus(HISTORY), now));
        IncidentGenerator incidents = new IncidentGenerator(SEED, tenant.tenantId());
        TenantLife life = new TenantLife(tenant, generator, incidents, SEED);
        life.makeIncidents();
        tenant.grant("SecurityAlert.ReadWrite.All").grant("SecurityIncident.ReadWrite.All");
        tenant.grant(Hunting.ROLE).hunting().rows(HUNTED_ROWS);
        ActionTargets.addTo(tenant);
        String endpoint = tenant.endpoint().toString();
        return new RunTenant(
                "demo",
                new Known(ActionTargets.file(tenant), Optional.of(ActionTargets.responder(tenant))),
                Map.of(
                        "RELAY_ENDPOINT_LOGIN", endpoint,
                        "RELAY_ENDPOINT_GRAPH", endpoint,
                        "RELAY_ENDPOINT_DEFENDER", endpoint),
                endpoint + ", " + ALERTS + " alerts, " + tenant.incidents().count() + " incidents",
                life::tick);
    }

    /** The settings and the secret of a tenant that signs in with these. */
    static TenantFile file(String tenantId, String clientId, String clientSecret) {
        ObjectNode settings = JsonNodeFactory.instance.objectNode();
        settings.put("displayName", "Simulated tenant").put("tenantId", tenantId);
        ObjectNode secret = JsonNodeFactory.instance.objectNode();
        secret.put("tenantId", tenantId).put("clientId", clientId).put("clientSecret", clientSecret);
        return new TenantFile(settings.toString(), secret.toString());
    }

    String alias() {
        return alias;
    }

    /** Variables that lead the functions to it. */
    Map<String, String> environment() {
        return environment;
    }

    String where() {
        return where;
    }

    void addTo(LocalDeployment deployment) {
        deployment.addTenant(alias, settings, secret);
        responder.ifPresent(acting -> deployment.addResponder(alias, acting));
    }

    /** Lets some time pass: alerts are raised and changed; nothing at a real tenant. */
    void tick() {
        life.run();
    }
}
