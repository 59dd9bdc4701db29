package io.defenderrelay.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.defenderrelay.local.Boundaries;
import io.defenderrelay.local.ProcessCut;
import io.defenderrelay.problem.PermissionException;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The two feeds of one tenant, side by side. */
@QuarkusTest
class BothFeedsTest extends SimulatedSync {
    private static final Duration LEASE = SyncWorld.TIMEOUT.plusSeconds(5);

    private SyncWorld incidents;

    @BeforeEach
    void openBoth() {
        incidents = world.otherFeed(8);
        world.add(20, START.minus(Duration.ofHours(5)), START);
        incidents.add(10, START.minus(Duration.ofHours(5)), START);
    }

    @Test
    void eachFeedRunsWhileTheOtherHoldsItsLease() {
        List<SyncReport> inner = new ArrayList<>();

        SyncReport alerts = world.run(Boundaries.freezeBefore(3, () -> inner.add(incidents.run())));

        assertThat(alerts.created()).isEqualTo(20);
        assertThat(inner).singleElement().matches(report -> !report.held() && report.created() == 10);
        assertThat(world.cursor().epoch()).isEqualTo(1);
        assertThat(incidents.cursor().epoch()).isEqualTo(1);
        assertThat(FeedOracle.faults(world)).isEmpty();
        assertThat(FeedOracle.faults(incidents)).isEmpty();
    }

    @Test
    void runOfOneFeedBetweenAnyTwoCallsOfTheOtherChangesNothingForIt() {
        world.pageSize(10);
        int calls = recordedRun().count();

        for (int call = 1; call <= calls; call++) {
            open();
            openBoth();
            world.pageSize(10);
            SyncWorld other = incidents;
            SyncReport report = world.run(Boundaries.freezeBefore(call, other::run));

            assertThat(report.created()).as("before call " + call).isEqualTo(20);
            assertThat(report.error()).as("before call " + call).isNull();
            assertThat(FeedOracle.faults(world)).as("before call " + call).isEmpty();
            assertThat(FeedOracle.faults(other)).as("before call " + call).isEmpty();
        }
    }

    @Test
    void feedThatWasCutHoldsUpItselfAlone() {
        cutAfter(6);

        SyncReport report = incidents.run();

        assertThat(report.held()).isFalse();
        assertThat(report.created()).isEqualTo(10);
        assertThat(world.run().held()).isTrue();
        pass(LEASE);
        assertThat(faultsWhenIdle()).isEmpty();
    }

    @Test
    void permissionThatOneFeedLacksKeepsTheOtherFromNothing() {
        microsoft.revoke(incidents.permission());

        SyncReport without = incidents.run();
        SyncReport with = world.run();

        assertThat(without.error()).isInstanceOf(PermissionException.class);
        assertThat(without.error()).hasMessageContaining("SecurityIncident.Read.All");
        assertThat(incidents.cursor().notBefore()).isNotNull();
        assertThat(with.created()).isEqualTo(20);
        assertThat(world.cursor().notBefore()).isNull();
    }

    @Test
    void alertAndIncidentOfOneIdAreTwoFindings() {
        addRecord("4711", START.minusSeconds(10));
        incidents.records().add(incidents.generator.record("4711", START.minusSeconds(10)));

        world.run();
        incidents.run();

        assertThat(feedOf("4711")).hasSize(1);
        assertThat(FeedOracle.faults(world)).isEmpty();
        assertThat(FeedOracle.faults(incidents)).isEmpty();
    }

    private void cutAfter(int calls) {
        try {
            world.run(Boundaries.cutAfter(calls));
        } catch (ProcessCut expected) {
            return;
        }
        throw new AssertionError("The run ended before its cut");
    }
}
