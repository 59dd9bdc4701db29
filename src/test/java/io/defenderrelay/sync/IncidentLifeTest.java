package io.defenderrelay.sync;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.defenderrelay.model.AlertSummary;
import io.defenderrelay.model.Change;
import io.defenderrelay.model.Kind;
import io.defenderrelay.simulated.Entity;
import io.defenderrelay.store.History;
import io.defenderrelay.store.IncidentAlerts;
import io.defenderrelay.store.LogReader.Entry;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of incidents and of the alerts in them, as both feeds tell it. */
@QuarkusTest
class IncidentLifeTest extends SimulatedSync {
    private static final String ANALYST = "jo@contoso.com";

    private SyncWorld alerts;
    private IncidentAlerts index;
    private History history;

    @Override
    Kind kind() {
        return Kind.INCIDENT;
    }

    @BeforeEach
    void openAlerts() {
        alerts = world.otherFeed(9);
        index = new IncidentAlerts(world.table);
        history = new History(world.table, world.clock);
    }

    @Test
    void mergedIncidentKeepsItsBodyAndPointsToTheOneThatTookItsAlerts() {
        incident("10", 3);
        incident("20", 1);
        syncBoth();
        pass(Duration.ofMinutes(1));

        microsoft.defender().merge("10", "20");
        syncBoth();

        Entry merged = newest("10");
        assertThat(merged.reference().change()).isEqualTo(Change.CLOSED);
        assertThat(merged.reference().changed()).contains("status", "redirectIncidentId");
        assertThat(merged.body()).isEqualTo(listed("10"));
        assertThat(history.redirectedTo(world.alias, "10")).contains("20");
        assertThat(history.redirectedTo(world.alias, "20")).isEmpty();
        assertThat(alertsOf("10")).isEmpty();
        assertThat(alertsOf("20")).containsExactlyInAnyOrder("10-0", "10-1", "10-2", "20-0");
        assertThat(alerts.feed().stream().filter(entry -> entry.reference().revision() == 2))
                .extracting(entry -> entry.reference().id())
                .containsExactlyInAnyOrder("10-0", "10-1", "10-2");
        assertThat(FeedOracle.faults(alerts)).isEmpty();
        assertThat(FeedOracle.faults(world)).isEmpty();
    }

    @Test
    void incidentResolvedWithItsLastAlertClosesAndReopensWithIt() {
        incident("10", 2);
        syncBoth();

        for (String alert : List.of("10-0", "10-1")) {
            pass(Duration.ofMinutes(1));
            microsoft.defender().change(Entity.ALERTS, alert, ANALYST, body -> body.put("status", "resolved"));
        }
        syncBoth();
        pass(Duration.ofMinutes(1));
        microsoft.defender().change(Entity.ALERTS, "10-1", ANALYST, body -> body.put("status", "inProgress"));
        syncBoth();

        List<Entry> incident = feedOf("10");
        assertThat(incident)
                .extracting(entry -> entry.reference().change())
                .containsExactly(Change.CREATED, Change.CLOSED, Change.UPDATED);
        assertThat(incident.get(1).body()).contains("Incident automatically resolved as all alerts");
        assertThat(incident.get(2).body()).isEqualTo(listed("10")).contains("\"status\":\"active\"");
        assertThat(FeedOracle.faults(alerts)).isEmpty();
        assertThat(FeedOracle.faults(world)).isEmpty();
    }

    @Test
    void everyMemberOfAnIncidentIsKeptAsItCame() {
        String odd =
                "{\"id\" : \"30\",\"lastUpdateDateTime\":\"2026-09-14T09:59:00.1200000Z\", \"status\":\"awaitingAction\","
                        + "\"customTags\":[\"vip\",\"b\\u00e4r\",\"vip\"],\"systemTags\":[\"Defender Experts\",null],"
                        + "\"comments\":[{\"comment\":\"line\\nline\",\"createdByDisplayName\":null}],\"summary\":\"<p>\\/</p>\","
                        + "\"priorityScore\":8.50,\"incidentId\":\"10\",\"notYetKnown\":{\"deep\":[1e3,[]]},\"severity\":7 }";
        incident("10", 1);
        world.records().add(odd);

        syncBoth();

        assertThat(newest("30").body()).isEqualTo(odd);
        assertThat(alertsOf("10")).containsExactly("10-0");
        assertThat(FeedOracle.faults(world)).isEmpty();
    }

    @Test
    void incidentsOfMicrosoftsDocumentationArriveByteForByte() throws IOException {
        for (String file : List.of("incident-redirected", "incident-resolved-automatically")) {
            world.records().add((ObjectNode) recorded(file));
        }
        for (JsonNode incident : recorded("incidents-list-page").path("value")) {
            world.records().add((ObjectNode) incident);
        }
        world.settings("\"startFrom\":\"2020-01-01T00:00:00Z\"");

        assertThat(faultsWhenIdle()).isEmpty();

        assertThat(feedIds())
                .containsExactlyInAnyOrderElementsOf(world.records().ids());
    }

    @Test
    void tagsCommentsAndPriorityThatChangeAreRevisionsThatSaySo() {
        incident("10", 0);
        world.run();
        pass(Duration.ofMinutes(1));
        microsoft.defender().change(Entity.INCIDENTS, "10", ANALYST, body -> {
            body.withArray("customTags").add("tier-2");
            body.put("priorityScore", 1_000);
        });
        world.run();
        pass(Duration.ofMinutes(1));
        microsoft.defender().comment(Entity.INCIDENTS, "10", ANALYST, "called the user");

        world.run();

        List<Entry> incident = feedOf("10");
        assertThat(incident).hasSize(3);
        assertThat(incident.get(1).reference().changed()).contains("customTags", "priorityScore");
        assertThat(incident.get(2).reference().changed()).contains("comments");
        assertThat(incident.get(2).body()).isEqualTo(listed("10"));
    }

    @Test
    void incidentsAreAskedForFiftyAtATimeAndNeverWithTheirAlerts() {
        world.add(120, START.minus(Duration.ofHours(5)), START);

        world.runUntilIdle();
        world.sweepAll();

        assertThat(microsoft.listCalls()).isNotEmpty().allSatisfy(call -> assertThat(call.query("$expand"))
                .isNull());
        assertThat(microsoft.listCalls())
                .extracting(call -> call.query("$top"))
                .filteredOn(Objects::nonNull)
                .contains("50")
                .allMatch(top -> Integer.parseInt(Objects.requireNonNull(top)) <= 50);
        assertThat(FeedOracle.faults(world)).isEmpty();
    }

    /** An incident of that id, and so many open alerts in it. */
    private void incident(String id, int count) {
        addIncident(id);
        for (int number = 0; number < count; number++) {
            ObjectNode alert = alerts.generator.record(id + "-" + number, START.minusSeconds(100 - number));
            alerts.records().add(alert.put("incidentId", id).put("status", "new"));
        }
    }

    private void addIncident(String id) {
        ObjectNode incident = world.generator.record(id, START.minusSeconds(90));
        world.records().add(incident.put("status", "active"));
    }

    private void syncBoth() {
        world.run();
        alerts.run();
    }

    private Entry newest(String id) {
        List<Entry> entries = feedOf(id);
        return entries.get(entries.size() - 1);
    }

    private String listed(String id) {
        return new String(world.records().current(id).orElseThrow().json(), UTF_8);
    }

    private List<String> alertsOf(String incident) {
        return index.from(world.alias, incident, "", 100).stream()
                .map(AlertSummary::id)
                .toList();
    }

    private static JsonNode recorded(String name) throws IOException {
        String file = "/recorded/graph/" + name + ".json";
        try (InputStream json = Objects.requireNonNull(IncidentLifeTest.class.getResourceAsStream(file))) {
            return new ObjectMapper().readTree(json);
        }
    }
}
