package io.defenderrelay.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.defenderrelay.answer.Answer;
import io.defenderrelay.aws.Table;
import io.defenderrelay.local.LocalAws;
import io.defenderrelay.local.MovableClock;
import io.defenderrelay.model.Body;
import io.defenderrelay.model.Kind;
import io.defenderrelay.model.Reading;
import io.defenderrelay.model.UtcTime;
import io.defenderrelay.store.Cursor;
import io.defenderrelay.store.Cursors;
import io.defenderrelay.store.Hole;
import io.defenderrelay.store.HuntQuota;
import io.defenderrelay.store.Hunts;
import io.defenderrelay.store.PublishCursor;
import io.defenderrelay.store.PublishCursors;
import io.defenderrelay.store.Tenants;
import io.defenderrelay.store.UnreadableRecords;
import io.defenderrelay.tenant.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class StatusTest {
    private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");

    private final Table table = LocalAws.table();
    private final MovableClock clock = new MovableClock(NOW);
    private final WrittenLog acme = new WrittenLog(table, clock, "acme", 30);
    private final Status status = new Status(
            new Cursors(table),
            new PublishCursors(table),
            new UnreadableRecords(table, clock),
            new Hunts(table),
            new HuntQuota(table),
            clock);
    private final ObjectMapper json = new ObjectMapper();

    @Test
    void feedThatNeverRanIsWaiting() {
        Answer answer = status.read(acme.tenant());

        assertThat(answer.body())
                .isEqualTo("{\"tenant\":\"acme\",\"displayName\":\"Tenant acme\",\"state\":\"active\",\"feeds\":"
                        + "{\"alerts\":{\"state\":\"waiting\",\"unreadable\":0},"
                        + "\"incidents\":{\"state\":\"waiting\",\"unreadable\":0}},"
                        + "\"hunts\":{\"enabled\":true,\"open\":0,\"callsAMinute\":45,\"lastHour\":{\"asked\":0,"
                        + "\"calls\":0,\"throttled\":0,\"succeeded\":0,\"failed\":0}}}");
    }

    @Test
    void huntsOfTheLastHourAndWhatTheyWaitForAreShown() throws Exception {
        HuntQuota quota = new HuntQuota(table);
        quota.count("acme", HuntQuota.Count.ASKED, NOW.minusSeconds(3_700));
        quota.count("acme", HuntQuota.Count.ASKED, NOW.minusSeconds(3_000));
        quota.count("acme", HuntQuota.Count.ASKED, NOW);
        quota.count("acme", HuntQuota.Count.THROTTLED, NOW);
        quota.pause("acme", NOW.plusSeconds(600));

        JsonNode hunts = json.readTree(status.read(acme.tenant()).body()).path("hunts");

        assertThat(hunts.at("/lastHour/asked").intValue()).isEqualTo(2);
        assertThat(hunts.at("/lastHour/throttled").intValue()).isEqualTo(1);
        assertThat(hunts.path("waitingForQuotaUntil").textValue()).isEqualTo(UtcTime.text(NOW.plusSeconds(600)));
    }

    @Test
    void feedThatReadsIsHealthy() throws Exception {
        change(cursor -> {
            cursor.begin(NOW.minusSeconds(3_600), NOW);
            cursor.moveTo(NOW.minusSeconds(60));
            cursor.upToDate(NOW.minusSeconds(20));
            cursor.count("late", 2);
            cursor.count("flapping", 1);
            cursor.succeeded(NOW);
        });
        clock.move(Duration.ofSeconds(10));

        JsonNode alerts = alerts();

        assertThat(alerts.toString())
                .isEqualTo("{\"state\":\"healthy\",\"lastSuccess\":\"2026-11-01T00:00:00.0000000Z\",\"lagSeconds\":30,"
                        + "\"position\":\"2026-10-31T23:59:00.0000000Z\","
                        + "\"readUntil\":\"2026-10-31T23:59:40.0000000Z\",\"behind\":false,\"lateFound\":2,"
                        + "\"regressed\":0,\"flapping\":1,\"pages\":0,\"holes\":[],\"unreadable\":0}");
    }

    @Test
    void feedThatFailedIsDegradedAndSaysWhatToDo() throws Exception {
        change(cursor -> {
            cursor.succeeded(NOW);
            cursor.failed(
                    new Cursor.LastError("permission-missing", "Grant SecurityAlert.Read.All", NOW),
                    NOW.plusSeconds(900));
        });

        JsonNode alerts = alerts();

        assertThat(alerts.path("state").textValue()).isEqualTo("degraded");
        assertThat(alerts.path("lastError").path("code").textValue()).isEqualTo("permission-missing");
        assertThat(alerts.path("lastError").path("message").textValue()).isEqualTo("Grant SecurityAlert.Read.All");
        assertThat(alerts.path("notBefore").textValue()).isEqualTo("2026-11-01T00:15:00.0000000Z");
    }

    @Test
    void holeIsListedAndDegradesWithItsThirdVainTry() throws Exception {
        Hole hole = Hole.found(NOW.minusSeconds(2), NOW.minusSeconds(1), NOW)
                .narrowed("serviceSource", "microsoftSentinel")
                .triedAgain()
                .triedAgain();
        change(cursor -> {
            cursor.upToDate(NOW);
            cursor.add(hole);
            cursor.succeeded(NOW);
        });
        JsonNode before = alerts();
        change(cursor -> cursor.holes(List.of(hole.triedAgain())));

        JsonNode after = alerts();

        assertThat(before.path("state").textValue()).isEqualTo("healthy");
        assertThat(after.path("state").textValue()).isEqualTo("degraded");
        assertThat(after.path("holes").toString())
                .isEqualTo("[{\"from\":\"2026-10-31T23:59:58.0000000Z\",\"to\":\"2026-10-31T23:59:59.0000000Z\","
                        + "\"equal\":{\"serviceSource\":\"microsoftSentinel\"},"
                        + "\"since\":\"2026-11-01T00:00:00.0000000Z\",\"tries\":3}]");
    }

    @Test
    void lateFeedIsDegradedUnlessItKnowsToBeBehind() throws Exception {
        change(cursor -> {
            cursor.begin(NOW.minusSeconds(86_400), NOW);
            cursor.upToDate(NOW);
            cursor.succeeded(NOW);
        });
        clock.move(Duration.ofMinutes(16));
        JsonNode late = alerts();
        change(cursor -> {
            cursor.behind(true);
            cursor.succeeded(clock.instant());
        });

        JsonNode behind = alerts();

        assertThat(late.path("state").textValue()).isEqualTo("degraded");
        assertThat(behind.path("state").textValue()).isEqualTo("healthy");
        assertThat(behind.path("lagSeconds").longValue()).isEqualTo(86_400 + 960);
    }

    @Test
    void feedOfAPendingTenantIsNotLate() throws Exception {
        change(cursor -> {
            cursor.upToDate(NOW);
            cursor.succeeded(NOW);
        });
        clock.move(Duration.ofDays(1));
        Tenant tenant = acme.tenant();
        Tenant pending = new Tenant(tenant.alias(), Tenant.State.PENDING, 2, tenant.settings());

        JsonNode answer = json.readTree(status.read(pending).body());

        assertThat(answer.path("state").textValue()).isEqualTo("pending");
        assertThat(answer.at("/feeds/alerts/state").textValue()).isEqualTo("waiting");
    }

    @Test
    void unreadableRecordsAreCountedWhileTheyAreKept() throws Exception {
        keep("one");
        clock.move(Duration.ofDays(20));
        keep("two");
        keep("two");
        long both = alerts().path("unreadable").longValue();
        clock.move(Duration.ofDays(11));

        long left = alerts().path("unreadable").longValue();

        assertThat(both).isEqualTo(2);
        assertThat(left).isEqualTo(1);
    }

    @Test
    void statusOfATenantWithoutNameWorks() throws Exception {
        Tenants tenants = new Tenants(table);
        tenants.put("bare", Tenant.State.ACTIVE, 1, "{\"tenantId\":\"11111111-2222-3333-4444-555555555555\"}");

        JsonNode answer =
                json.readTree(status.read(tenants.find("bare").orElseThrow()).body());

        assertThat(answer.path("displayName").textValue()).isEmpty();
    }

    @Test
    void eventsThatWentOutAreCountedAndThoseLeftAreToo() throws Exception {
        acme.commit(WrittenLog.titled("a", 1, "x"));
        acme.commit(WrittenLog.titled("b", 1, "x"));
        acme.commit(WrittenLog.titled("c", 1, "x"));
        publish(position -> {
            position.moveTo(2, 0);
            position.count(PublishCursor.SENT, 1);
            position.count(PublishCursor.MINIMAL, 1);
            position.failed(new Cursor.LastError("store-unavailable", "Grant events:PutEvents", NOW));
        });

        JsonNode events = alerts().path("events");

        assertThat(events.toString())
                .isEqualTo("{\"page\":2,\"pagesLeft\":2,\"sent\":1,\"truncated\":0,\"minimal\":1,\"refused\":0,"
                        + "\"expiredPages\":0,\"lastError\":{\"code\":\"store-unavailable\","
                        + "\"message\":\"Grant events:PutEvents\",\"at\":\"2026-11-01T00:00:00.0000000Z\"}}");
    }

    @Test
    void nothingIsLeftWhenAllEventsWentOut() throws Exception {
        acme.commit(WrittenLog.titled("a", 1, "x"));
        publish(position -> position.moveTo(2, 0));

        JsonNode events = alerts().path("events");

        assertThat(events.path("pagesLeft").longValue()).isZero();
        assertThat(events.has("lastError")).isFalse();
    }

    private void publish(Consumer<PublishCursor> work) {
        PublishCursors positions = new PublishCursors(table);
        PublishCursor position = positions
                .acquire("acme", Kind.ALERT, "publisher", clock.instant(), clock.instant())
                .orElseThrow();
        work.accept(position);
        assertThat(positions.release(position)).isTrue();
    }

    private void keep(String digest) {
        Reading.Unreadable record = new Reading.Unreadable("no id", digest, Body.of(new byte[] {1}));
        acme.run((cursor, ledger) -> ledger.keep(List.of(record)));
    }

    private void change(Consumer<Cursor> work) {
        acme.run((cursor, ledger) -> work.accept(cursor));
    }

    private JsonNode alerts() throws Exception {
        return json.readTree(status.read(acme.tenant()).body()).at("/feeds/alerts");
    }
}
