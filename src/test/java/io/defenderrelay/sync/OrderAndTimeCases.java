package io.defenderrelay.sync;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.defenderrelay.simulated.AlertGenerator;
import io.defenderrelay.simulated.Oddity;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Orders, equal times, times of every form, clocks that differ. */
abstract class OrderAndTimeCases extends SimulatedSync {
    /** Rows that Microsoft puts on a page here, fewer than it is asked for: what counts is how many pages a moment has. */
    private static final int TIES_PAGE = 20;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void tenPagesOfOneMomentArriveOnce(boolean deepOffsetsRefused) {
        microsoft.faults().pageSize(TIES_PAGE);
        world.listing().largestSkip(deepOffsetsRefused ? 2 * TIES_PAGE : Integer.MAX_VALUE);
        addSmallTies(10 * TIES_PAGE, START.minus(Duration.ofHours(1)));
        addRecord("before", START.minus(Duration.ofHours(2)));
        addRecord("after", START.minus(Duration.ofMinutes(1)));

        List<String> faults = faultsWhenIdle();

        assertThat(faults).isEmpty();
        assertThat(world.feed()).hasSize(10 * TIES_PAGE + 2);
    }

    @Test
    void fiftyPagesOfOneMomentArriveOnce() {
        microsoft.faults().pageSize(TIES_PAGE);
        addSmallTies(50 * TIES_PAGE, START.minus(Duration.ofHours(1)));
        addRecord("after", START.minus(Duration.ofMinutes(1)));

        List<String> faults = faultsWhenIdle();

        assertThat(faults).isEmpty();
        assertThat(world.feed()).hasSize(50 * TIES_PAGE + 1);
    }

    @Test
    void tiesThatArePartOfEveryPageNeverStopTheFeed() {
        world.pageSize(10);
        for (int second = 0; second < 12; second++) {
            world.addTies(35, START.minusSeconds(600 - second * 40L));
        }

        List<String> faults = faultsWhenIdle();

        assertThat(faults).isEmpty();
    }

    @Test
    void tieThatAppearsAfterThePositionReachedItsMomentIsRead() {
        world.addTies(5, START.minusSeconds(30));
        world.run();
        world.addTies(5, START.minusSeconds(30));
        pass(Duration.ofMinutes(1));

        SyncReport report = world.run();

        assertThat(report.created()).isEqualTo(5);
        assertThat(FeedOracle.faults(world)).isEmpty();
    }

    @Test
    void newestFirstLosesNothing() {
        microsoft.faults().ignoreOrder();
        world.pageSize(20).add(700, START.minus(Duration.ofDays(20)), START);

        List<String> faults = faultsWhenIdle();

        assertThat(faults).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void randomOrderLosesNothing(long seed) {
        microsoft.faults().shuffle(seed);
        world.pageSize(20).add(700, START.minus(Duration.ofDays(20)), START);

        List<String> faults = faultsWhenIdle();

        assertThat(faults).isEmpty();
    }

    @Test
    void positionStaysBehindAnUnsortedListThatIsNotDrained() {
        microsoft.faults().ignoreOrder();
        world.pageSize(5).add(1_000, START.minus(Duration.ofDays(20)), START);

        world.run();

        int read = world.feed().size();
        Instant position = position();
        assertThat(read).isLessThan(1_000);
        assertThat(feedIds())
                .containsAll(world.records().all().stream()
                        .filter(alert -> alert.lastUpdateDateTime().isBefore(position))
                        .map(alert -> alert.id())
                        .toList());
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "2", "3", "4", "5", "6", "7", "9"})
    void timesOfAnyPrecisionAreRead(int decimals) {
        String fraction = decimals == 0 ? "" : "." + "123456789".substring(0, decimals);
        ObjectNode alert = world.generator.record("precise", START.minusSeconds(60));
        alert.put("lastUpdateDateTime", "2026-09-14T09:58:30" + fraction + "Z");
        world.records().add(alert);

        SyncReport report = world.run();

        assertThat(report.created()).isEqualTo(1);
        pass(Duration.ofMinutes(1));
        assertThat(world.run().updated()).isZero();
        assertThat(FeedOracle.faults(world)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"+02:00, 2026-09-14T09:58:30Z", "-11:30, 2026-09-14T23:28:30Z"})
    void offsetsAreHonoured(String offset, Instant version) {
        pass(Duration.ofDays(1));
        ObjectNode alert = world.generator.record("offset", START);
        alert.put("lastUpdateDateTime", "2026-09-14T11:58:30" + offset);
        world.records().add(alert);

        world.run();

        assertThat(feedOf("offset"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.reference().version()).isEqualTo(version));
    }

    @Test
    void yearOneAndAbsentTimesBesideTheVersionAreNoObstacle() {
        Oddity.YEAR_ONE.addTo(world.records(), world.generator, "year-one", START.minusSeconds(60));
        Oddity.NULL_CREATED.addTo(world.records(), world.generator, "null-created", START.minusSeconds(50));

        SyncReport report = world.run();

        assertThat(report.created()).isEqualTo(2);
        assertThat(report.unreadable()).isZero();
        assertThat(FeedOracle.faults(world)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0001-01-01T00:00:00Z", "9999-12-31T23:59:59.9999999Z"})
    void versionAtTheEndsOfTimeArrivesOnceAndHoldsNothingUp(String version) {
        ObjectNode alert = world.generator.record("extreme", START.minusSeconds(60));
        alert.put("lastUpdateDateTime", version);
        world.records().addListedAt(bytes(alert), START.minusSeconds(60));
        addRecord("next", START.minusSeconds(30));
        world.run();
        pass(Duration.ofMinutes(30));
        addRecord("later", world.clock.instant().minusSeconds(10));

        world.run();

        assertThat(feedIds()).containsExactlyInAnyOrder("extreme", "next", "later");
    }

    @Test
    void versionInTheFarFutureDoesNotTakeThePositionThere() {
        addRecord("far", Instant.parse("9999-12-31T23:59:59.9999999Z"));
        addRecord("now", START.minusSeconds(10));
        world.run();
        for (int minute = 1; minute < 5; minute++) {
            pass(Duration.ofMinutes(1));
            addRecord("minute-" + minute, world.clock.instant().minusSeconds(20));
            world.run();
        }
        world.sweepAll();

        Instant position = position();

        assertThat(position).isBeforeOrEqualTo(world.clock.instant());
        assertThat(FeedOracle.faults(world)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {-10, 10})
    void clockThatIsTenMinutesWrongLosesNothing(long minutes) {
        microsoft.clock(Clock.offset(world.clock, Duration.ofMinutes(minutes)));
        world.pageSize(10);
        for (int run = 0; run < 40; run++) {
            world.add(3, microsoft.now().minusSeconds(90), microsoft.now());
            world.run();
            pass(Duration.ofMinutes(run % 7 == 0 ? 25 : 1));
        }

        List<String> faults = faultsWhenIdle();

        assertThat(faults).isEmpty();
        assertThat(world.cursor().count("late")).isZero();
        assertThat(position()).isBeforeOrEqualTo(microsoft.now());
    }

    @Test
    void olderVersionAfterTheNewerIsCountedAndTheNewerStays() {
        addRecord("alert", START.minusSeconds(60));
        world.run();
        world.records().update("alert", START.minusSeconds(300), world.generator::change);
        pass(Duration.ofMinutes(1));

        SyncReport report = world.run();

        assertThat(report.updated() + report.closed()).isZero();
        assertThat(world.cursor().count("regressed")).isEqualTo(1);
        assertThat(feedOf("alert"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.reference().version()).isEqualTo(START.minusSeconds(60)));
    }

    @Test
    void otherContentOfTheSameTimeIsANewRevisionAtMostTwice() {
        Instant version = START.minusSeconds(60);
        addRecord("alert", version);
        world.run();
        for (int content = 0; content < 4; content++) {
            String title = "content " + content;
            world.records().update("alert", version, alert -> alert.put("title", title));
            pass(Duration.ofMinutes(1));
            world.run();
        }

        List<Long> revisions = feedOf("alert").stream()
                .map(entry -> entry.reference().revision())
                .toList();

        assertThat(revisions).containsExactly(1L, 2L, 3L);
        assertThat(world.cursor().count("flapping")).isPositive();
    }

    @Test
    void contentThatWasShownForAVersionIsNotShownAgain() {
        Instant version = START.minusSeconds(60);
        addRecord("alert", version);
        world.records().update("alert", version, alert -> alert.put("title", "A"));
        world.run();
        for (String title : List.of("B", "A", "B", "A")) {
            world.records().update("alert", version, alert -> alert.put("title", title));
            pass(Duration.ofMinutes(1));
            world.run();
        }

        List<String> faults = FeedOracle.faults(world);

        assertThat(faults).isEmpty();
        assertThat(feedOf("alert")).hasSize(2);
    }

    @Test
    void replicasThatDifferOnlyInOrderMakeNoRevision() {
        ObjectNode alert = new AlertGenerator(7, microsoft.tenantId())
                .alert("alert", START.minusSeconds(60), List.of("ipEvidence", "urlEvidence"));
        world.records().add(alert.put("lastUpdateDateTime", "2026-09-14T09:59:00Z"));
        world.run();
        world.records().update("alert", START.minusSeconds(60), OrderAndTimeCases::turnAround);
        pass(Duration.ofMinutes(1));

        SyncReport report = world.run();

        assertThat(report.updated()).isZero();
        assertThat(feedOf("alert")).hasSize(1);
    }

    private static void turnAround(ObjectNode alert) {
        ArrayNode evidence = alert.withArray("evidence");
        evidence.add(evidence.remove(0));
        alert.set("id", alert.remove("id"));
    }

    private static byte[] bytes(ObjectNode alert) {
        return alert.toString().getBytes(UTF_8);
    }
}
