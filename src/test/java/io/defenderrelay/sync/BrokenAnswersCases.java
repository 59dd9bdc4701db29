package io.defenderrelay.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.defenderrelay.problem.UpstreamException;
import io.defenderrelay.simulated.Fault;
import io.defenderrelay.simulated.Faults;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that are no pages. */
abstract class BrokenAnswersCases extends SimulatedSync {

    /** What may come in a page's place. */
    enum Broken {
        STATUS_500(faults -> faults.status(500)),
        STATUS_502(faults -> faults.status(502)),
        STATUS_503(faults -> faults.status(503)),
        STATUS_504(faults -> faults.status(504)),
        STATUS_408(faults -> faults.status(408)),
        HTML(Faults::html),
        HTML_ERROR(faults -> faults.answer(502, "text/html", "<html>Bad gateway</html>")),
        EMPTY_BODY(Faults::emptyBody),
        NO_CONTENT(Faults::noContent),
        WITHOUT_VALUE(Faults::withoutValue),
        VALUE_IS_NULL(faults -> faults.answer(200, "application/json", "{\"value\":null}")),
        ARRAY(faults -> faults.answer(200, "application/json", "[]")),
        TWO_OBJECTS(faults -> faults.answer(200, "application/json", "{\"value\":[]}{\"value\":[]}")),
        TRUNCATED(Faults::truncatedBody),
        TRUNCATED_GZIP(Faults::truncatedGzip),
        WRONG_GZIP(Faults::wrongGzip),
        GZIP_BOMB(faults -> faults.gzipBomb(200_000_000)),
        REDIRECT(faults -> faults.redirect("https://evil.example/")),
        NOT_MODIFIED(faults -> faults.answer(304, "application/json", "")),
        CONNECTION_RESET(Faults::connectionReset),
        BROKEN_OFF(Faults::brokenOff);

        // The functions capture nothing that changes, which the check cannot see.
        @SuppressWarnings("ImmutableEnumChecker")
        private final Function<Faults, Fault> make;

        Broken(Function<Faults, Fault> make) {
            this.make = make;
        }
    }

    @ParameterizedTest
    @EnumSource(Broken.class)
    void brokenAnswerIsAskedForAgainInTheSameRun(Broken broken) {
        world.pageSize(10).add(30, START.minus(Duration.ofHours(5)), START);
        broken.make.apply(microsoft.faults()).times(2);

        SyncReport report = world.run();

        assertThat(report.error()).isNull();
        assertThat(report.holes()).isZero();
        assertThat(report.created()).isEqualTo(30);
        assertThat(FeedOracle.faults(world)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Broken.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"TRUNCATED", "TRUNCATED_GZIP"})
    void brokenForEverIsNeverTakenForAnEmptyPage(Broken broken) {
        world.add(30, START.minus(Duration.ofHours(5)), START);
        Fault fault = broken.make.apply(microsoft.faults());

        SyncReport report = world.run();

        assertThat(report.error()).isInstanceOf(UpstreamException.class);
        assertThat(report.holes()).isZero();
        assertThat(report.calls()).isLessThanOrEqualTo(8);
        assertThat(position()).isBefore(START.minus(Duration.ofHours(5)));
        assertThat(world.unreadable()).isZero();
        assertThat(Objects.requireNonNull(world.cursor().lastError()).message()).doesNotContain("evil", "html");
        fault.clear();
        assertThat(faultsWhenIdle()).isEmpty();
        assertThat(world.cursor().lastError()).isNull();
    }

    @Test
    void serviceThatIsDownForAnHourCostsFewCallsAndLeavesNoHole() {
        world.pageSize(10).add(50, START.minus(Duration.ofHours(5)), START);
        world.run();
        Instant reached = position();
        microsoft.resetCalls();
        microsoft.faults().status(503);

        for (int minute = 0; minute < 60; minute++) {
            world.run();
            pass(Duration.ofMinutes(1));
        }

        assertThat(microsoft.listCalls()).hasSizeLessThanOrEqualTo(60 * 8);
        assertThat(world.cursor().holes()).isEmpty();
        assertThat(position()).isEqualTo(reached);
        microsoft.faults().clear();
        world.add(20, reached, world.clock.instant());
        assertThat(faultsWhenIdle()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Broken.class,
            names = {"TRUNCATED", "TRUNCATED_GZIP"})
    void recordsBeforeABreakAreKeptAndComeOnce(Broken broken) {
        world.add(world.scaled(300), START.minus(Duration.ofHours(5)), START);
        Fault fault = broken.make.apply(microsoft.faults());

        SyncReport report = world.run();

        assertThat(report.error()).isInstanceOf(UpstreamException.class);
        assertThat(report.created()).isBetween((long) world.scaled(100), (long) world.scaled(300) - 1);
        assertThat(report.calls()).isLessThan(40);
        fault.clear();
        world.runUntilIdle();
        assertThat(FeedOracle.faults(world)).isEmpty();
    }

    @Test
    void byteOrderMarkIsNoObstacle() {
        world.pageSize(10).add(30, START.minus(Duration.ofHours(5)), START);
        microsoft.faults().byteOrderMark();

        SyncReport report = world.run();

        assertThat(report.error()).isNull();
        assertThat(FeedOracle.faults(world)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 206})
    void partialAnswerIsStoredAndItsTimeReadAgainUntilItIsWhole(int status) {
        world.add(30, START.minus(Duration.ofHours(5)), START);
        microsoft.faults().partial(status);

        SyncReport report = world.run();

        assertThat(report.created()).isEqualTo(30);
        assertThat(report.holes()).isEqualTo(1);
        assertThat(world.cursor().holes().get(0).from()).isBefore(START.minus(Duration.ofHours(5)));
        addRecord("hidden", START.minus(Duration.ofHours(3)));
        microsoft.faults().clear();
        pass(Duration.ofMinutes(1));
        assertThat(world.run().holes()).isZero();
        assertThat(feedIds()).contains("hidden");
        assertThat(faultsWhenIdle()).isEmpty();
    }

    @Test
    void partialAnswersForHoursCostFewCallsAndEndWithoutAHole() {
        world.pageSize(10).add(30, START.minus(Duration.ofHours(5)), START);
        microsoft.faults().partial(206);

        for (int minute = 0; minute < 150; minute++) {
            addRecord("minute-" + minute, world.clock.instant().minusSeconds(5));
            microsoft.resetCalls();
            SyncReport report = world.run();
            assertThat(report.created()).as("minute " + minute).isPositive();
            assertThat(report.calls()).as("minute " + minute).isLessThan(30);
            pass(Duration.ofMinutes(1));
        }

        microsoft.faults().clear();
        assertThat(faultsWhenIdle()).isEmpty();
        assertThat(world.cursor().holes()).isEmpty();
    }

    @Test
    void bodyThatTakesTooLongIsGivenUpAndTheRunEndsByItsDeadline() {
        world.add(30, START.minus(Duration.ofHours(5)), START);
        microsoft.faults().link(link -> link).when(call -> {
            pass(Duration.ofSeconds(61));
            return true;
        });

        SyncReport report = world.run();

        assertThat(report.error()).hasMessageContaining("takes too long");
        assertThat(report.calls()).isLessThanOrEqualTo(3);
        assertThat(world.clock.instant()).isBefore(START.plus(SyncWorld.TIMEOUT).plus(Duration.ofSeconds(10)));
        microsoft.faults().clear();
        assertThat(faultsWhenIdle()).isEmpty();
    }

    @Test
    void bodyThatComesByteByByteIsReadWhole() {
        addRecord("slow", START.minusSeconds(60));
        microsoft.faults().slowBody(Duration.ofMillis(1)).times(1);

        SyncReport report = world.run();

        assertThat(report.error()).isNull();
        assertThat(report.created()).isEqualTo(1);
    }
}
