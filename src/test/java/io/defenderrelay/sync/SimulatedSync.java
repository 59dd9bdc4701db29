package io.defenderrelay.sync;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.defenderrelay.local.Boundaries;
import io.defenderrelay.microsoft.MicrosoftApi;
import io.defenderrelay.model.Kind;
import io.defenderrelay.simulated.Call;
import io.defenderrelay.simulated.SimulatedTenant;
import io.defenderrelay.simulated.Target;
import io.defenderrelay.store.LogReader.Entry;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** What the tests of one kind of fault share: a tenant at Microsoft and, for each test, an empty world. */
abstract class SimulatedSync {
    static final Instant START = SyncWorld.START;

    static SimulatedTenant microsoft;

    @Inject
    @RestClient
    MicrosoftApi api;

    SyncWorld world;

    @BeforeAll
    static void start() {
        microsoft = SimulatedTenant.start(Clock.systemUTC());
    }

    @AfterAll
    static void stop() {
        microsoft.close();
    }

    /** The feed under test. */
    Kind kind() {
        return Kind.ALERT;
    }

    @BeforeEach
    void open() {
        microsoft.reset();
        world = new SyncWorld(api, microsoft, 7, kind());
    }

    /** Runs to the end of all jobs and returns what is wrong with the feed then. */
    List<String> faultsWhenIdle() {
        world.runUntilIdle();
        return FeedOracle.faults(world);
    }

    /** Adds a record of that id, last changed then. */
    void addRecord(String id, Instant version) {
        world.records().add(world.generator.record(id, version));
    }

    /** Adds records of a few bytes each, all last changed at that moment, evenly over sources and severities. */
    void addSmallTies(int count, Instant version) {
        List<String> sources = world.sources();
        List<String> severities = List.of("informational", "low", "medium", "high");
        for (int number = 0; number < count; number++) {
            String source = sources.get(number % sources.size());
            String severity = severities.get(number / sources.size() % severities.size());
            String json = String.format(
                    Locale.ROOT,
                    "{\"id\":\"tie-%06d\",\"" + world.source()
                            + "\":\"%s\",\"severity\":\"%s\",\"createdDateTime\":\"%s\","
                            + "\"lastUpdateDateTime\":\"%s\"}",
                    number,
                    source,
                    severity,
                    version,
                    version);
            world.records().add(json.getBytes(UTF_8));
        }
    }

    List<String> feedIds() {
        return world.feed().stream().map(entry -> entry.reference().id()).toList();
    }

    List<Entry> feedOf(String id) {
        return world.feed().stream()
                .filter(entry -> entry.reference().id().equals(id))
                .toList();
    }

    /** Runs once and returns the calls it made to the outside. */
    Boundaries recordedRun() {
        Boundaries boundaries = Boundaries.countOnly();
        world.run(boundaries);
        return boundaries;
    }

    Instant position() {
        return Objects.requireNonNull(world.cursor().position());
    }

    void pass(Duration time) {
        world.clock.move(time);
    }

    /** Calls that asked for anything but tokens and pages of alerts. */
    List<Call> strayCalls() {
        return microsoft.calls().stream()
                .filter(call -> call.target() != Target.SIGN_IN && call.target() != Target.LIST)
                .toList();
    }
}
