package io.defenderrelay.local;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One process of a function, as Lambda runs one: fed by a runtime API of its own, killed when it takes too long. */
final class FunctionProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final List<String> KEPT_ON_WINDOWS = List.of("SystemRoot", "TEMP", "TMP");

    private static final Answer EXITED = Answer.failure("Runtime.ExitError", "The function's process ended by itself");

    private final FunctionPlan plan;
    private final Clock clock;
    private final RuntimeApi api;
    private final Process process;
    private final CompletableFuture<Void> ended;

    private FunctionProcess(FunctionPlan plan, Clock clock, RuntimeApi api, Process process) {
        this.plan = plan;
        this.clock = clock;
        this.api = api;
        this.process = process;
        this.ended = process.onExit().thenAccept(past -> api.fail(EXITED));
    }

    /**
     * Starts a process of the function from the artifact.
     *
     * @param options of the JVM
     * @param log what the process prints is added here
     */
    static FunctionProcess start(FunctionPlan plan, Artifact artifact, List<String> options, Path log, Clock clock)
            throws IOException {
        RuntimeApi api = RuntimeApi.start(plan.name(), clock);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", artifact.classPath(), RuntimeLoop.class.getName()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(artifact.root().toFile())
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(log.toAbsolutePath().toFile()));
        Map<String, String> inherited = new LinkedHashMap<>(builder.environment());
        builder.environment().clear();
        KEPT_ON_WINDOWS.stream().filter(inherited::containsKey).forEach(name -> builder.environment()
                .put(name, inherited.get(name)));
        builder.environment().putAll(plan.environment());
        builder.environment().putAll(lambdaVariables(plan, artifact, api));
        Process process = builder.start();
        return new FunctionProcess(plan, clock, api, process);
    }

    /** What Lambda's own JVMs run with, and a heap that fits the function's memory. */
    static List<String> lambdaOptions(FunctionPlan plan) {
        return List.of(
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-Xmx" + plan.memoryMegabytes() * 85 / 100 + "m");
    }

    /** Waits until the start is over, well or not. */
    void awaitReady() {
        api.ready().join();
    }

    boolean alive() {
        return process.isAlive();
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** Runs the function once; returns when it answered or its time is over, which ends the process. */
    Answer invoke(String event) throws InterruptedException {
        awaitReady();
        Instant deadline = clock.instant().plus(plan.timeout());
        CompletableFuture<Answer> answer = api.invoke(event, deadline);
        if (!process.isAlive()) {
            // What was handed over after the end was told is failed here.
            ended.thenRun(() -> api.fail(EXITED)).join();
        }
        try {
            return answer.get(plan.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            process.destroyForcibly();
            return Answer.failure(
                    "Sandbox.Timedout", "Task timed out after " + plan.timeout().toSeconds() + ".00 seconds");
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Ends the process at once, as Lambda does with one that it no longer needs. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
        api.close();
    }

    /** Asks the process to end, then makes it. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException hurried) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        api.close();
    }

    private static Map<String, String> lambdaVariables(FunctionPlan plan, Artifact artifact, RuntimeApi api) {
        return Map.of(
                "AWS_LAMBDA_RUNTIME_API", api.address(),
                "AWS_LAMBDA_FUNCTION_NAME", plan.name(),
                "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(plan.memoryMegabytes()),
                "AWS_LAMBDA_LOG_FORMAT", "JSON",
                "LAMBDA_TASK_ROOT", artifact.root().toString(),
                "_HANDLER", "io.quarkus.funqy.lambda.FunqyStreamHandler::handleRequest",
                "TZ", ":UTC");
    }
}
