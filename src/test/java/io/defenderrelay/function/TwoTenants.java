package io.defenderrelay.function;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import io.defenderrelay.Contract.Operation;
import io.defenderrelay.aws.Queue;
import io.defenderrelay.local.Boundaries;
import io.defenderrelay.local.LocalAws;
import io.defenderrelay.local.MovableClock;
import io.defenderrelay.microsoft.MicrosoftApi;
import io.defenderrelay.model.Requester;
import io.defenderrelay.remediation.Remediation;
import io.defenderrelay.simulated.SimulatedTenant;
import io.defenderrelay.store.ActionState;
import io.defenderrelay.store.Actions;
import io.defenderrelay.store.Hunts;
import io.defenderrelay.store.Tenants;
import io.defenderrelay.tenant.Tenant;
import io.defenderrelay.writeback.WriteWorld;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Two tenants of one table, each at a Microsoft of its own, and the three functions that answer callers. */
final class TwoTenants implements AutoCloseable {
    static final String ANALYST = "AROAANALYST";
    static final String LEAD = "AROALEAD";

    private final SimulatedTenant ownMicrosoft = SimulatedTenant.start(Clock.systemUTC());
    private final SimulatedTenant foreignMicrosoft = SimulatedTenant.start(Clock.systemUTC());
    private final WriteWorld own;
    private final WriteWorld foreign;
    private final StoredActions actions;
    private final Hunts hunts;
    private int items;

    TwoTenants(MicrosoftApi api) {
        this.own = new WriteWorld(api, ownMicrosoft);
        this.foreign = own.neighbour(foreignMicrosoft);
        this.actions = new StoredActions(own.table, own.now());
        this.hunts = new Hunts(own.table);
        own.incident("4711");
        foreign.incident("5000");
        foreignMicrosoft.grant("SecurityAlert.ReadWrite.All").grant("SecurityIncident.ReadWrite.All");
        settings(own, ownMicrosoft);
        settings(foreign, foreignMicrosoft);
    }

    private static void settings(WriteWorld world, SimulatedTenant microsoft) {
        String settings = "{\"tenantId\":\"" + microsoft.tenantId()
                + "\",\"remediation\":{\"enabled\":true,\"kinds\":[\"isolate-device\"]}}";
        new Tenants(world.table).put(world.alias, Tenant.State.ACTIVE, 2, settings);
    }

    String own() {
        return own.alias;
    }

    String foreign() {
        return foreign.alias;
    }

    /** What the path's id names in the own tenant: a thing that the operation can be done to. */
    String id(Operation operation) {
        String[] parts = operation.path().split("/", -1);
        return switch (parts.length > 4 ? parts[4] : "") {
            case "alerts" -> "da4711";
            case "incidents" -> "4711";
            case "hunts" -> hunt();
            case "actions" -> action(operation.path().endsWith("/package"));
            default -> "";
        };
    }

    /** An id of that form which nothing has. */
    static String absent(Operation operation) {
        boolean ours = operation.path().contains("/hunts/") || operation.path().contains("/actions/");
        return ours ? "f".repeat(32) : "no-such-id";
    }

    private String hunt() {
        String id = next();
        Hunts.Question question =
                new Hunts.Question("h", new Requester(ANALYST, null), "DeviceInfo", "device-logons", "P7D", 10);
        hunts.enter(
                own.alias,
                id,
                question,
                own.now(),
                Duration.ofHours(1),
                own.now().plus(Duration.ofDays(1)));
        return id;
    }

    /** One that waits for approval, or collects a package. */
    private String action(boolean collects) {
        String kind = collects ? "collect-investigation-package" : "isolate-device";
        String id = actions.enter(own.alias, next(), kind, ANALYST);
        if (collects) {
            actions.move(own.alias, id, ActionState.RUNNING, Map.of("remoteId", "r-1"));
        } else {
            actions.check(own.alias, id);
        }
        return id;
    }

    private String next() {
        items++;
        return String.format(Locale.ROOT, "%032x", items);
    }

    /** The function's answer, of a process that speaks to the Microsoft of the tenant in the path. */
    APIGatewayV2HTTPResponse send(Route.Api function, APIGatewayV2HTTPEvent event) {
        WriteWorld world = event.getRawPath().startsWith("/v1/tenants/" + foreign.alias + "/") ? foreign : own;
        MovableClock clock = new MovableClock(world.now());
        return switch (function) {
            case READ -> new ApiFunction(ReadApis.over(own.table, clock)).api(event);
            case LIVE -> {
                Boundaries none = Boundaries.countOnly();
                LiveApi live = new LiveApi(
                        new Tenants(own.table), world.changes(none), world.comments(none), world.packages());
                yield new LiveApiFunction(live).liveApi(event);
            }
            case ACTIONS -> {
                Remediation remediation = new Remediation(
                        new Actions(own.table, new Random()), new Queue(LocalAws.sqs(), LocalAws.createQueue()), clock);
                yield new ActionApiFunction(new ActionApi(new Tenants(own.table), remediation)).actionApi(event);
            }
        };
    }

    /** Everything that the table holds. */
    Set<Map<String, AttributeValue>> content() {
        try (DynamoDbClient client = LocalAws.dynamoDb()) {
            Set<Map<String, AttributeValue>> content = new HashSet<>();
            client.scanPaginator(scan -> scan.tableName(own.tableName).consistentRead(true))
                    .items()
                    .forEach(content::add);
            return content;
        }
    }

    /** How often either Microsoft was called. */
    int calls() {
        return List.of(ownMicrosoft, foreignMicrosoft).stream()
                .mapToInt(microsoft -> microsoft.calls().size())
                .sum();
    }

    @Override
    public void close() {
        ownMicrosoft.close();
        foreignMicrosoft.close();
    }
}
