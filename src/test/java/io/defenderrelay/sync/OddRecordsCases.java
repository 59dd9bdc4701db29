package io.defenderrelay.sync;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.defenderrelay.local.Boundaries;
import io.defenderrelay.simulated.AlertGenerator;
import io.defenderrelay.simulated.Call;
import io.defenderrelay.simulated.Oddity;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Records that are not as documented. */
abstract class OddRecordsCases extends SimulatedSync {
    private static final Instant LISTED = START.minusSeconds(60);
    private static final Set<Oddity> UNREADABLE = EnumSet.of(
            Oddity.NUMBER_ID,
            Oddity.OBJECT_ID,
            Oddity.EMPTY_ID,
            Oddity.NULL_ID,
            Oddity.MISSING_ID,
            Oddity.MISSING_TIME,
            Oddity.NULL_TIME,
            Oddity.NUMBER_TIME,
            Oddity.GARBLED_TIME,
            Oddity.OTHER_TENANT,
            Oddity.NESTED_2000_DEEP,
            Oddity.INVALID_UTF8,
            Oddity.NULL_RECORD,
            Oddity.TEXT_RECORD,
            Oddity.NUMBER_RECORD,
            Oddity.ARRAY_RECORD,
            Oddity.EMPTY_RECORD);

    @ParameterizedTest
    @EnumSource(Oddity.class)
    void pageGoesOnAfterAnOddRecordWhichIsKeptOnce(Oddity oddity) {
        addRecord("before", LISTED.minusSeconds(10));
        oddity.addTo(world.records(), world.generator, "odd", LISTED);
        addRecord("after", LISTED.plusSeconds(10));

        SyncReport report = world.run();

        int kept = UNREADABLE.contains(oddity) ? 1 : 0;
        assertThat(report.error()).isNull();
        assertThat(report.holes()).isZero();
        assertThat(report.unreadable()).isEqualTo(kept);
        assertThat(world.unreadable()).isEqualTo(kept);
        assertThat(feedIds()).contains("before", "after").hasSize(3 - kept);
    }

    @ParameterizedTest
    @EnumSource(Oddity.class)
    void oddRecordThatIsListedAgainCausesNoWrite(Oddity oddity) {
        oddity.addTo(world.records(), world.generator, "odd", LISTED);
        world.run();
        pass(Duration.ofMinutes(1));

        Boundaries again = Boundaries.countOnly();
        SyncReport report = world.run(again);

        assertThat(report.unreadable() + report.created() + report.updated()).isZero();
        assertThat(again.calls())
                .doesNotContain("BatchWriteItemRequest", "TransactWriteItemsRequest", "PutItemRequest");
    }

    @ParameterizedTest
    @EnumSource(Oddity.class)
    void readableRecordIsStoredByteForByte(Oddity oddity) {
        oddity.addTo(world.records(), world.generator, "odd", LISTED);
        byte[] sent = world.records().all().get(0).json();

        world.run();

        List<String> stored = world.feed().stream().map(entry -> entry.body()).toList();
        assertThat(stored)
                .hasSize(UNREADABLE.contains(oddity) ? 0 : 1)
                .allMatch(body -> body.equals(new String(sent, UTF_8)));
    }

    @Test
    void everyOddRecordOnOnePageSpoilsNoOther() {
        for (Oddity oddity : Oddity.values()) {
            oddity.addTo(world.records(), world.generator, "odd-" + oddity.name(), LISTED);
            addRecord("good-" + oddity.name(), LISTED);
        }

        world.runUntilIdle();

        assertThat(feedIds())
                .hasSize(2 * Oddity.values().length - UNREADABLE.size())
                .doesNotHaveDuplicates();
        assertThat(world.unreadable()).isEqualTo(UNREADABLE.size());
    }

    @Test
    void recordOfAnotherTenantIsKeptOutOfTheFeed() {
        Oddity.OTHER_TENANT.addTo(world.records(), world.generator, "foreign", LISTED);
        Oddity.EMPTY_TENANT.addTo(world.records(), world.generator, "nobodys", LISTED);

        world.run();

        assertThat(feedIds()).containsExactly("nobodys");
        assertThat(world.unreadable()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {300_000, 450_000, 3_000_000, 12_000_000})
    void alertOfAnySizeIsStoredAndReadBackByteForByte(int bytes) {
        byte[] alert = Oddity.ofSize(world.generator, "large", LISTED, bytes);
        world.records().add(alert);

        SyncReport report = world.run();

        assertThat(report.created()).isEqualTo(1);
        assertThat(feedOf("large").get(0).body()).isEqualTo(new String(alert, UTF_8));
        assertThat(FeedOracle.faults(world)).isEmpty();
    }

    @Test
    void alertLargerThanTheRelayReadsIsKeptAsideAndItsNeighboursArrive() {
        world.records().add(Oddity.ofSize(world.generator, "giant", LISTED, 17_000_000));
        addRecord("neighbour", LISTED.plusSeconds(1));

        SyncReport report = world.run();

        assertThat(report.unreadable()).isEqualTo(1);
        assertThat(feedIds()).containsExactly("neighbour");
    }

    @Test
    void unreadableRecordThatIsRepairedArrives() {
        Oddity.GARBLED_TIME.addTo(world.records(), world.generator, "alert", LISTED);
        world.run();
        addRecord("alert", LISTED.plusSeconds(10));
        pass(Duration.ofMinutes(1));

        SyncReport report = world.run();

        assertThat(report.created()).isEqualTo(1);
        assertThat(feedIds()).containsExactly("alert");
    }

    @Test
    void membersUnknownToTheRelayAreAskedForInFull() {
        Oddity.UNKNOWN_MEMBERS.addTo(world.records(), world.generator, "alert", LISTED);

        world.run();

        assertThat(microsoft.listCalls()).extracting(Call::sent).allMatch(sent -> "include-unknown-enum-members"
                .equals(sent.prefer()));
        assertThat(FeedOracle.faults(world)).isEmpty();
    }

    @Test
    void evidenceOfEveryKindPassesUntouched() {
        AlertGenerator alerts = new AlertGenerator(7, microsoft.tenantId());
        world.records().add(alerts.alert("all", LISTED, alerts.evidenceKinds()));

        world.run();

        assertThat(FeedOracle.faults(world)).isEmpty();
        assertThat(feedOf("all")).hasSize(1);
    }

    @Test
    void alertWithoutIncidentArrivesAndItsLaterIncidentIsARevision() {
        Oddity.NULL_INCIDENT.addTo(world.records(), world.generator, "alert", LISTED);
        world.run();
        world.records().update("alert", LISTED.plusSeconds(30), alert -> alert.put("incidentId", "4711"));
        pass(Duration.ofMinutes(1));

        world.run();

        assertThat(feedOf("alert")).hasSize(2);
        assertThat(feedOf("alert").get(1).reference().changed()).contains("incidentId");
    }
}
