package io.defenderrelay.local;

import io.defenderrelay.Template;
import io.defenderrelay.store.Cursor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
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
    private static final String SYNC = "alert-sync";

    private final LocalSettings settings;
    private final Screen screen;
    private final Clock clock = Clock.systemUTC();
    private final LocalTemplate template = new LocalTemplate(Template.read());
    private final ConcurrentLinkedDeque<Runnable> endings = new ConcurrentLinkedDeque<>();
    private final CompletableFuture<LambdaFunction.Call> firstSync = new CompletableFuture<>();
    private final CompletableFuture<Boolean> toured = new CompletableFuture<>();
    private volatile boolean stopping;

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
            endWithParent();
            code = run.run();
        } catch (IllegalStateException | IOException fault) {
            screen.trouble(String.valueOf(fault.getMessage()));
        }
        Runtime.getRuntime().exit(code);
    }

    private int run() throws IOException, InterruptedException {
        screen.title("Defender Relay, local run");
        Gateway gateway = Gateway.bind(settings.port());
        CompletableFuture<RunTenant> tenantStart = settings.tenant()
                .map(this::realTenant)
                .orElseGet(() -> CompletableFuture.supplyAsync(this::startTenant));
        CompletableFuture<Artifact> artifactStart = CompletableFuture.supplyAsync(this::unzip);
        startAws();
        LocalDeployment deployment = LocalDeployment.create(template);
        RunTenant tenant = settle(tenantStart);
        tenant.addTo(deployment);
        Map<String, LambdaFunction> functions = LocalDeployment.functions(
                deployment.plans(tenant.environment()),
                settle(artifactStart),
                LOGS,
                clock,
                (function, call) -> tell(function, call, deployment, tenant.alias()));
        functions.values().forEach(function -> endings.push(function::close));
        gateway.serve(new GatewayRoutes(template.routes()), functions, clock);
        tellApi(gateway, functions);
        startPollers(deployment, functions);
        startTicks(tenant, functions);
        return afterFirstSync(deployment, tenant, gateway);
    }

    /** Looks often: the JDK's own watch over a process that is no child may take seconds. */
    private static void endWithParent() {
        ProcessHandle parent = ProcessHandle.current().parent().orElseThrow();
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        Runnable look = () -> {
            if (!parent.isAlive()) {
                Runtime.getRuntime().exit(0);
            }
        };
        var unused = timer.scheduleAtFixedRate(look, 250, 250, TimeUnit.MILLISECONDS);
    }

    /** Reads the file before anything is started: that it is wrong should be said at once. */
    private CompletableFuture<RunTenant> realTenant(Path file) {
        RunTenant tenant = RunTenant.real(file);
        screen.fact("real tenant", tenant.where());
        return CompletableFuture.completedFuture(tenant);
    }

    private RunTenant startTenant() {
        long began = System.nanoTime();
        RunTenant tenant = RunTenant.simulated(clock);
        screen.started("simulated tenant", tenant.where(), since(began));
        return tenant;
    }

    private Artifact unzip() {
        long began = System.nanoTime();
        try {
            Artifact artifact = Artifact.unzip();
            endings.push(artifact::close);
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
        screen.blank();
        screen.fact("API", gateway.address().toString() + portNote(gateway));
        screen.fact("functions", String.join(", ", functions.keySet()) + "; each starts at its first call");
        screen.fact("their logs", LOGS.resolve("<function>.log").toString());
        screen.blank();
    }

    private String portNote(Gateway gateway) {
        boolean moved = settings.port() != 0 && settings.port() != gateway.port();
        return moved ? " (" + settings.port() + " is in use)" : "";
    }

    private void startPollers(LocalDeployment deployment, Map<String, LambdaFunction> functions) {
        SqsClient sqs = LocalAws.sqs();
        ExecutorService threads = Executors.newCachedThreadPool();
        for (LocalTemplate.Subscription subscription : template.subscriptions()) {
            QueuePoller poller = new QueuePoller(
                    sqs,
                    deployment.queueUrl(subscription.queue()),
                    subscription,
                    functions.get(subscription.function()));
            threads.execute(() -> guarded(poller::run));
        }
    }

    private void startTicks(RunTenant tenant, Map<String, LambdaFunction> functions) {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        for (LocalTemplate.Tick tick : template.ticks()) {
            LambdaFunction function = functions.get(tick.function());
            Runnable ring = () -> guarded(() -> {
                if (firstSync.isDone()) {
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

    /** Tells of what a thread would die of in silence. */
    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException fault) {
            if (!stopping) {
                screen.trouble("The local run itself failed: " + fault);
            }
        }
    }

    private void tell(LambdaFunction function, LambdaFunction.Call call, LocalDeployment deployment, String alias) {
        if (stopping) {
            return;
        }
        if (!call.started().isZero()) {
            screen.started(function.name(), "process started for its first call", call.started());
        }
        if (call.answer().failed()) {
            screen.failure(function, call);
        }
        if (!function.name().equals(SYNC) || firstSync.complete(call)) {
            return;
        }
        toured.join();
        SyncLine.read(call.printed()).ifPresent(line -> {
            screen.run(
                    LocalTime.now(clock.withZone(ZoneId.systemDefault())), line, page(deployment, alias), call.took());
            line.problem().ifPresent(screen::trouble);
        });
    }

    private int afterFirstSync(LocalDeployment deployment, RunTenant tenant, Gateway gateway)
            throws InterruptedException {
        boolean synced = tellFirstSync(firstSync.join(), deployment, tenant);
        boolean answered = synced && tour(new ApiTour(gateway.address(), tenant.alias()));
        if (settings.exitAfterFirstSync()) {
            return answered ? 0 : 1;
        }
        screen.plain("A tick every " + settings.tick().toSeconds() + " s (in AWS: "
                + template.ticks().get(0).expression() + "). Ctrl-C ends everything.");
        screen.blank();
        toured.complete(true);
        new CountDownLatch(1).await();
        return 0;
    }

    /** Returns whether alerts came. */
    private boolean tellFirstSync(LambdaFunction.Call call, LocalDeployment deployment, RunTenant tenant) {
        SyncLine line = SyncLine.read(call.printed()).orElse(new SyncLine(false, Map.of(), Optional.empty()));
        line.problem().ifPresent(screen::trouble);
        if (call.answer().failed() || line.problem().isPresent()) {
            screen.log(LOGS.resolve(SYNC + ".log"));
        } else {
            screen.headline(
                    "first sync: " + Screen.count(line.created(), "alert") + " in " + Screen.seconds(call.took())
                            + ", " + Screen.count(line.calls(), "remote call") + ", feed page "
                            + page(deployment, tenant.alias())
                            + (line.behind() ? "; more to come" : "") + sinceCommand());
        }
        screen.blank();
        return line.created() > 0;
    }

    /** Shows the requests that somebody would send first, each tried; returns whether all were answered well. */
    private boolean tour(ApiTour api) throws InterruptedException {
        List<ApiTour.Stop> stops = api.take();
        screen.plain("Try it:");
        stops.forEach(stop -> screen.command(stop.command()));
        screen.blank();
        List<ApiTour.Stop> failed =
                stops.stream().filter(stop -> stop.status() != 200).toList();
        failed.forEach(stop -> screen.trouble("Answered " + stop.status() + ", not 200: " + stop.address()));
        return failed.isEmpty() && stops.size() == 3;
    }

    private static long page(LocalDeployment deployment, String alias) {
        return deployment.cursor(alias).map(Cursor::committed).orElse(0L);
    }

    /** The process that started us is Maven's, if it is a young Java. */
    private String sinceCommand() {
        ProcessHandle.Info maven =
                ProcessHandle.current().parent().orElseThrow().info();
        Duration age = Duration.between(maven.startInstant().orElse(Instant.EPOCH), clock.instant());
        boolean young = age.compareTo(Duration.ofMinutes(30)) < 0;
        return young && maven.command().orElse("").contains("java")
                ? " (" + Screen.seconds(age) + " after ./mvnw)"
                : "";
    }

    private static <T> T settle(CompletableFuture<T> start) {
        try {
            return start.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof IllegalStateException known) {
                throw known;
            }
            throw failed;
        }
    }

    /** Servers and threads of this process end with it; only what would outlive it is looked after. */
    private void end() {
        stopping = true;
        endings.forEach(Runnable::run);
        if (toured.isDone()) {
            screen.blank();
            screen.plain("Ended; nothing is left running.");
        }
    }

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }
}
