package io.defenderrelay.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.defenderrelay.local.Boundaries;
import io.defenderrelay.local.WriteUnits;
import io.defenderrelay.microsoft.MicrosoftApi;
import io.defenderrelay.model.Kind;
import io.defenderrelay.simulated.SimulatedTenant;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a run costs, by AWS's published rules and in calls to Microsoft. */
abstract class CountsCases {
    private static final int RECORDS = 1_000;

    private static SimulatedTenant microsoft;

    @Inject
    @RestClient
    MicrosoftApi api;

    private SyncWorld world;
    private WriteUnits units;

    @BeforeAll
    static void start() {
        microsoft = SimulatedTenant.start(Clock.systemUTC());
    }

    @AfterAll
    static void stop() {
        microsoft.close();
    }

    @BeforeEach
    void open() {
        world = new SyncWorld(api, microsoft, 3, kind());
        units = new WriteUnits();
        world.run(Boundaries.countOnly(), units);
        units.reset();
        microsoft.resetCalls();
    }

    /** The feed under test. */
    Kind kind() {
        return Kind.ALERT;
    }

    /** List calls for a thousand records: their pages, and one more that finds the end. */
    int mostCalls() {
        return 4;
    }

    @Test
    void thousandNewRecordsCostFewCallsAndFiveAndAHalfUnitsEach() {
        addThousand();

        SyncReport report = world.run(Boundaries.countOnly(), units);

        assertThat(report.created()).isEqualTo(RECORDS);
        assertThat(microsoft.listCalls()).hasSizeLessThanOrEqualTo(mostCalls());
        assertThat(units.written() / RECORDS).isLessThanOrEqualTo(5.5);
    }

    @Test
    void thousandUnchangedRecordsCostTheCursorsTwoWrites() {
        addThousand();
        world.run(Boundaries.countOnly(), units);
        units.reset();
        microsoft.resetCalls();
        world.clock.move(Duration.ofMinutes(1));

        SyncReport report = world.run(Boundaries.countOnly(), units);

        assertThat(report.seen()).isGreaterThanOrEqualTo(RECORDS);
        assertThat(units.writtenBy().keySet()).containsExactly("UpdateItem");
        assertThat(units.written()).isEqualTo(2);
    }

    @Test
    void thousandChangedRecordsCostFewCalls() {
        addThousand();
        world.run(Boundaries.countOnly(), units);
        world.clock.move(Duration.ofMinutes(20));
        world.run(Boundaries.countOnly(), units);
        changeThousand();
        units.reset();
        microsoft.resetCalls();

        SyncReport report = world.run(Boundaries.countOnly(), units);

        assertThat(report.updated() + report.closed()).isEqualTo(RECORDS);
        assertThat(microsoft.listCalls()).hasSizeLessThanOrEqualTo(mostCalls());
        assertThat(units.written() / RECORDS).isLessThanOrEqualTo(5.5);
    }

    @Test
    void idleRunCostsOneCallAndTwoWrites() {
        world.clock.move(Duration.ofMinutes(1));

        world.run(Boundaries.countOnly(), units);

        assertThat(microsoft.listCalls()).hasSize(1);
        assertThat(units.written()).isEqualTo(2);
    }

    private void addThousand() {
        world.clock.move(Duration.ofMinutes(5));
        world.add(RECORDS, world.clock.instant().minus(Duration.ofMinutes(4)), world.clock.instant());
    }

    private void changeThousand() {
        world.clock.move(Duration.ofMinutes(5));
        List<String> ids = List.copyOf(world.records().ids());
        for (int index = 0; index < ids.size(); index++) {
            world.records()
                    .update(
                            ids.get(index),
                            world.clock.instant().minusMillis(ids.size() - index),
                            world.generator::change);
        }
    }
}
