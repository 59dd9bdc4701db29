package io.defenderrelay.local;

import io.defenderrelay.Template;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * {@code ./mvnw -Plocal}: the packaged relay on this machine, as {@code template.yaml} deploys it, with a simulated
 * tenant or a real one. Ends with the process that started it, and takes with it all that it started.
 */
public final class LocalRun {
    private static final Path LOGS = Path.of("target", "local");
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final LocalSettings settings;
    private final Screen screen;
    private final Clock clock = Clock.systemUTC();
    private final LocalTemplate template = new LocalTemplate(Template.read());
    private final ConcurrentLinkedDeque<Runnable> endings = new ConcurrentLinkedDeque<>();

    private LocalRun(LocalSettings settings, Screen screen) {
        this.settings = settings;
        this.screen = screen;
    }

    public static void main(String[] args) throws InterruptedException {
        Screen screen = new Screen(System.out, Screen.colourful());
        int code = 1;
        try {
            LocalRun run = new LocalRun(LocalSettings.read(System::getProperty), screen);
            Runtime.getRuntime().addShutdownHook(new Thread(run::end));
            ParentWatch.start();
            code = run.run();
        } catch (IllegalStateException known) {
            screen.trouble(String.valueOf(known.getMessage()));
        } catch (IOException | RuntimeException fault) {
            screen.trouble("The local run failed: " + fault);
        }
        Runtime.getRuntime().exit(code);
    }

    private int run() throws IOException, InterruptedException {
        screen.title("Defender Relay, local run");
        Gateway gateway = Gateway.bind(settings.port());
        CompletableFuture<RunTenant> tenantStart = settings.tenant()
                .map(this::realTenant)
                .orElseGet(() -> CompletableFuture.supplyAsync(this::simulatedTenant));
        CompletableFuture<Artifact> artifactStart = CompletableFuture.supplyAsync(this::unzip);
        startAws();
        LocalDeployment deployment = LocalDeployment.create(template);
        BusServer bus = BusServer.start(0);
        endings.addLast(bus::close);
        screen.started("EventBridge", bus.endpoint() + " (stand-in)", Duration.ZERO);
        RunTenant tenant = settle(tenantStart);
        tenant.addTo(deployment);
        SyncStory story = new SyncStory(screen, clock, deployment, tenant.alias());
        Map<String, LambdaFunction> functions = LocalDeployment.functions(
                deployment.plans(variables(tenant, bus)), settle(artifactStart), LOGS, clock, story::tell);
        functions.values().forEach(function -> endings.push(function::close));
        endings.push(story::quiet);
        endings.addLast(story::farewell);
        bus.listen(story::event);
        gateway.serve(new GatewayRoutes(template.routes()), functions, clock);
        tellApi(gateway, functions);
        startPollers(deployment, functions, story);
        startTicks(tenant, functions, story);
        return afterFirstSync(story, gateway);
    }

    private static Map<String, String> variables(RunTenant tenant, BusServer bus) {
        Map<String, String> variables = new LinkedHashMap<>(tenant.environment());
        variables.put("RELAY_ENDPOINT_BUS", bus.endpoint().toString());
        return variables;
    }

    private int afterFirstSync(SyncStory story, Gateway gateway) throws InterruptedException {
        Duration patience = settings.exitAfterFirstSync() ? PATIENCE : Duration.ofDays(1);
        boolean synced = story.tellFirstSync(patience, LOGS);
        // What hunts cost is for the owner of a real tenant to spend, and nothing is done there unasked.
        boolean more = settings.tenant().isEmpty();
        boolean answered = synced && story.tellFirstEvents(patience) && story.tour(gateway.address(), more);
        if (settings.exitAfterFirstSync()) {
            return answered ? 0 : 1;
        }
        screen.plain("A tick every " + settings.tick().toSeconds() + " s (in AWS: "
                + template.ticks().get(0).expression() + "). Ctrl-C ends everything.");
        screen.blank();
        story.introduced();
        new CountDownLatch(1).await();
        return 0;
    }

    /** Reads the file before anything is started: that it is wrong should be said at once. */
    private CompletableFuture<RunTenant> realTenant(Path file) {
        RunTenant tenant = RunTenant.real(file);
        screen.fact("real tenant", tenant.where());
        return CompletableFuture.completedFuture(tenant);
    }

    private RunTenant simulatedTenant() {
        long began = System.nanoTime();
        RunTenant tenant = RunTenant.simulated(clock);
        screen.started("simulated tenant", tenant.where(), since(began));
        return tenant;
    }

    private Artifact unzip() {
        long began = System.nanoTime();
        try {
            Artifact artifact = Artifact.unzip();
            endings.addLast(artifact::close);
            screen.started("function.zip", Artifact.size() / 1_000_000 + " MB, unzipped", since(began));
            return artifact;
        } catch (IOException fault) {
            throw new UncheckedIOException("Cannot unzip target/function.zip", fault);
        }
    }

    private void startAws() {
        long began = System.nanoTime();
        LocalEndpoints endpoints = LocalAws.endpoints();
        Duration took = since(began);
        screen.started("DynamoDB Local", endpoints.dynamoDb(), took);
        screen.started("SQS (ElasticMQ)", endpoints.sqs(), took);
        screen.started("Secrets Manager", endpoints.secretsManager() + " (stand-in)", took);
    }

    private void tellApi(Gateway gateway, Map<String, LambdaFunction> functions) {
        boolean moved = settings.port() != 0 && settings.port() != gateway.port();
        screen.blank();
        screen.fact("API", gateway.address() + (moved ? " (" + settings.port() + " is in use)" : ""));
        screen.fact("functions", String.join(", ", functions.keySet()) + "; each starts at its first call");
        screen.fact("their logs", LOGS.resolve("<function>.log").toString());
        screen.blank();
    }

    private void startPollers(LocalDeployment deployment, Map<String, LambdaFunction> functions, SyncStory story) {
        SqsClient sqs = LocalAws.sqs();
        ExecutorService threads = Executors.newCachedThreadPool();
        for (LocalTemplate.Subscription subscription : template.subscriptions()) {
            QueuePoller poller = new QueuePoller(
                    sqs,
                    deployment.queueUrl(subscription.queue()),
                    subscription,
                    functions.get(subscription.function()));
            threads.execute(() -> story.guard(poller::run));
        }
    }

    private void startTicks(RunTenant tenant, Map<String, LambdaFunction> functions, SyncStory story) {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        for (LocalTemplate.Tick tick : template.ticks()) {
            LambdaFunction function = functions.get(tick.function());
            Runnable ring = () -> story.guard(() -> {
                if (story.hasFirstSync()) {
                    tenant.tick();
                }
                call(function, tick.event());
            });
            var unused = timer.scheduleAtFixedRate(ring, 0, settings.tick().toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private static void call(LambdaFunction function, String event) {
        try {
            function.invoke(event);
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }

    /** In order. Servers and threads of this process end with it; only what would outlive it is looked after. */
    private void end() {
        endings.forEach(Runnable::run);
    }

    private static <T> T settle(CompletableFuture<T> start) {
        try {
            return start.join();
        } catch (CompletionException failed) {
            throw Optional.ofNullable(failed.getCause())
                    .filter(RuntimeException.class::isInstance)
                    .map(RuntimeException.class::cast)
                    .orElse(failed);
        }
    }

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }
}
