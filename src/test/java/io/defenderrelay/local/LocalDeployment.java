package io.defenderrelay.local;

import io.defenderrelay.aws.Table;
import io.defenderrelay.model.Kind;
import io.defenderrelay.store.Cursor;
import io.defenderrelay.store.Cursors;
import io.defenderrelay.store.Tenants;
import io.defenderrelay.tenant.Tenant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** The stack of {@code template.yaml} on this machine: table, queues and functions that know each other. */
final class LocalDeployment {
    private final LocalTemplate template;
    private final Map<String, String> created = new LinkedHashMap<>();
    private final Table table;

    private LocalDeployment(LocalTemplate template) {
        this.template = template;
        String name = LocalAws.createTable();
        this.table = new Table(LocalAws.dynamoDb(), name, LocalAws.noPause());
        template.tables().forEach(logical -> created.put(logical, name));
        template.buses().forEach(logical -> created.put(logical, "relay-events"));
    }

    static LocalDeployment create(LocalTemplate template) {
        LocalDeployment deployment = new LocalDeployment(template);
        try (SqsClient sqs = LocalAws.sqs()) {
            for (LocalTemplate.PlannedQueue queue : template.queues()) {
                Map<QueueAttributeName, String> attributes = new LinkedHashMap<>();
                queue.attributes().forEach((name, value) -> attributes.put(QueueAttributeName.fromValue(name), value));
                String url = sqs.createQueue(request -> request.queueName(deployment.tableName() + "-" + queue.name())
                                .attributes(attributes))
                        .queueUrl();
                deployment.created.put(queue.name(), url);
            }
        }
        return deployment;
    }

    /** The functions' plans, with what leads their clients to the stand-ins; {@code more} is added to each. */
    List<FunctionPlan> plans(Map<String, String> more) {
        Map<String, String> variables = new LinkedHashMap<>(standIns(LocalAws.endpoints()));
        variables.putAll(more);
        return template.functions(created).stream()
                .map(plan -> plan.with(variables))
                .toList();
    }

    /** The functions by name; each writes what it prints to a new log file in {@code logs}. */
    static Map<String, LambdaFunction> functions(
            List<FunctionPlan> plans,
            Artifact artifact,
            Path logs,
            Clock clock,
            BiConsumer<LambdaFunction, LambdaFunction.Call> listener)
            throws IOException {
        Files.createDirectories(logs);
        Map<String, LambdaFunction> functions = new LinkedHashMap<>();
        for (FunctionPlan plan : plans) {
            Path log = logs.resolve(plan.name() + ".log");
            Files.deleteIfExists(log);
            functions.put(plan.name(), new LambdaFunction(plan, artifact, log, clock, listener));
        }
        return functions;
    }

    /** Stores an active tenant and its secret, as the documented calls of the AWS CLI do. */
    void addTenant(String alias, String settings, String secret) {
        LocalAws.putSecret(secrets() + "/read/" + alias, secret);
        new Tenants(table).put(alias, Tenant.State.ACTIVE, 1, settings);
    }

    /** Stores the secret of the application that acts in a tenant. */
    void addResponder(String alias, String secret) {
        LocalAws.putSecret(secrets() + "/act/" + alias, secret);
    }

    private String secrets() {
        return template.functions(created).stream()
                .map(plan -> Optional.ofNullable(plan.environment().get("RELAY_SECRETS_PREFIX")))
                .flatMap(Optional::stream)
                .findFirst()
                .orElse("defender-relay");
    }

    /** The state of one of the tenant's feeds; empty before its first run. */
    Optional<Cursor> cursor(String alias, Kind kind) {
        return new Cursors(table).read(alias, kind);
    }

    String tableName() {
        return created.get(template.tables().get(0));
    }

    String queueUrl(String name) {
        return created.get(name);
    }

    private static Map<String, String> standIns(LocalEndpoints endpoints) {
        return Map.of(
                "AWS_REGION", "eu-central-1",
                "AWS_ACCESS_KEY_ID", "local",
                "AWS_SECRET_ACCESS_KEY", "local",
                "AWS_EC2_METADATA_DISABLED", "true",
                "QUARKUS_DYNAMODB_ENDPOINT_OVERRIDE", endpoints.dynamoDb().toString(),
                "QUARKUS_SQS_ENDPOINT_OVERRIDE", endpoints.sqs().toString(),
                "QUARKUS_SECRETSMANAGER_ENDPOINT_OVERRIDE",
                        endpoints.secretsManager().toString());
    }
}
