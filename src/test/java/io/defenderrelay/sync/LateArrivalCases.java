package io.defenderrelay.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Changes that appear in Microsoft's list long after the time that they carry. */
abstract class LateArrivalCases extends SimulatedSync {

    @ParameterizedTest
    @CsvSource({"PT2H, PT1H", "PT20H, PT1H", "PT24H, PT1H", "PT156H, P1D", "P7D, P1D", "P29D, P7D", "P30D, P7D"})
    void changeThatAppearsLateIsFoundByTheNextSweepThatReachesIt(Duration late, Duration sweep) {
        world.add(20, START.minus(Duration.ofDays(2)), START);
        world.runUntilIdle();
        pass(Duration.ofSeconds(50));
        addRecord("late", world.clock.instant().minus(late));
        pass(sweep);

        world.runUntilIdle();

        assertThat(feedOf("late")).hasSize(1);
        assertThat(world.cursor().count("late")).isEqualTo(1);
        assertThat(FeedOracle.faults(world)).isEmpty();
    }

    @Test
    void changeThatAppearsMinutesLateIsFoundByTheNextRun() {
        addRecord("first", START.minusSeconds(10));
        world.run();
        pass(Duration.ofMinutes(5));
        addRecord("late", START.minus(Duration.ofMinutes(8)));

        SyncReport report = world.run();

        assertThat(report.created()).isEqualTo(1);
        assertThat(FeedOracle.faults(world)).isEmpty();
    }

    @Test
    void changeOfAKnownAlertThatAppearsLateIsFoundToo() {
        addRecord("alert", START.minus(Duration.ofHours(10)));
        world.runUntilIdle();
        world.records()
                .appearsAt(START.plus(Duration.ofHours(20)))
                .update("alert", START.plusSeconds(60), world.generator::change);
        for (int hour = 0; hour < 22; hour++) {
            pass(Duration.ofHours(1));
            world.add(2, world.clock.instant().minusSeconds(50), world.clock.instant());
            world.runUntilIdle();
        }

        assertThat(feedOf("alert")).hasSize(2);
        assertThat(FeedOracle.faults(world)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 40})
    void lateChangesAreFoundThoughNothingRanForDays(int days) {
        world.add(20, START.minus(Duration.ofDays(2)), START);
        world.runUntilIdle();
        Instant unseen = START.minus(Duration.ofHours(20));
        addRecord("late", unseen);
        pass(Duration.ofDays(days));

        world.runUntilIdle();

        assertThat(feedOf("late")).hasSize(1);
        assertThat(FeedOracle.faults(world)).isEmpty();
    }

    @Test
    void alertReopenedAfterThePositionPassedItIsARevision() {
        addRecord("alert", START.minus(Duration.ofHours(10)));
        world.records().update("alert", START.minus(Duration.ofHours(9)), alert -> alert.put("status", "resolved"));
        world.runUntilIdle();
        pass(Duration.ofHours(2));
        world.records().update("alert", world.clock.instant(), alert -> alert.put("status", "inProgress"));

        SyncReport report = world.run();

        assertThat(report.updated()).isEqualTo(1);
        assertThat(FeedOracle.faults(world)).isEmpty();
    }

    @Test
    void closureIsToldAsSuch() {
        addRecord("alert", START.minus(Duration.ofHours(10)));
        world.records().update("alert", START.minus(Duration.ofHours(9)), alert -> alert.put("status", "new"));
        world.runUntilIdle();
        world.records().update("alert", START, alert -> alert.put("status", "resolved"));

        SyncReport report = world.run();

        assertThat(report.closed()).isEqualTo(1);
    }

    @Test
    void monthsOldAlertThatWasNeverTouchedIsNotANewOne() {
        world.runUntilIdle();
        addRecord("old", START.minus(Duration.ofDays(120)));

        world.sweepAll();

        assertThat(world.feed()).isEmpty();
    }

    @Test
    void monthsOldAlertThatChangedSinceTheStartArrives() {
        world.records().add(world.generator.record(START.minus(Duration.ofDays(120)), START.minusSeconds(60)));

        SyncReport report = world.run();

        assertThat(report.created()).isEqualTo(1);
    }

    @Test
    void sweepsThatFindNothingWriteNothing() {
        world.add(100, START.minus(Duration.ofDays(2)), START);
        world.runUntilIdle();
        pass(Duration.ofDays(8));

        assertThat(recordedRun().calls()).doesNotContain("BatchWriteItemRequest", "TransactWriteItemsRequest");
    }
}
