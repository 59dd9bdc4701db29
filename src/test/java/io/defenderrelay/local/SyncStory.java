package io.defenderrelay.local;

import io.defenderrelay.model.Kind;
import io.defenderrelay.store.Cursor;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tells on the screen what the functions do: their starts and failures, the first sync with the requests that can be
 * sent then, and after that each run of the sync and each hunt.
 */
final class SyncStory {
    private static final String ALERTS = "alert-sync";
    private static final String INCIDENTS = "incident-sync";
    private static final SyncLine NOTHING = new SyncLine(false, Map.of(), Optional.empty());

    private final Screen screen;
    private final Clock clock;
    private final LocalDeployment deployment;
    private final String alias;
    private final Map<String, CompletableFuture<LambdaFunction.Call>> firstSyncs =
            Map.of(ALERTS, new CompletableFuture<>(), INCIDENTS, new CompletableFuture<>());
    private final AtomicLong events = new AtomicLong();
    private final CompletableFuture<Boolean> introduced = new CompletableFuture<>();
    private volatile boolean ended;

    SyncStory(Screen screen, Clock clock, LocalDeployment deployment, String alias) {
        this.screen = screen;
        this.clock = clock;
        this.deployment = deployment;
        this.alias = alias;
    }

    /** Tells of a call; of a sync after the first only once the first was told, of a hunt only after that. */
    void tell(LambdaFunction function, LambdaFunction.Call call) {
        if (ended) {
            return;
        }
        if (!call.started().isZero()) {
            screen.started(function.name(), "process started for this call", call.started());
        }
        if (call.answer().failed()) {
            screen.failure(function, call);
        }
        if (introduced.isDone()) {
            HuntLine.read(call.printed()).ifPresent(line -> screen.hunt(now(), function.name(), line, call.took()));
        }
        CompletableFuture<LambdaFunction.Call> first = firstSyncs.get(function.name());
        if (first == null || first.complete(call)) {
            return;
        }
        introduced.join();
        SyncLine.read(call.printed()).ifPresent(line -> {
            screen.run(now(), function.name(), line, page(function.name()), call.took());
            line.problem().ifPresent(screen::trouble);
        });
    }

    boolean hasFirstSync() {
        return firstSyncs.values().stream().allMatch(CompletableFuture::isDone);
    }

    /** An event that was put on the bus: told from the first tick on, before that only counted. */
    void event(BusServer.Taken event) {
        events.incrementAndGet();
        if (!ended && introduced.isDone()) {
            screen.event(
                    now(),
                    event.type(),
                    event.detail().path("id").asText(event.detail().path("feed").asText()));
        }
    }

    /** Waits for the first sync of each feed and tells of it; false when one did not come, or brought nothing. */
    boolean tellFirstSync(Duration patience, Path logs) throws InterruptedException {
        screen.blank();
        boolean alerts = tellFirstSync(ALERTS, "alert", patience, logs);
        return tellFirstSync(INCIDENTS, "incident", patience, logs) && alerts;
    }

    /** Waits until events came too; false when none did. */
    boolean tellFirstEvents(Duration patience) throws InterruptedException {
        for (long waited = 0; events.get() == 0 && waited < patience.toMillis(); waited += 100) {
            Thread.sleep(100);
        }
        screen.headline("on the bus:  " + Screen.count(events.get(), "event") + " so far");
        return events.get() > 0;
    }

    private boolean tellFirstSync(String function, String noun, Duration patience, Path logs)
            throws InterruptedException {
        LambdaFunction.Call call;
        try {
            call = Objects.requireNonNull(firstSyncs.get(function)).get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            screen.trouble("There was no first sync within " + patience.toMinutes() + " minutes");
            return false;
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
        SyncLine line = SyncLine.read(call.printed()).orElse(NOTHING);
        line.problem().ifPresent(screen::trouble);
        if (call.answer().failed() || line.problem().isPresent()) {
            screen.log(logs.resolve(function + ".log"));
        } else {
            screen.headline("first sync: " + Screen.count(line.created(), noun) + " in "
                    + Screen.seconds(call.took()) + ", " + Screen.count(line.calls(), "remote call") + ", feed page "
                    + page(function) + (line.behind() ? "; more to come" : "") + sinceCommand());
        }
        return line.created() > 0;
    }

    /**
     * Shows the requests that somebody would send first, each tried; returns whether all were answered well.
     *
     * @param more whether to hunt and to act, too
     */
    boolean tour(URI api, boolean more) throws InterruptedException {
        List<TourStop> stops = new ArrayList<>(new ApiTour(api, alias).take());
        if (more) {
            stops.addAll(new HuntTour(api, alias).take());
        }
        screen.blank();
        boolean read = show("Try it:", stops, ApiTour.STOPS + (more ? HuntTour.STOPS : 0));
        if (!more) {
            return read;
        }
        return show("Isolate a device, with another's approval:", new ActionTour(api, alias).take(), ActionTour.STOPS)
                && read;
    }

    private boolean show(String headline, List<TourStop> stops, int expected) {
        screen.plain(headline);
        stops.forEach(stop -> screen.command(stop.command()));
        screen.blank();
        List<TourStop> failed = stops.stream().filter(stop -> !stop.well()).toList();
        failed.forEach(stop -> screen.trouble("Answered " + stop.status() + ", not 200: " + stop.address()));
        if (stops.size() < expected) {
            screen.trouble((expected - stops.size())
                    + " of these are missing, since what they ask for is not there: read target/local/*.log");
        }
        return failed.isEmpty() && stops.size() == expected;
    }

    /** From now on each run is told. */
    void introduced() {
        introduced.complete(true);
    }

    /** Does the work and tells of what its thread would die of in silence. */
    void guard(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException fault) {
            if (!ended) {
                screen.trouble("The local run itself failed: " + fault);
            }
        }
    }

    /** Tells no more: what fails from now on fails because everything ends. */
    void quiet() {
        ended = true;
    }

    void farewell() {
        if (introduced.isDone()) {
            screen.blank();
            screen.plain("Ended; nothing is left running.");
        }
    }

    private LocalTime now() {
        return LocalTime.now(clock.withZone(ZoneId.systemDefault()));
    }

    private long page(String function) {
        Kind kind = function.equals(ALERTS) ? Kind.ALERT : Kind.INCIDENT;
        return deployment.cursor(alias, kind).map(Cursor::committed).orElse(0L);
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
}
