package io.defenderrelay.microsoft;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.defenderrelay.model.Body;
import io.defenderrelay.model.Finding;
import io.defenderrelay.model.Reading;
import io.defenderrelay.model.Reading.Found;
import io.defenderrelay.model.Reading.Unreadable;
import io.defenderrelay.model.UtcTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FindingReaderTest {
    private static final Path RECORDED = Path.of("src/test/resources/recorded/graph");
    private static final String TIME = "\"lastUpdateDateTime\":\"2026-09-14T10:40:00.1234567Z\"";

    static List<Path> alerts() throws IOException {
        try (Stream<Path> files = Files.list(RECORDED)) {
            return files.filter(file -> file.getFileName().toString().startsWith("alert-"))
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void recordedAlertIsReadWhole(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        JsonNode json = new ObjectMapper().readTree(bytes);

        Finding finding = found(bytes);

        assertThat(finding.id()).isEqualTo(json.path("id").asText());
        assertThat(finding.version())
                .isEqualTo(
                        UtcTime.parse(json.path("lastUpdateDateTime").asText()).orElseThrow());
        assertThat(finding.createdAt())
                .isEqualTo(UtcTime.parse(json.path("createdDateTime").asText()).orElseThrow());
        assertThat(finding.facts().title()).isEqualTo(json.path("title").textValue());
        assertThat(finding.facts().tenantId()).isEqualTo(json.path("tenantId").textValue());
        assertThat(finding.facts().status()).isEqualTo(json.path("status").textValue());
        assertThat(finding.facts().severity()).isEqualTo(json.path("severity").textValue());
        assertThat(finding.facts().serviceSource())
                .isEqualTo(json.path("serviceSource").textValue());
        assertThat(finding.facts().incidentId())
                .isEqualTo(json.path("incidentId").textValue());
        assertThat(finding.members().keySet())
                .isSubsetOf(json.properties().stream()
                        .map(member -> member.getKey())
                        .toList());
        assertThat(finding.body().open().readAllBytes()).isEqualTo(bytes);
        assertThat(finding.digest()).matches("[0-9a-f]{32}");
        assertThat(finding.canonicalHash()).matches("[0-9a-f]{32}").isNotEqualTo(finding.digest());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{" + TIME + "}",
                "{\"id\":null," + TIME + "}",
                "{\"id\":\"\"," + TIME + "}",
                "{\"id\":\" \"," + TIME + "}",
                "{\"id\":12," + TIME + "}",
                "{\"id\":[\"a\"]," + TIME + "}",
                "{\"id\":{\"id\":\"a\"}," + TIME + "}",
                "{\"nested\":{\"id\":\"a\"}," + TIME + "}"
            })
    void recordWithoutTextAsIdIsUnreadable(String json) {
        assertThat(unreadable(json).reason()).isEqualTo("no id");
    }

    @Test
    void recordWithAnAbsurdIdIsUnreadable() {
        assertThat(unreadable("{\"id\":\"" + "a".repeat(257) + "\"," + TIME + "}")
                        .reason())
                .isEqualTo("no id");
        assertThat(found("{\"id\":\"" + "a".repeat(256) + "\"," + TIME + "}").id())
                .hasSize(256);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":\"a\"}",
                "{\"id\":\"a\",\"lastUpdateDateTime\":null}",
                "{\"id\":\"a\",\"lastUpdateDateTime\":1757846400}",
                "{\"id\":\"a\",\"lastUpdateDateTime\":\"soon\"}",
                "{\"id\":\"a\",\"lastUpdateDateTime\":\"0000-01-01T00:00:00Z\"}",
                "{\"id\":\"a\",\"nested\":{" + TIME + "}}"
            })
    void recordWithoutTimeIsUnreadable(String json) {
        assertThat(unreadable(json).reason()).isEqualTo("no lastUpdateDateTime");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "1", "\"text\"", "[]", "[{\"id\":\"a\"," + TIME + "}]"})
    void recordThatIsNoObjectIsUnreadable(String json) {
        assertThat(unreadable(json).reason()).isEqualTo("not an object");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{", "{\"id\":\"a\"," + TIME, "{\"id\":nonsense," + TIME + "}", "<html>", "{\"id\":\"\\x\"}"
            })
    void recordThatIsNoJsonIsUnreadable(String json) {
        assertThat(unreadable(json).reason()).isIn("not the JSON of a record", "not an object");
    }

    @Test
    void recordNestedTooDeeplyOrWithAnEndlessTextIsUnreadable() {
        String deep = "{\"id\":\"a\"," + TIME + ",\"x\":" + "[".repeat(600) + "]".repeat(600) + "}";
        String deepObjects = "{\"id\":\"a\"," + TIME + ",\"x\":" + "{\"y\":".repeat(600) + "1" + "}".repeat(600) + "}";
        String endless = "{\"id\":\"a\"," + TIME + ",\"x\":\"" + "x".repeat(3_000_000) + "\"}";

        assertThat(unreadable(deep).reason()).isEqualTo("not the JSON of a record");
        assertThat(unreadable(deepObjects).reason()).isEqualTo("not the JSON of a record");
        assertThat(unreadable(endless).reason()).isEqualTo("not the JSON of a record");
        assertThat(unreadable(endless).body().size()).isEqualTo(endless.length());
    }

    @Test
    void deepButBearableRecordIsFound() {
        String deep = "{\"id\":\"a\"," + TIME + ",\"x\":" + "[".repeat(400) + "]".repeat(400) + "}";

        assertThat(found(deep).id()).isEqualTo("a");
    }

    @Test
    void recordCutAtTheLimitIsUnreadableWhateverItHolds() {
        Reading reading = FindingReader.read(Body.of(("{\"id\":\"a\"," + TIME + "}").getBytes(UTF_8)), false);

        assertThat(reading).asInstanceOf(type(Unreadable.class)).satisfies(kept -> assertThat(kept.reason())
                .isEqualTo("larger than the relay reads"));
    }

    @Test
    void reasonAndDigestOfAnUnreadableRecordHoldNothingOfIt() {
        Unreadable kept = unreadable("{\"secret-word\":1}");

        assertThat(kept.reason()).doesNotContain("secret-word");
        assertThat(kept.digest()).matches("[0-9a-f]{32}");
    }

    @Test
    void factsOfUnexpectedTypeAreAbsentAndSpoilNothing() {
        Finding finding = found("{\"id\":\"a\"," + TIME
                + ",\"tenantId\":1,\"status\":{\"x\":1},\"severity\":[],\"serviceSource\":true,\"incidentId\":55,"
                + "\"title\":null,\"createdDateTime\":\"yesterday\",\"displayName\":7}");

        assertThat(finding.facts()).isEqualTo(new Finding.Facts(null, null, null, null, null, null, null));
        assertThat(finding.createdAt()).isNull();
        assertThat(finding.members()).hasSize(10);
    }

    @Test
    void titleComesBeforeDisplayName() {
        String both = "{\"id\":\"a\"," + TIME + ",\"displayName\":\"d\",\"title\":\"t\"}";
        String one = "{\"id\":\"a\"," + TIME + ",\"displayName\":\"d\"}";

        assertThat(found(both).facts().title()).isEqualTo("t");
        assertThat(found(one).facts().title()).isEqualTo("d");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "\"  \"", "null"})
    void incidentWithoutNameIsNone(String incident) {
        assertThat(found("{\"id\":\"a\"," + TIME + ",\"incidentId\":" + incident + "}")
                        .facts()
                        .incidentId())
                .isNull();
    }

    @Test
    void versionIsCutToSevenDecimals() {
        Finding finding = found("{\"id\":\"a\",\"lastUpdateDateTime\":\"2026-09-14T10:40:00.123456789+02:00\"}");

        assertThat(finding.version()).isEqualTo("2026-09-14T08:40:00.123456700Z");
    }

    @Test
    void digestIsOfTheBytesAndCanonicalHashOfTheContent() {
        Finding one = found("{\"id\":\"a\"," + TIME + "}");
        Finding other = found("{ " + TIME + ", \"id\":\"\\u0061\" }");

        assertThat(other.digest()).isNotEqualTo(one.digest());
        assertThat(other.canonicalHash()).isEqualTo(one.canonicalHash());
        assertThat(other.members()).isEqualTo(one.members());
    }

    @Test
    void onlyTheMemberThatChangedHasAnotherDigest() {
        Finding one = found("{\"id\":\"a\"," + TIME + ",\"status\":\"new\",\"evidence\":[1,2]}");
        Finding other = found("{\"id\":\"a\"," + TIME + ",\"status\":\"resolved\",\"evidence\":[2,1]}");

        assertThat(other.members()).containsEntry("id", one.members().get("id"));
        assertThat(other.members()).containsEntry("evidence", one.members().get("evidence"));
        assertThat(other.members().get("status")).isNotEqualTo(one.members().get("status"));
    }

    private static Finding found(String json) {
        return found(json.getBytes(UTF_8));
    }

    private static Finding found(byte[] json) {
        Reading reading = FindingReader.read(Body.of(json), true);
        assertThat(reading).isInstanceOf(Found.class);
        return ((Found) reading).finding();
    }

    private static Unreadable unreadable(String json) {
        Reading reading = FindingReader.read(Body.of(json.getBytes(UTF_8)), true);
        assertThat(reading).isInstanceOf(Unreadable.class);
        return (Unreadable) reading;
    }
}
