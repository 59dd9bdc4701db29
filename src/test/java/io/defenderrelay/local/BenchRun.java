package io.defenderrelay.local;

import com.fasterxml.jackson.databind.JsonNode;
import io.defenderrelay.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/** Drains one simulated tenant with the packaged {@code alert-sync} and measures it. */
final class BenchRun {
    private static final String ALIAS = "bench";
    private static final int MOST_RUNS = 500;

    private final BenchCase wanted;
    private final Artifact artifact;
    private final BenchFunctions functions;
    private final ProcessHandle aws;
    private final Clock clock = Clock.systemUTC();
    private final LocalTemplate template = new LocalTemplate(Template.read());

    /** @param aws the process with DynamoDB Local */
    BenchRun(BenchCase wanted, Artifact artifact, Path folder, ProcessHandle aws) {
        this.wanted = wanted;
        this.artifact = artifact;
        this.functions = new BenchFunctions(wanted.name(), artifact, folder, clock);
        this.aws = aws;
    }

    BenchResult measure() throws IOException, InterruptedException {
        try (BenchTenantProcess tenant = BenchTenantProcess.start(wanted, functions.file("tenant.log"))) {
            LocalDeployment deployment = LocalDeployment.create(template);
            TenantFile secrets = tenant.file();
            deployment.addTenant(ALIAS, secrets.settings(), secrets.secret());
            List<FunctionPlan> plans = deployment.plans(
                    Map.of("RELAY_ENDPOINT_LOGIN", tenant.endpoint(), "RELAY_ENDPOINT_GRAPH", tenant.endpoint()));
            String event = tick(deployment, plans);
            BenchResult drained = drain(plans, event, tenant, deployment);
            return wanted.oneIncident() ? drained.with(incident(plans, event)) : drained;
        }
    }

    private BenchResult drain(
            List<FunctionPlan> plans, String event, BenchTenantProcess tenant, LocalDeployment deployment)
            throws IOException, InterruptedException {
        long began = System.nanoTime();
        FunctionProcess function = functions.start(plans, "alert-sync");
        try {
            function.awaitReady();
            return drain(function, event, since(began), tenant, deployment);
        } finally {
            function.close();
        }
    }

    /** The tick is the same for both feeds. */
    private IncidentBench.Figures incident(List<FunctionPlan> plans, String event)
            throws IOException, InterruptedException {
        long incidents;
        try (FunctionProcess sync = functions.start(plans, "incident-sync")) {
            incidents = run(sync, "incident-sync", event).created();
        }
        try (FunctionProcess api = functions.start(plans, "api")) {
            IncidentBench bench = new IncidentBench(new PackagedApi(api, new GatewayRoutes(template.routes()), clock));
            return bench.list(incidents, "/v1/tenants/" + ALIAS + "/incidents/" + BenchCase.INCIDENT + "/alerts");
        }
    }

    private BenchResult drain(
            FunctionProcess function,
            String event,
            Duration start,
            BenchTenantProcess tenant,
            LocalDeployment deployment)
            throws IOException, InterruptedException {
        Cpu before = new Cpu(function.handle(), tenant.handle(), aws);
        long began = System.nanoTime();
        int runs = 0;
        long seen = 0;
        SyncLine line;
        do {
            line = run(function, "alert-sync", event);
            seen += line.created();
            runs++;
        } while (line.behind() && runs < MOST_RUNS);
        Duration wall = since(began);
        Cpu after = new Cpu(function.handle(), tenant.handle(), aws);
        JsonNode calls = tenant.figures();
        long idleBegan = System.nanoTime();
        run(function, "alert-sync", event);
        Duration idle = since(idleBegan);
        BenchResult.Memory memory = functions.memory(function, "alert-sync");
        long[] table = functions.tableCalls("alert-sync");
        return new BenchResult(
                wanted,
                new BenchResult.Drain(
                        seen, tenant.bytes(), runs, wall, after.function().minus(before.function()), start, idle),
                memory,
                new BenchResult.Calls(
                        calls.path("listCalls").asLong(),
                        calls.path("tokenCalls").asLong(),
                        table[0]),
                new BenchResult.Waiting(
                        Duration.ofMillis(table[1]),
                        Duration.ofMillis(calls.path("millis").asLong()),
                        after.table().minus(before.table()),
                        after.tenant().minus(before.tenant())),
                StoredUnits.perAlert(deployment.tableName(), ALIAS, tenant.sample(), seen, runs),
                Optional.empty());
    }

    /** CPU time of the three processes so far. */
    private record Cpu(Duration function, Duration tenant, Duration table) {
        Cpu(ProcessHandle function, ProcessHandle tenant, ProcessHandle table) {
            this(ProcessFigures.cpu(function), ProcessFigures.cpu(tenant), ProcessFigures.cpu(table));
        }
    }

    private SyncLine run(FunctionProcess function, String name, String event) throws IOException, InterruptedException {
        long printed = Files.size(functions.file(name + ".log"));
        Answer answer = function.invoke(event);
        SyncLine line = SyncLine.read(functions.printed(name, printed)).orElse(null);
        if (answer.failed() || line == null || line.held() || line.problem().isPresent()) {
            throw new IllegalStateException(name + " did not drain the tenant; read " + functions.file(name + ".log"));
        }
        return line;
    }

    /** The event of one tick, as the packaged {@code dispatch} sends it. */
    private String tick(LocalDeployment deployment, List<FunctionPlan> plans) throws IOException, InterruptedException {
        FunctionPlan dispatch = BenchFunctions.plan(plans, "dispatch");
        Path log = functions.file("dispatch.log");
        try (SqsClient sqs = LocalAws.sqs();
                FunctionProcess process = FunctionProcess.start(
                        dispatch, artifact, FunctionProcess.lambdaOptions(dispatch), log, clock)) {
            Answer answer = process.invoke(template.ticks().get(0).event());
            List<Message> messages = sqs.receiveMessage(request -> request.queueUrl(deployment.queueUrl("AlertQueue")))
                    .messages();
            if (answer.failed() || messages.isEmpty()) {
                throw new IllegalStateException("dispatch sent no tick; read " + log);
            }
            return QueuePoller.event("AlertQueue", messages).toString();
        }
    }

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }
}
