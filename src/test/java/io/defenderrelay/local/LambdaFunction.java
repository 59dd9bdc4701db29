package io.defenderrelay.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * A function that runs on this machine as in Lambda: its process starts at the first call and, when it died, at the next
 * one. Calls wait for each other, as if its concurrency were one.
 */
final class LambdaFunction implements AutoCloseable {
    private final FunctionPlan plan;
    private final Artifact artifact;
    private final Path log;
    private final Clock clock;
    private final BiConsumer<LambdaFunction, Call> listener;
    private volatile Optional<FunctionProcess> process = Optional.empty();
    private volatile boolean closed;

    /** The {@code listener} is told of each call before the caller is. */
    LambdaFunction(
            FunctionPlan plan, Artifact artifact, Path log, Clock clock, BiConsumer<LambdaFunction, Call> listener) {
        this.plan = plan;
        this.artifact = artifact;
        this.log = log;
        this.clock = clock;
        this.listener = listener;
    }

    /**
     * One call of the function.
     *
     * @param started how long it took to start its process; zero when it ran already
     * @param printed what the process printed meanwhile
     */
    record Call(Answer answer, Duration started, Duration took, List<String> printed) {}

    String name() {
        return plan.name();
    }

    Path log() {
        return log;
    }

    synchronized Call invoke(String event) throws InterruptedException {
        if (closed) {
            throw new InterruptedException("The local run ends");
        }
        long began = System.nanoTime();
        long alreadyPrinted = log.toFile().length();
        boolean warm = process.isPresent() && process.get().alive();
        FunctionProcess running = running();
        running.awaitReady();
        long ready = warm ? began : System.nanoTime();
        Answer answer = running.invoke(event);
        long ended = System.nanoTime();
        Call call = new Call(
                answer, Duration.ofNanos(ready - began), Duration.ofNanos(ended - ready), printedSince(alreadyPrinted));
        listener.accept(this, call);
        return call;
    }

    @Override
    public void close() {
        // Not synchronized: a call under way must not keep the run from ending.
        closed = true;
        process.ifPresent(FunctionProcess::kill);
    }

    private FunctionProcess running() {
        process.filter(known -> !known.alive()).ifPresent(FunctionProcess::kill);
        if (process.isEmpty() || !process.get().alive()) {
            try {
                process = Optional.of(
                        FunctionProcess.start(plan, artifact, FunctionProcess.lambdaOptions(plan), log, clock));
            } catch (IOException fault) {
                throw new UncheckedIOException(fault);
            }
        }
        return process.get();
    }

    private List<String> printedSince(long position) {
        try (var file = Files.newInputStream(log)) {
            file.skipNBytes(position);
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException unreadable) {
            return List.of();
        }
    }
}
