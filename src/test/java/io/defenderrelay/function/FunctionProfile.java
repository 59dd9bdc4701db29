package io.defenderrelay.function;

import io.defenderrelay.local.LocalAws;
import io.defenderrelay.simulated.AlertGenerator;
import io.defenderrelay.simulated.Hunting;
import io.defenderrelay.simulated.IncidentGenerator;
import io.defenderrelay.simulated.SimulatedTenant;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Runs one function as it is deployed, against local AWS and a simulated tenant that has 30 alerts. */
abstract class FunctionProfile implements QuarkusTestProfile {
    static final String ALIAS = "acme";
    static final int ALERTS = 30;
    static final int INCIDENTS = 7;
    static final int ROWS = 12;

    private final String function;

    FunctionProfile(String function) {
        this.function = function;
    }

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> config = new HashMap<>();
        config.put("quarkus.funqy.export", function);
        config.put("quarkus.lambda.mock-event-server.test-port", String.valueOf(freePort()));
        config.put("relay.table", LocalAws.createTable());
        config.put("relay.queue.alerts", LocalAws.createQueue());
        config.put("relay.queue.incidents", LocalAws.createQueue());
        config.put("relay.queue.publish", LocalAws.createQueue());
        config.put("relay.queue.hunts", LocalAws.createQueue());
        config.put("relay.queue.actions", LocalAws.createQueue());
        config.put("relay.timeout", "180");
        config.put("relay.bus", "relay-events");
        aws(config, "dynamodb", LocalAws.endpoints().dynamoDb().toString());
        aws(config, "sqs", LocalAws.endpoints().sqs().toString());
        aws(config, "secretsmanager", LocalAws.endpoints().secretsManager().toString());
        tenant(config);
        return config;
    }

    private static void tenant(Map<String, String> config) {
        SimulatedTenant tenant = SimulatedTenant.start(Clock.systemUTC());
        tenant.grant(Hunting.ROLE).hunting().rows(ROWS);
        Instant now = Clock.systemUTC().instant();
        tenant.alerts()
                .addAll(new AlertGenerator(1, tenant.tenantId()).records(ALERTS, now.minus(Duration.ofDays(1)), now));
        tenant.incidents()
                .addAll(new IncidentGenerator(1, tenant.tenantId())
                        .records(INCIDENTS, now.minus(Duration.ofDays(1)), now));
        String prefix = "function-test-" + config.get("relay.table");
        LocalAws.putSecret(
                prefix + "/read/" + ALIAS,
                "{\"tenantId\":\"%s\",\"clientId\":\"%s\",\"clientSecret\":\"%s\"}"
                        .formatted(tenant.tenantId(), tenant.clientId(), tenant.clientSecret()));
        config.put("relay.secrets.prefix", prefix);
        config.put("relay.endpoint.login", tenant.endpoint().toString());
        config.put("relay.endpoint.graph", tenant.endpoint().toString());
        config.put("relay.endpoint.defender", tenant.endpoint().toString());
        config.put("test.tenant-id", tenant.tenantId());
    }

    private static void aws(Map<String, String> config, String service, String endpoint) {
        config.put("quarkus." + service + ".endpoint-override", endpoint);
        config.put("quarkus." + service + ".aws.region", "eu-central-1");
        config.put("quarkus." + service + ".aws.credentials.type", "static");
        config.put("quarkus." + service + ".aws.credentials.static-provider.access-key-id", "local");
        config.put("quarkus." + service + ".aws.credentials.static-provider.secret-access-key", "local");
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
