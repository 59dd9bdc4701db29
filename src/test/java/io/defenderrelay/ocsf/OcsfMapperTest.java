package io.defenderrelay.ocsf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.defenderrelay.model.AlertSummary;
import io.defenderrelay.model.Change;
import io.defenderrelay.model.Kind;
import io.defenderrelay.simulated.AlertGenerator;
import io.defenderrelay.simulated.IncidentGenerator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OcsfMapperTest {
    private static final Path RECORDED = Path.of("src/test/resources/recorded/graph");
    private static final Instant TIME = Instant.parse("2026-09-14T10:00:00.1234567Z");

    static Stream<String> recordedAlerts() throws IOException {
        return recorded("alert").stream();
    }

    static Stream<String> recordedIncidents() throws IOException {
        return recorded("incident").stream();
    }

    @ParameterizedTest
    @MethodSource("recordedAlerts")
    void recordedAlertBecomesAValidEventThatHoldsAllOfIt(String json) {
        JsonNode source = Ocsf.tree(json.getBytes(UTF_8));

        JsonNode event = Ocsf.map(Kind.ALERT, source);

        assertThat(Ocsf.faults(event)).isEmpty();
        assertThat(Ocsf.lost(source, event)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("recordedIncidents")
    void recordedIncidentBecomesAValidEventThatHoldsAllOfIt(String json) {
        JsonNode source = Ocsf.tree(json.getBytes(UTF_8));

        JsonNode event = Ocsf.map(Kind.INCIDENT, source);

        assertThat(Ocsf.faults(event)).isEmpty();
        assertThat(Ocsf.lost(source, event)).isEmpty();
    }

    @Test
    void thousandGeneratedAlertsBecomeValidEventsThatHoldAllOfThem() {
        AlertGenerator generator = new AlertGenerator(11, Ocsf.TENANT);
        List<String> kinds = generator.evidenceKinds();
        Map<String, List<String>> broken = new TreeMap<>();
        for (int number = 0; number < 1_000; number++) {
            int first = number % kinds.size();
            List<String> some = IntStream.range(0, 8)
                    .mapToObj(step -> kinds.get((first + step * 7) % kinds.size()))
                    .toList();
            JsonNode source = generator.alert("da" + number, TIME.plusSeconds(number), some);

            JsonNode event = Ocsf.map(Kind.ALERT, source);

            List<String> faults = new ArrayList<>(Ocsf.faults(event));
            faults.addAll(Ocsf.lost(source, event));
            if (!faults.isEmpty()) {
                broken.put(source.path("id").asText(), faults);
            }
        }
        assertThat(kinds).hasSize(48);
        assertThat(broken).isEmpty();
    }

    @Test
    void generatedIncidentsBecomeValidEventsThatHoldAllOfThem() {
        IncidentGenerator generator = new IncidentGenerator(5, Ocsf.TENANT);
        for (int number = 0; number < 300; number++) {
            JsonNode source = generator.record(TIME, TIME.plusSeconds(number));

            JsonNode event = Ocsf.map(Kind.INCIDENT, source);

            assertThat(Ocsf.faults(event)).isEmpty();
            assertThat(Ocsf.lost(source, event)).isEmpty();
        }
    }

    @Test
    void sameRevisionGivesTheSameBytes() {
        byte[] source = new AlertGenerator(1, Ocsf.TENANT).json("da1", TIME);

        assertThat(Ocsf.bytes(Kind.ALERT, source, List.of())).isEqualTo(Ocsf.bytes(Kind.ALERT, source, List.of()));
    }

    @Test
    void unknownWordsKindsAndMembersSurvive() {
        ObjectNode source = new AlertGenerator(1, Ocsf.TENANT).record("da1", TIME);
        source.put("severity", "apocalyptic").put("status", "pondering").put("classification", "wondrous");
        source.put("newMember", "new value").put("serviceSource", "microsoftTomorrow");
        ObjectNode evidence = source.putArray("evidence").addObject();
        evidence.put("@odata.type", "#microsoft.graph.security.quantumEvidence").put("verdict", "weird");
        evidence.putObject("inner").put("spin", 0.5);

        JsonNode event = Ocsf.map(Kind.ALERT, source);

        assertThat(Ocsf.faults(event)).isEmpty();
        assertThat(Ocsf.lost(source, event)).isEmpty();
        assertThat(event.path("severity_id").intValue()).isEqualTo(99);
        assertThat(event.path("severity").textValue()).isEqualTo("apocalyptic");
        assertThat(event.path("status_id").intValue()).isEqualTo(99);
        assertThat(event.path("status").textValue()).isEqualTo("pondering");
        assertThat(event.path("verdict_id").intValue()).isEqualTo(99);
        assertThat(event.at("/evidences/0/verdict_id").intValue()).isEqualTo(99);
        assertThat(event.at("/evidences/0/data/inner/spin").doubleValue()).isEqualTo(0.5);
    }

    @Test
    void badAddressStaysInTheDataAndCostsNothingElse() {
        ObjectNode source = new AlertGenerator(1, Ocsf.TENANT).record("da1", TIME);
        source.putArray("evidence")
                .addObject()
                .put("@odata.type", "#microsoft.graph.security.ipEvidence")
                .put("ipAddress", "999.1.2.3")
                .put("countryLetterCode", "US");

        JsonNode event = Ocsf.map(Kind.ALERT, source);

        assertThat(Ocsf.faults(event)).isEmpty();
        assertThat(event.at("/evidences/0/data/ipAddress").textValue()).isEqualTo("999.1.2.3");
        assertThat(event.at("/evidences/0/src_endpoint").isMissingNode()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "CREATED, resolved, 1, true",
        "UPDATED, new, 2, true",
        "CLOSED, resolved, 3, false",
    })
    void changeDecidesTheActivity(Change change, String status, int activity, boolean alert) throws Exception {
        byte[] source = ("{\"id\":\"a\",\"status\":\"" + status + "\"}").getBytes(UTF_8);

        JsonNode event = Ocsf.tree(new OcsfMapper()
                .map(Ocsf.facts(Kind.ALERT, "a", 7, change), new ByteArrayInputStream(source), List.of())
                .json());

        assertThat(event.path("activity_id").intValue()).isEqualTo(activity);
        assertThat(event.path("type_uid").intValue()).isEqualTo(200_400 + activity);
        assertThat(event.path("is_alert").booleanValue()).isEqualTo(alert);
        assertThat(event.at("/metadata/sequence").intValue()).isEqualTo(7);
    }

    @Test
    void redirectedIncidentPointsToItsTarget() throws Exception {
        JsonNode source = Ocsf.tree(Files.readAllBytes(RECORDED.resolve("incident-redirected.json")));

        JsonNode event = Ocsf.map(Kind.INCIDENT, source);

        assertThat(event.path("status_id").intValue()).isEqualTo(5);
        assertThat(event.path("status_detail").textValue()).isEqualTo("redirected to 4711");
        assertThat(event.path("verdict_id").intValue()).isEqualTo(10);
        assertThat(event.at("/metadata/correlation_uid").textValue()).isEqualTo("4711");
        assertThat(event.at("/finding_info_list/0/uid").textValue()).isEqualTo("4709");
    }

    @Test
    void incidentListsItsAlertsOldestFirst() {
        byte[] source = "{\"id\":\"4711\",\"status\":\"active\"}".getBytes(UTF_8);
        List<AlertSummary> alerts =
                List.of(alert("b", 20, List.of("T1059.001", "odd")), alert("a", 10, List.of("T1003")));

        JsonNode event = Ocsf.map(Kind.INCIDENT, source, alerts);

        assertThat(Ocsf.faults(event)).isEmpty();
        assertThat(event.path("finding_info_list").findValuesAsText("uid")).containsExactly("a", "b");
        assertThat(event.path("start_time").longValue())
                .isEqualTo(TIME.plusSeconds(10).toEpochMilli());
        assertThat(event.path("end_time").longValue())
                .isEqualTo(TIME.plusSeconds(25).toEpochMilli());
        assertThat(event.path("attacks")).hasSize(2);
        assertThat(event.at("/finding_info_list/0/product/name").textValue()).isEqualTo("Microsoft Sentinel");
    }

    @Test
    void alertsOfAnIncidentAreNoPartOfItsUid() {
        byte[] source = "{\"id\":\"4711\"}".getBytes(UTF_8);

        JsonNode without = Ocsf.map(Kind.INCIDENT, source, List.of());
        JsonNode with = Ocsf.map(Kind.INCIDENT, source, List.of(alert("a", 1, List.of())));

        assertThat(with.at("/metadata/uid")).isEqualTo(without.at("/metadata/uid"));
    }

    @Test
    void largeAlertIsCutByTheRulesAndSaysSo() {
        ObjectNode source = new AlertGenerator(1, Ocsf.TENANT).record("da1", TIME);
        ArrayNode evidence = source.putArray("evidence");
        for (int number = 0; number < 3_000; number++) {
            evidence.addObject()
                    .put("@odata.type", "#microsoft.graph.security.urlEvidence")
                    .put("url", "https://example.com/" + number);
        }

        byte[] bytes = Ocsf.bytes(Kind.ALERT, source.toString().getBytes(UTF_8), List.of());

        JsonNode event = Ocsf.tree(bytes);
        assertThat(bytes).hasSizeLessThanOrEqualTo(200_000);
        assertThat(Ocsf.faults(event)).isEmpty();
        assertThat(event.at("/metadata/is_truncated").booleanValue()).isTrue();
        assertThat(event.at("/metadata/untruncated_size").intValue()).isGreaterThan(200);
        assertThat(event.path("observables").size()).isLessThanOrEqualTo(1_000);
        assertThat(event.path("evidences")).hasSize(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "texts", "members", "nested", "evidence", "id"})
    void whateverIsHugeLeavesAValidEvent(String what) {
        byte[] source = huge(what).toString().getBytes(UTF_8);

        byte[] bytes = Ocsf.bytes(Kind.ALERT, source, List.of());

        assertThat(source).hasSizeGreaterThan(300_000);
        assertThat(bytes).hasSizeLessThanOrEqualTo(200_000);
        assertThat(Ocsf.faults(Ocsf.tree(bytes))).isEmpty();
        assertThat(Ocsf.tree(bytes).at("/metadata/is_truncated").booleanValue()).isTrue();
    }

    @Test
    void bodyThatIsNoObjectIsNotMapped() {
        for (String body : List.of("", "[]", "7", "{\"id\":", "<html>")) {
            assertThatThrownBy(() -> new OcsfMapper()
                            .map(
                                    Ocsf.facts(Kind.ALERT, "a"),
                                    new ByteArrayInputStream(body.getBytes(UTF_8)),
                                    List.of()))
                    .isInstanceOf(MappingException.class);
        }
    }

    @Test
    void minimalEventIsValidAndHasTheSameUid() {
        for (Kind kind : Kind.values()) {
            RevisionFacts facts = Ocsf.facts(kind, "a\"b\u0001");

            JsonNode event = Ocsf.tree(new OcsfMapper().minimal(facts, "cannot be mapped ".repeat(100)));

            assertThat(Ocsf.faults(event)).isEmpty();
            assertThat(event.at("/metadata/uid").textValue()).isEqualTo(facts.uid());
        }
    }

    @Test
    void verdictAndPairAreTheSameThing() {
        for (Verdict verdict : Verdict.values()) {
            Verdict.writable(verdict.id()).ifPresent(writable -> assertThat(Verdict.of(
                            writable.classification().orElseThrow(),
                            writable.determination().orElseThrow()))
                    .isEqualTo(verdict));
        }
        assertThat(Stream.of(0, 3, 4, 8, 9, 10, 99).map(Verdict::writable)).allMatch(java.util.Optional::isEmpty);
        assertThat(Stream.of(1, 2, 5, 6, 7).map(Verdict::writable)).allMatch(java.util.Optional::isPresent);
    }

    private static AlertSummary alert(String id, long second, List<String> techniques) {
        Instant time = TIME.plusSeconds(second);
        return new AlertSummary(
                id,
                time,
                time,
                "Alert " + id,
                "new",
                "high",
                "microsoftSentinel",
                time,
                time.plusSeconds(5),
                techniques);
    }

    private static ObjectNode huge(String what) {
        ObjectNode source = Ocsf.JSON.createObjectNode().put("id", "a");
        switch (what) {
            case "text" -> source.put("description", "ä".repeat(1_500_000));
            case "texts" ->
                IntStream.range(0, 100).forEach(number -> source.put("member" + number, "x".repeat(50_000)));
            case "members" -> IntStream.range(0, 200_000).forEach(number -> source.put("member" + number, number));
            case "nested" -> {
                ObjectNode inner = source;
                for (int depth = 0; depth < 150; depth++) {
                    inner = inner.putObject("inner").put("text", "y".repeat(4_000));
                }
            }
            case "evidence" -> {
                ObjectNode file = source.putArray("evidence").addObject();
                file.put("@odata.type", "#microsoft.graph.security.processEvidence")
                        .put("processId", 1);
                file.put("processCommandLine", "z".repeat(900_000));
            }
            default ->
                source.put("title", "t".repeat(1_900_000))
                        .putArray("categories")
                        .add("u".repeat(1_000_000));
        }
        return source;
    }

    private static List<String> recorded(String type) throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(RECORDED)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                if (!name.endsWith(".json") || !name.startsWith(type)) {
                    continue;
                }
                JsonNode whole = Ocsf.tree(Files.readAllBytes(file));
                if (whole.path("value").isArray()) {
                    whole.path("value").forEach(one -> found.add(one.toString()));
                } else {
                    found.add(whole.toString());
                }
            }
        }
        return found;
    }
}
