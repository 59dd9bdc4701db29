package io.defenderrelay.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.defenderrelay.simulated.TenantClient.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HuntingTest {

    private static final Instant NOW = Instant.parse("2026-09-14T10:40:00Z");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String QUERY = "DeviceProcessEvents | take 10";

    private final SimulatedTenant tenant = SimulatedTenant.start(Clock.fixed(NOW, ZoneOffset.UTC));
    private final Hunting hunting = tenant.hunting();
    private final TenantClient client = new TenantClient(tenant);

    @BeforeEach
    void signIn() throws Exception {
        tenant.grant(Hunting.ROLE);
        client.signedIn();
    }

    @AfterEach
    void stop() {
        tenant.close();
    }

    @Test
    void resultHasTheRecordedShape() throws Exception {
        ObjectNode recorded = Recorded.json("graph/hunting-response.json");
        hunting.rows(1);

        Reply reply = client.hunt(QUERY);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(names(reply.json())).isEqualTo(names(recorded));
        assertThat(reply.json().path("@odata.context")).isEqualTo(recorded.path("@odata.context"));
        assertThat(reply.json().path("schema"))
                .contains(
                        recorded.path("schema").path(0),
                        JSON.readTree("{\"name\":\"ReportId\",\"type\":\"Int64\"}"),
                        JSON.readTree("{\"name\":\"AdditionalFields\",\"type\":\"Object\"}"));
        assertThat(reply.body())
                .contains("\"ReportId@odata.type\":\"#Int64\",\"ReportId\":")
                .contains("\"Timestamp\":\"2026-09-14T10:40:00.");
    }

    @Test
    void schemaStandsWithoutRows() throws Exception {
        JsonNode result = client.hunt(QUERY).json();

        assertThat(result.path("schema")).hasSize(8);
        assertThat(result.path("results").isArray()).isTrue();
        assertThat(result.path("results")).isEmpty();
    }

    @Test
    void rowsArriveAsTheyAreAnnounced() throws Exception {
        hunting.rows(300, 700);

        String packed = client.hunt(QUERY).body();
        String plain = client.without("Accept-Encoding").hunt(QUERY).body();

        List<JsonNode> announced = new ArrayList<>();
        for (int number = 0; number < hunting.rowCount(); number++) {
            announced.add(JSON.readTree(hunting.row(number)));
        }
        assertThat(plain(JSON.readTree(packed).path("results"))).isEqualTo(announced);
        assertThat(plain).isEqualTo(packed);
        assertThat(plain.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(300 * 701, 300 * 701 + 1000);
    }

    @Test
    void rowsFollowFromSeedAndNumberAlone() {
        List<String> first = texts(hunting.rows(10), 10);
        List<String> more = texts(hunting.rows(1000), 10);
        List<String> others = texts(hunting.seed(2), 10);

        assertThat(more).isEqualTo(first);
        assertThat(others).doesNotContainAnyElementsOf(first);
    }

    @Test
    void rowsHoldWhatClientsStumbleOver() throws Exception {
        List<JsonNode> rows = new ArrayList<>();
        for (String row : texts(hunting.rows(200), 200)) {
            rows.add(JSON.readTree(row));
        }

        assertThat(rows)
                .allMatch(row -> row.path("ReportId").longValue()
                        != (long) row.path("ReportId").doubleValue());
        assertThat(rows).anyMatch(row -> row.path("ProcessId").isNull()).anyMatch(row -> !row.has("ProcessId"));
        assertThat(rows).anyMatch(row -> row.path("FileName").isNull()).anyMatch(row -> !row.has("FileName"));
        assertThat(JSON.readTree(rows.get(0).path("AdditionalFields").textValue())
                        .path("Ports"))
                .hasSize(1);
        assertThat(rows.stream().map(row -> row.path("ProcessCommandLine").asText()))
                .anyMatch(text -> text.startsWith("="))
                .anyMatch(text -> text.startsWith("+"))
                .anyMatch(text -> text.startsWith("-"))
                .anyMatch(text -> text.startsWith("@"))
                .anyMatch(text -> text.startsWith("\"C:\\Program Files\\"))
                .anyMatch(text -> text.contains("日本語"))
                .anyMatch(text -> text.contains("\r\n"));
    }

    @Test
    void largestResultFlowsAndTheRestIsCutOff() throws Exception {
        hunting.rows(120_000, 500);

        HttpResponse<InputStream> response = client.huntingStream(QUERY);

        int rows = 0;
        try (InputStream body = new GZIPInputStream(response.body(), 65_536);
                JsonParser parser = JSON.createParser(body)) {
            find(parser, "results");
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                if (rows % 5_000 == 0) {
                    assertThat(plainRow(parser.readValueAsTree())).isEqualTo(JSON.readTree(hunting.row(rows)));
                } else {
                    parser.skipChildren();
                }
                rows++;
            }
            assertThat(parser.currentLocation().getByteOffset()).isGreaterThan(50_000_000);
        }
        assertThat(rows).isEqualTo(Hunting.MOST_ROWS).isEqualTo(hunting.rowCount());
    }

    @Test
    void resultsCanStandBeforeTheirSchema() throws Exception {
        hunting.rows(2).schemaLast(true);

        Reply reply = client.hunt(QUERY);

        assertThat(reply.body().indexOf("\"results\"")).isLessThan(reply.body().indexOf("\"schema\""));
        assertThat(reply.json().path("results")).hasSize(2);
        assertThat(reply.json().path("schema")).hasSize(8);
    }

    @Test
    void anyBodyCanBeAnswered() throws Exception {
        String odd = "{ \"Results\" : [], \"Schema\": [{\"Name\":\"A\",\"Type\":\"SByte\"}] }";
        hunting.answer(odd);

        assertThat(client.hunt(QUERY).body()).isEqualTo(odd);
        assertThat(client.hunt(QUERY).body()).isEqualTo(odd);
    }

    @Test
    void queriesAndCallsAreKept() throws Exception {
        tenant.faults().throttle().on(Target.HUNTING).onCall(3);

        client.hunt(JSON.createObjectNode().put("Query", QUERY).put("Timespan", "P1D"));
        client.hunt(JSON.createObjectNode().put("query", "Nonsense").put("timespan", "PT1H"));
        client.hunt("AlertInfo");

        assertThat(hunting.queries())
                .containsExactly(
                        new HuntingRequest(QUERY, "P1D"),
                        new HuntingRequest("Nonsense", "PT1H"),
                        new HuntingRequest("AlertInfo", null));
        assertThat(tenant.huntingCalls().stream().map(Call::status)).containsExactly(200, 400, 429);
        assertThat(tenant.huntingCalls().stream().map(Call::number)).containsExactly(1, 2, 3);
    }

    @Test
    void queryCanBePartOfABatch() throws Exception {
        hunting.rows(2);
        String batch = "{\"requests\":[{\"id\":\"1\",\"method\":\"POST\",\"url\":\"/security/runHuntingQuery\","
                + "\"headers\":{\"Content-Type\":\"application/json\"},\"body\":{\"Query\":\"AlertInfo\"}}]}";

        JsonNode response = client.post(GraphBatch.PATH, "application/json", batch)
                .json()
                .path("responses")
                .path(0);

        assertThat(response.path("status").intValue()).isEqualTo(200);
        assertThat(response.path("body").path("results")).hasSize(2);
        assertThat(hunting.queries()).containsExactly(new HuntingRequest("AlertInfo", null));
    }

    @Test
    void resetForgetsEverything() throws Exception {
        hunting.rows(5).schemaLast(true).callsAMinute(1).unlicensed("AlertInfo");
        client.hunt(QUERY);

        tenant.reset();
        tenant.grant(Hunting.ROLE);
        client.signedIn();

        assertThat(hunting.queries()).isEmpty();
        assertThat(hunting.mostAtOnce()).isZero();
        assertThat(client.hunt("AlertInfo").json().path("results")).isEmpty();
        assertThat(client.hunt("AlertInfo").status()).isEqualTo(200);
    }

    private static void find(JsonParser parser, String member) throws IOException {
        while (!member.equals(parser.currentName()) || parser.nextToken() != JsonToken.START_ARRAY) {
            parser.nextToken();
        }
    }

    private static List<String> texts(Hunting hunting, int rows) {
        return IntStream.range(0, rows).mapToObj(hunting::row).toList();
    }

    private static Set<String> names(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).collect(Collectors.toSet());
    }

    private static List<JsonNode> plain(JsonNode results) {
        List<JsonNode> rows = new ArrayList<>();
        results.forEach(row -> rows.add(plainRow(row)));
        return rows;
    }

    private static JsonNode plainRow(JsonNode row) {
        List<String> annotations =
                names(row).stream().filter(name -> name.contains("@odata.")).toList();
        return ((ObjectNode) row).without(annotations);
    }
}
