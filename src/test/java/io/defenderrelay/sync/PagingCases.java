package io.defenderrelay.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.defenderrelay.local.Boundaries;
import io.defenderrelay.simulated.Call;
import io.defenderrelay.simulated.Listing;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of any size and in any form bring every alert once. */
abstract class PagingCases extends SimulatedSync {

    @ParameterizedTest
    @EnumSource(Listing.LinkStyle.class)
    void everyFormOfLinkLeadsToEveryAlert(Listing.LinkStyle style) {
        world.listing().linkStyle(style).linkLast(style == Listing.LinkStyle.SKIP);
        world.pageSize(20).add(300, START.minus(Duration.ofDays(3)), START);

        List<String> faults = faultsWhenIdle();

        assertThat(faults).isEmpty();
        assertThat(world.feed()).hasSize(300);
    }

    @Test
    void backlogDrainsThoughPagesEndSilentlyBeyondAnOffset() {
        microsoft.faults().stopPagingAt(100);
        world.pageSize(50).add(1_000, START.minus(Duration.ofMinutes(10)), START);

        List<String> faults = faultsWhenIdle();

        assertThat(faults).isEmpty();
    }

    @Test
    void unsortedBacklogDrainsThoughPagesEndSilentlyBeyondAnOffset() {
        microsoft.faults().stopPagingAt(100);
        microsoft.faults().ignoreOrder();
        world.pageSize(50).add(600, START.minus(Duration.ofDays(3)), START);

        List<String> faults = faultsWhenIdle();

        assertThat(faults).isEmpty();
    }

    @Test
    void backlogDrainsThoughDeepOffsetsAreRefused() {
        world.listing().largestSkip(100);
        world.pageSize(25).add(800, START.minus(Duration.ofDays(3)), START);

        List<String> faults = faultsWhenIdle();

        assertThat(faults).isEmpty();
    }

    @Test
    void pagesClampedToFewerRowsThanAskedForLoseNothing() {
        world.listing().largestTop(30).refuseLargerTop(false);
        world.add(250, START.minus(Duration.ofDays(3)), START);

        List<String> faults = faultsWhenIdle();

        assertThat(faults).isEmpty();
    }

    @Test
    void refusedPageSizeIsNamedInTheStatusAndNothingMoves() {
        world.listing().largestTop(world.scaled(50)).refuseLargerTop(true);
        addRecord("one", START.minusSeconds(60));

        SyncReport report = world.run();

        assertThat(report.error()).hasMessageContaining("(400)").hasMessageContaining("request is not accepted");
        assertThat(position()).isBefore(START.minusSeconds(60));
        assertThat(microsoft.listCalls()).hasSizeLessThan(5);
    }

    @Test
    void refusedOrderIsAskedForNoMoreAndNothingIsLost() {
        world.listing().refuseOrderBy(true);
        world.pageSize(20).add(150, START.minus(Duration.ofDays(1)), START);

        List<String> faults = faultsWhenIdle();

        assertThat(faults).isEmpty();
    }

    @Test
    void onePerPageStillMovesOn() {
        world.pageSize(1).add(30, START.minus(Duration.ofHours(1)), START);

        List<String> faults = faultsWhenIdle();

        assertThat(faults).isEmpty();
    }

    @Test
    void pageSizeIsTheSameAfterAnError() {
        world.add(10, START.minus(Duration.ofHours(1)), START);
        microsoft.faults().status(500).times(20);
        world.run();
        microsoft.faults().clear();

        world.runUntilIdle();

        assertThat(microsoft.listCalls().stream()
                        .filter(call -> !"1".equals(call.query("$top")))
                        .map(call -> call.query("$top")))
                .containsOnly(String.valueOf(world.scaled(500)));
    }

    @Test
    void linksAreFollowedAsTheyCameAndNoSkipIsEverOfOurMaking() {
        world.listing().linkStyle(Listing.LinkStyle.SKIP);
        world.pageSize(5).add(60, START.minus(Duration.ofHours(1)), START);

        world.run();

        List<Call> followUps = microsoft.listCalls().stream()
                .filter(call -> call.query("$skip") != null)
                .toList();
        assertThat(followUps).isNotEmpty().allSatisfy(call -> assertThat(Objects.requireNonNull(call.query("$skip")))
                .matches("[1-9][0-9]*"));
        assertThat(FeedOracle.faults(world)).isEmpty();
    }

    @Test
    void tenantWithoutAlertsBringsNoEvent() {
        SyncReport report = world.run();

        assertThat(report.error()).isNull();
        assertThat(report.seen()).isZero();
        assertThat(report.unreadable()).isZero();
        assertThat(world.feed()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 49})
    void emptyPagesWithLinksAreFollowed(int pages) {
        microsoft.faults().emptyPage().times(pages);
        world.pageSize(10).add(40, START.minus(Duration.ofHours(1)), START);

        List<String> faults = faultsWhenIdle();

        assertThat(faults).isEmpty();
        assertThat(world.unreadable()).isZero();
    }

    @Test
    void endlessEmptyPagesEndTheRunWithinItsCallsAndLoseNothing() {
        world.pageSize(10).add(40, START.minus(Duration.ofHours(1)), START);
        microsoft.faults().emptyPage();

        SyncReport report = world.run();

        assertThat(report.calls()).isLessThanOrEqualTo(Limits.CALLS);
        assertThat(report.behind()).isTrue();
        assertThat(position()).isBefore(START.minus(Duration.ofHours(1)));
        microsoft.faults().clear();
        assertThat(faultsWhenIdle()).isEmpty();
    }

    @Test
    void rowsThatAPageRepeatsArriveOnce() {
        microsoft.faults().repeatRows(4);
        world.pageSize(10).add(120, START.minus(Duration.ofHours(5)), START);

        List<String> faults = faultsWhenIdle();

        assertThat(faults).isEmpty();
        assertThat(world.feed()).hasSize(120);
    }

    @ParameterizedTest
    @CsvSource({"TOKEN, false", "SKIP, false", "SNAPSHOT, false", "TOKEN, true", "SNAPSHOT, true"})
    void alertsThatChangeWhilePagesAreReadAreNotSkipped(Listing.LinkStyle style, boolean unsorted) {
        world.listing().linkStyle(style);
        world.pageSize(5);
        for (int number = 0; number < 40; number++) {
            addRecord("alert-" + number, START.minusSeconds(4_000 - number * 60L));
        }
        if (unsorted) {
            microsoft.faults().ignoreOrder();
        }
        Boundaries mutated = Boundaries.freezeBefore(14, () -> {
            for (int number = 0; number < 4; number++) {
                world.records().update("alert-" + number, START.minusSeconds(1), world.generator::change);
            }
        });

        world.run(mutated);

        assertThat(mutated.count()).isGreaterThan(14);
        pass(Duration.ofMinutes(61));
        assertThat(faultsWhenIdle()).isEmpty();
    }

    @Test
    void pagesOfAnySizeLoseNothing() {
        microsoft.faults().pageSizes(5, 1, 40);
        world.pageSize(40).add(300, START.minus(Duration.ofDays(2)), START);

        List<String> faults = faultsWhenIdle();

        assertThat(faults).isEmpty();
    }
}
