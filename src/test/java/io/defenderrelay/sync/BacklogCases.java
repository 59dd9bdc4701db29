package io.defenderrelay.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.defenderrelay.problem.UpstreamException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** More than one run can read, in calls or in time. */
abstract class BacklogCases extends SimulatedSync {

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void backlogBeyondTheCallsOfARunIsDrainedByTheNextOnes(boolean unsorted) {
        world.pageSize(5).add(600, START.minus(Duration.ofDays(10)), START);
        if (unsorted) {
            microsoft.faults().ignoreOrder();
        }

        SyncReport first = world.run();

        assertThat(first.calls()).isLessThanOrEqualTo(Limits.CALLS);
        assertThat(first.behind()).isTrue();
        assertThat(faultsWhenIdle()).isEmpty();
        assertThat(world.cursor().behind()).isFalse();
    }

    @Test
    void everyRunOfABacklogMovesOn() {
        world.pageSize(5).add(1_200, START.minus(Duration.ofDays(10)), START);
        List<Instant> positions = new ArrayList<>();

        SyncReport report = world.run();
        positions.add(position());
        while (report.behind()) {
            pass(Duration.ofMinutes(1));
            report = world.run();
            positions.add(position());
        }

        assertThat(positions).hasSizeBetween(4, 12).isSorted().doesNotHaveDuplicates();
        assertThat(FeedOracle.faults(world)).isEmpty();
    }

    @Test
    void newAlertsThatKeepComingDoNotKeepABacklogFromDraining() {
        world.pageSize(5).add(500, START.minus(Duration.ofDays(10)), START);

        SyncReport report = world.run();
        for (int minute = 0; minute < 30 && report.behind(); minute++) {
            world.add(10, world.clock.instant().minusSeconds(30), world.clock.instant());
            pass(Duration.ofMinutes(1));
            report = world.run();
        }

        assertThat(report.behind()).isFalse();
        assertThat(FeedOracle.faults(world)).isEmpty();
    }

    @Test
    void runEndsItselfBeforeItsDeadlineAndTheNextGoesOn() {
        world.pageSize(5).add(200, START.minus(Duration.ofDays(10)), START);
        microsoft.faults().link(link -> link).when(call -> {
            pass(Duration.ofSeconds(20));
            return true;
        });

        SyncReport report = world.run();

        assertThat(report.error()).isNull();
        assertThat(report.behind()).isTrue();
        assertThat(report.created()).isPositive();
        assertThat(world.clock.instant()).isBefore(START.plus(SyncWorld.TIMEOUT).minusSeconds(10));
        assertThat(world.cursor().lastError()).isNull();
        Instant reached = position();
        assertThat(world.run().held()).isFalse();
        assertThat(position()).isAfter(reached);
        microsoft.faults().clear();
        assertThat(faultsWhenIdle()).isEmpty();
    }

    @Test
    void callThatOutlastsTheDeadlineLosesNothing() {
        world.pageSize(5).add(100, START.minus(Duration.ofDays(10)), START);
        microsoft.faults().link(link -> link).onCall(5).when(call -> {
            pass(SyncWorld.TIMEOUT.minusSeconds(5));
            return true;
        });

        SyncReport report = world.run();

        assertThat(report.error() == null || report.error() instanceof UpstreamException)
                .isTrue();
        assertThat(report.created()).isEqualTo(20);
        microsoft.faults().clear();
        assertThat(faultsWhenIdle()).isEmpty();
    }

    @Test
    void threeHoursWithoutRunsAreDrainedWithoutAGap() {
        world.add(50, START.minus(Duration.ofHours(5)), START);
        world.runUntilIdle();
        world.pageSize(10).add(700, START, START.plus(Duration.ofHours(3)));
        pass(Duration.ofHours(3));

        List<String> faults = faultsWhenIdle();

        assertThat(faults).isEmpty();
        assertThat(world.feed()).hasSize(750);
    }

    @Test
    void burstAboveTheUsualIsReadInOneRun() {
        addRecord("usual", START.minusSeconds(60));
        world.run();
        pass(Duration.ofMinutes(1));
        world.add(world.scaled(3_000), START, world.clock.instant());

        SyncReport report = world.run();

        assertThat(report.created()).isEqualTo(world.scaled(3_000));
        assertThat(report.behind()).isFalse();
    }

    @Test
    void sweepsAreNotStarvedByABacklog() {
        world.pageSize(5).add(50, START.minus(Duration.ofDays(10)), START);
        world.runUntilIdle();
        addRecord("late", START.minus(Duration.ofHours(2)));
        pass(Duration.ofHours(2));
        world.add(2_000, START, world.clock.instant());

        int runs = 0;
        while (!feedIds().contains("late") && runs < 5) {
            world.run();
            runs++;
            pass(Duration.ofMinutes(1));
        }

        assertThat(feedIds()).contains("late");
        assertThat(world.cursor().behind()).isTrue();
    }
}
