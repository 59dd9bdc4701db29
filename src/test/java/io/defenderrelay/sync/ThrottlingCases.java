package io.defenderrelay.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.defenderrelay.model.UtcTime;
import io.defenderrelay.problem.ThrottledException;
import io.defenderrelay.simulated.Call;
import io.defenderrelay.simulated.Target;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Microsoft asks us to wait. */
abstract class ThrottlingCases extends SimulatedSync {

    @Test
    void secondsAreWaitedWithinTheRun() {
        world.add(10, START.minus(Duration.ofHours(1)), START);
        microsoft.faults().throttle("20").times(1);

        SyncReport report = world.run();

        assertThat(report.error()).isNull();
        assertThat(report.created()).isEqualTo(10);
        assertThat(gaps()).singleElement().satisfies(gap -> assertThat(gap).isGreaterThanOrEqualTo(seconds(20)));
    }

    @Test
    void dateIsWaitedForWithinTheRun() {
        world.add(10, START.minus(Duration.ofHours(1)), START);
        microsoft.faults().throttle(START.plusSeconds(30)).times(1);

        SyncReport report = world.run();

        assertThat(report.error()).isNull();
        assertThat(report.created()).isEqualTo(10);
        assertThat(gaps()).singleElement().satisfies(gap -> assertThat(gap).isGreaterThanOrEqualTo(seconds(30)));
    }

    @Test
    void dateIsMeasuredByTheClockOfWhoWroteIt() {
        world.add(10, START.minus(Duration.ofHours(1)), START);
        microsoft.clock(Clock.offset(world.clock, Duration.ofMinutes(10)));
        microsoft.faults().throttle(microsoft.now().plusSeconds(30)).times(1);

        SyncReport report = world.run();

        assertThat(report.error()).isNull();
        assertThat(report.created()).isEqualTo(10);
    }

    @Test
    void silenceOnTheWaitIsWaitedForSomeSeconds() {
        world.add(10, START.minus(Duration.ofHours(1)), START);
        microsoft.faults().throttle().times(2);

        SyncReport report = world.run();

        assertThat(report.error()).isNull();
        assertThat(report.created()).isEqualTo(10);
        assertThat(gaps()).hasSize(2).allSatisfy(gap -> assertThat(gap).isGreaterThanOrEqualTo(seconds(5)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-5", "1e3", "", "Mon, 99 Xxx 2026 99:99:99 GMT"})
    void nonsenseForAWaitIsTakenAsSilence(String header) {
        world.add(10, START.minus(Duration.ofHours(1)), START);
        microsoft.faults().throttle(header).times(1);

        SyncReport report = world.run();

        assertThat(report.error()).isNull();
        assertThat(report.created()).isEqualTo(10);
    }

    @Test
    void serviceThatIsBusyWithAWaitIsGivenIt() {
        world.add(10, START.minus(Duration.ofHours(1)), START);
        microsoft.faults().throttle("40").on(Target.SIGN_IN).times(1);

        SyncReport report = world.run();

        assertThat(report.error()).isNull();
        assertThat(report.created()).isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"86400", "99999999999999999999", "Fri, 31 Dec 2027 23:59:59 GMT"})
    void waitOfADayEndsTheRunAndAFreshOneComesWithinAQuarterOfAnHour(String header) {
        world.add(10, START.minus(Duration.ofHours(1)), START);
        microsoft.faults().throttle(header);

        SyncReport report = world.run();

        assertThat(report.error()).isInstanceOf(ThrottledException.class);
        assertThat(report.calls()).isEqualTo(1);
        assertThat(world.clock.instant()).isEqualTo(START);
        assertThat(world.cursor().notBefore()).isEqualTo(START.plus(Duration.ofMinutes(15)));
    }

    @Test
    void noCallIsMadeBeforeTheWaitIsOver() {
        world.add(10, START.minus(Duration.ofHours(1)), START);
        microsoft.faults().throttle("600").times(1);
        world.run();
        microsoft.resetCalls();
        pass(Duration.ofMinutes(9).plusSeconds(59));

        SyncReport early = world.run();

        assertThat(early.held()).isTrue();
        assertThat(microsoft.calls()).isEmpty();
        pass(Duration.ofSeconds(1));
        assertThat(world.run().created()).isEqualTo(10);
        assertThat(world.cursor().notBefore()).isNull();
    }

    @Test
    void pagesBeforeALongWaitStayAndTheNextRunGoesOnBehindThem() {
        world.pageSize(10).add(100, START.minus(Duration.ofDays(2)), START);
        microsoft.faults().throttle("3600").onCall(6);

        SyncReport report = world.run();

        assertThat(report.error()).isInstanceOf(ThrottledException.class);
        assertThat(report.created()).isEqualTo(50);
        Instant reached = position();
        microsoft.resetCalls();
        pass(Duration.ofMinutes(15));
        world.run();
        assertThat(Objects.requireNonNull(microsoft.listCalls().get(0).query("$filter")))
                .contains("lastUpdateDateTime ge " + UtcTime.text(reached.minus(Jobs.RECHECK)));
        assertThat(faultsWhenIdle()).isEmpty();
    }

    @Test
    void everySecondCallThrottledNeverMovesProgressBack() {
        world.pageSize(10).add(600, START.minus(Duration.ofDays(2)), START);
        microsoft.faults().throttle("2").every(2);
        List<Instant> positions = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();

        for (int minute = 0; minute < 30; minute++) {
            world.run();
            positions.add(position());
            sizes.add(world.feed().size());
            pass(Duration.ofMinutes(1));
        }

        assertThat(positions).isSorted();
        assertThat(sizes).isSorted();
        assertThat(FeedOracle.faults(world)).isEmpty();
        assertThat(mostCallsInAMinute()).isLessThanOrEqualTo(150);
    }

    @Test
    void waitOfOneTenantDelaysNoOther() {
        SyncWorld other = new SyncWorld(api, microsoft, 8, kind());
        microsoft.faults().throttle("3600").times(1);
        world.run();
        other.add(5, START.minus(Duration.ofHours(1)), START);

        SyncReport report = other.run();

        assertThat(world.run().held()).isTrue();
        assertThat(report.created()).isEqualTo(5);
    }

    private List<Duration> gaps() {
        List<Duration> gaps = new ArrayList<>();
        List<Call> calls = microsoft.listCalls();
        for (int call = 1; call < calls.size(); call++) {
            gaps.add(Duration.between(calls.get(call - 1).at(), calls.get(call).at()));
        }
        return gaps;
    }

    private long mostCallsInAMinute() {
        return microsoft.calls().stream()
                .mapToLong(first -> microsoft.calls().stream()
                        .filter(call -> !call.at().isBefore(first.at())
                                && call.at().isBefore(first.at().plusSeconds(60)))
                        .count())
                .max()
                .orElse(0);
    }

    private static Duration seconds(int seconds) {
        return Duration.ofSeconds(seconds);
    }
}
