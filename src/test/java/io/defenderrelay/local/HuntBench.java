package io.defenderrelay.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.defenderrelay.Template;
import io.defenderrelay.simulated.Hunting;
import io.defenderrelay.simulated.SimulatedTenant;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Select;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * Has the packaged {@code api} and {@code hunt-run} hunt in a simulated tenant of this process, reads the rows page after
 * page, and measures both.
 */
final class HuntBench {
    /** Of the largest hunt that Microsoft answers. */
    static final int ROWS = Hunting.MOST_ROWS;
    /** As a row travels; without what is not kept of it that is nearly 50 MB for all. */
    static final int BYTES_A_ROW = 550;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ALIAS = "bench";
    private static final String HUNTS = "/v1/tenants/" + ALIAS + "/hunts";
    /** A prime, so that what is compared stands anywhere in a chunk and in an answer. */
    private static final int EACH = 997;

    private static final int BETWEEN_LOOKS = 5;

    private final int rows;
    private final int bytesPerRow;
    private final BenchFunctions functions;
    private final ProcessHandle aws;
    private final Clock clock = Clock.systemUTC();
    private final LocalTemplate template = new LocalTemplate(Template.read());

    /**
     * @param bytesPerRow as it travels; some are larger
     * @param aws the process with DynamoDB Local
     */
    HuntBench(int rows, int bytesPerRow, Artifact artifact, Path folder, ProcessHandle aws) {
        this.rows = rows;
        this.bytesPerRow = bytesPerRow;
        this.functions = new BenchFunctions("hunt-" + rows, artifact, folder, clock);
        this.aws = aws;
    }

    HuntFigures measure() throws IOException, InterruptedException {
        LocalDeployment deployment = LocalDeployment.create(template);
        try (SimulatedTenant tenant = SimulatedTenant.start(clock)) {
            tenant.grant(Hunting.ROLE).hunting().rows(rows, bytesPerRow);
            TenantFile file = RunTenant.file(tenant.tenantId(), tenant.clientId(), tenant.clientSecret());
            deployment.addTenant(ALIAS, file.settings(), file.secret());
            String endpoint = tenant.endpoint().toString();
            List<FunctionPlan> plans =
                    deployment.plans(Map.of("RELAY_ENDPOINT_LOGIN", endpoint, "RELAY_ENDPOINT_GRAPH", endpoint));
            try (FunctionProcess process = functions.start(plans, "api")) {
                PackagedApi api = new PackagedApi(process, new GatewayRoutes(template.routes()), clock);
                String id = ask(api);
                HuntFigures.Work work = hunt(plans, ticket(deployment), partition(id), deployment.tableName(), tenant);
                HuntFigures.Stored stored = StoredUnits.ofHunt(deployment.tableName(), partition(id));
                return new HuntFigures(work, stored, read(api, id, tenant.hunting()));
            }
        }
    }

    private String ask(PackagedApi api) throws IOException, InterruptedException {
        JsonNode answer = api.post(
                HUNTS + "/raw",
                Map.of("Idempotency-Key", List.of("bench"), "Content-Type", List.of("application/json")),
                "{\"query\":\"DeviceProcessEvents\",\"maxRows\":" + Hunting.MOST_ROWS + "}");
        return JSON.readTree(answer.path("body").asText()).path("id").asText();
    }

    /** The event of the ticket that {@code api} sent. */
    private static String ticket(LocalDeployment deployment) {
        try (SqsClient sqs = LocalAws.sqs()) {
            List<Message> messages = sqs.receiveMessage(request -> request.queueUrl(deployment.queueUrl("HuntQueue")))
                    .messages();
            if (messages.isEmpty()) {
                throw new IllegalStateException("api sent no ticket");
            }
            return QueuePoller.event("HuntQueue", messages).toString();
        }
    }

    private HuntFigures.Work hunt(
            List<FunctionPlan> plans, String event, String partition, String table, SimulatedTenant tenant)
            throws IOException, InterruptedException {
        long starting = System.nanoTime();
        FunctionProcess function = functions.start(plans, "hunt-run");
        try {
            function.awaitReady();
            Duration start = since(starting);
            Cpu before = new Cpu(function.handle(), aws);
            long began = System.nanoTime();
            CompletableFuture<Duration> firstChunk =
                    CompletableFuture.supplyAsync(() -> untilRows(table, partition, began));
            Answer answer = function.invoke(event);
            Duration wall = since(began);
            Cpu after = new Cpu(function.handle(), aws);
            HuntLine line = HuntLine.read(functions.printed("hunt-run", 0)).orElse(null);
            if (answer.failed() || line == null || !line.succeeded()) {
                throw new IllegalStateException(
                        "hunt-run did not hunt; read " + functions.file("hunt-run.log") + ": " + line);
            }
            BenchResult.Memory memory = functions.memory(function, "hunt-run");
            long[] calls = functions.tableCalls("hunt-run");
            return new HuntFigures.Work(
                    line,
                    new HuntFigures.Run(
                            wall, firstChunk.join(), after.function().minus(before.function()), start),
                    memory,
                    new BenchResult.Calls(
                            tenant.huntingCalls().size(), tenant.tokenCalls().size(), calls[0]),
                    new BenchResult.Waiting(
                            Duration.ofMillis(calls[1]),
                            tenant.timeSpent(),
                            after.table().minus(before.table()),
                            after.here().minus(before.here())));
        } finally {
            function.close();
        }
    }

    /** CPU time so far of the function, of DynamoDB Local, and of this process with the tenant in it. */
    private record Cpu(Duration function, Duration table, Duration here) {
        Cpu(ProcessHandle function, ProcessHandle table) {
            this(ProcessFigures.cpu(function), ProcessFigures.cpu(table), ProcessFigures.cpu(ProcessHandle.current()));
        }
    }

    /** Looks until the hunt has rows in the table; a hunt without any is given up after a minute. */
    private static Duration untilRows(String table, String partition, long began) {
        try (DynamoDbClient client = LocalAws.dynamoDb()) {
            while (since(began).toSeconds() < 60) {
                int found = client.query(request -> request.tableName(table)
                                .keyConditionExpression("pk = :pk AND begins_with(sk, :rows)")
                                .expressionAttributeValues(Map.of(
                                        ":pk", AttributeValue.fromS(partition), ":rows", AttributeValue.fromS("ROWS#")))
                                .select(Select.COUNT)
                                .limit(1))
                        .count();
                if (found > 0) {
                    return since(began);
                }
                Thread.sleep(BETWEEN_LOOKS);
            }
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
        return since(began);
    }

    private HuntFigures.Reading read(PackagedApi api, String id, Hunting hunting)
            throws IOException, InterruptedException {
        int read = 0;
        int compared = 0;
        int wrong = 0;
        int answers = 0;
        int largest = 0;
        long began = System.nanoTime();
        boolean more = true;
        while (more) {
            JsonNode answer = api.get(HUNTS + "/" + id + "/rows", "format=ndjson&limit=10000&after=" + read);
            String body = answer.path("body").asText();
            for (String line : body.lines().toList()) {
                if (read % EACH == 0) {
                    compared++;
                    wrong += same(line, hunting.row(read)) ? 0 : 1;
                }
                read++;
            }
            answers++;
            largest = Math.max(largest, body.length());
            more = answer.path("headers").has("Link");
        }
        Duration wall = since(began);
        BenchResult.Memory memory = functions.memory(api.process(), "api");
        return new HuntFigures.Reading(read, compared, wrong, answers, largest, wall, memory);
    }

    /** Whether it is the row, of which the tenant sends the dynamic column as a text. */
    private static boolean same(String line, String row) throws IOException {
        ObjectNode expected = (ObjectNode) JSON.readTree(row);
        JsonNode fields = expected.path("AdditionalFields");
        if (fields.isTextual()) {
            expected.set("AdditionalFields", JSON.readTree(fields.textValue()));
        }
        return expected.equals(JSON.readTree(line));
    }

    private static String partition(String id) {
        return "H#" + ALIAS + "#" + id;
    }

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }
}
