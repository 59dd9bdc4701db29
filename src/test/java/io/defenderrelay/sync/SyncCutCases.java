package io.defenderrelay.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.defenderrelay.local.Boundaries;
import io.defenderrelay.local.ProcessCut;
import io.defenderrelay.microsoft.MicrosoftApi;
import io.defenderrelay.model.Kind;
import io.defenderrelay.problem.ConnectorException;
import io.defenderrelay.simulated.SimulatedTenant;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A run of several pages with updates, ties and late arrivals is cut at every single call; nothing is lost or doubled. */
abstract class SyncCutCases {
    private static final Duration LEASE = Duration.ofMinutes(4);

    private static SimulatedTenant microsoft;

    @Inject
    @RestClient
    MicrosoftApi api;

    @BeforeAll
    static void start() {
        microsoft = SimulatedTenant.start(Clock.systemUTC());
    }

    @AfterAll
    static void stop() {
        microsoft.close();
    }

    @Test
    void cutBeforeAnyCallOfTheFirstRun() {
        assertThat(everyCall(Boundaries::cutBefore, true)).isEmpty();
    }

    @Test
    void cutAfterAnyCallOfTheFirstRun() {
        assertThat(everyCall(Boundaries::cutAfter, true)).isEmpty();
    }

    @Test
    void cutBeforeAnyCallOfALaterRun() {
        assertThat(everyCall(Boundaries::cutBefore, false)).isEmpty();
    }

    @Test
    void cutAfterAnyCallOfALaterRun() {
        assertThat(everyCall(Boundaries::cutAfter, false)).isEmpty();
    }

    @Test
    void answerOfAnyCallLost() {
        assertThat(everyCall(Boundaries::loseAnswer, false)).isEmpty();
    }

    @Test
    void anyCallSentTwice() {
        assertThat(everyCall(Boundaries::sendTwice, false)).isEmpty();
    }

    /** Tells the cuts after which a promise is broken. */
    private List<String> everyCall(IntFunction<Boundaries> cut, boolean firstRun) {
        int calls = calls(firstRun);
        List<String> broken = new ArrayList<>();
        for (int call = 1; call <= calls; call++) {
            SyncWorld world = world();
            if (!firstRun) {
                world.run();
                change(world);
            }
            live(world, cut.apply(call));
            if (firstRun) {
                change(world);
            }
            world.clock.move(LEASE);
            world.runUntilIdle();
            world.clock.move(Duration.ofHours(1));
            world.runUntilIdle();
            List<String> faults = FeedOracle.faults(world);
            if (!faults.isEmpty()) {
                broken.add("call " + call + ": " + faults);
            }
        }
        return broken;
    }

    private int calls(boolean firstRun) {
        SyncWorld world = world();
        if (!firstRun) {
            world.run();
            change(world);
        }
        Boundaries boundaries = Boundaries.countOnly();
        world.run(boundaries);
        assertThat(boundaries.calls())
                .contains("POST", "BatchGetItemRequest", "BatchWriteItemRequest", "TransactWriteItemsRequest")
                .filteredOn("GET"::equals)
                .hasSizeGreaterThan(2);
        return boundaries.count();
    }

    /** The feed under test. */
    Kind kind() {
        return Kind.ALERT;
    }

    private SyncWorld world() {
        SyncWorld world = new SyncWorld(api, microsoft, 7, kind()).pageSize(8);
        world.add(20, SyncWorld.START.minus(Duration.ofHours(5)), SyncWorld.START);
        world.addTies(9, SyncWorld.START.minus(Duration.ofHours(1)));
        return world;
    }

    /** Updates, one at an equal time, ties and a late arrival. */
    private static void change(SyncWorld world) {
        world.clock.move(Duration.ofMinutes(2));
        Instant now = world.clock.instant();
        List<String> ids = List.copyOf(world.records().ids());
        for (int index = 0; index < ids.size(); index += 3) {
            Instant time = now.minusSeconds(ids.size() - index);
            world.records().update(ids.get(index), time, world.generator::change);
        }
        Instant unchanged = world.records().current(ids.get(1)).orElseThrow().lastUpdateDateTime();
        world.records().update(ids.get(1), unchanged, world.generator::change);
        world.addTies(6, now.minusSeconds(1));
        world.records().add(world.generator.record(now.minus(Duration.ofHours(3)), now.minus(Duration.ofHours(2))));
    }

    private static void live(SyncWorld world, Boundaries boundaries) {
        try {
            world.run(boundaries);
        } catch (ProcessCut | ConnectorException ended) {
            assertThat(ended).hasMessageNotContaining(microsoft.clientSecret());
        }
    }
}
