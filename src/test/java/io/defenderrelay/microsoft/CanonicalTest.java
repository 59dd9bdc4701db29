package io.defenderrelay.microsoft;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.defenderrelay.model.Body;
import io.defenderrelay.model.Reading;
import io.defenderrelay.model.Reading.Found;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> NEEDED = Set.of("id", "lastUpdateDateTime");
    private static final List<String> UNORDERED = List.of(
            "evidence",
            "comments",
            "systemTags",
            "customTags",
            "mitreTechniques",
            "categories",
            "roles",
            "tags",
            "detailedRoles");

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void orderOfMembersAndOfUnorderedArraysNeverMatters(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        JsonNode alert = anyAlert(random);

        JsonNode shuffled = shuffled(alert, "", random);

        assertThat(hash(shuffled.toString())).isEqualTo(hash(alert.toString()));
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void changingAnyLeafChangesTheHash(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        ObjectNode alert = (ObjectNode) anyAlert(random);
        List<Runnable> changes = new ArrayList<>();
        leaves(alert, changes);
        String before = hash(alert.toString());

        changes.get(random.nextInt(changes.size())).run();

        assertThat(hash(alert.toString())).isNotEqualTo(before);
    }

    @Test
    void orderOfUnorderedArraysDoesNotMatterAtAnyDepth() {
        assertThat(UNORDERED).allSatisfy(name -> {
            assertThat(hash(alert("\"" + name + "\":[1,{\"a\":2}]")))
                    .isEqualTo(hash(alert("\"" + name + "\":[{\"a\":2},1]")));
            assertThat(hash(alert("\"x\":[{\"" + name + "\":[1,2]}]")))
                    .isEqualTo(hash(alert("\"x\":[{\"" + name + "\":[2,1]}]")));
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"other\":[1,2] | \"other\":[2,1]",
                "\"evidence\":[[1,2]] | \"evidence\":[[2,1]]",
                "\"evidence\":[1,1,2] | \"evidence\":[1,2,2]",
                "\"evidence\":[1] | \"evidence\":[1,1]",
                "\"x\":[[1],[2]] | \"x\":[[1,2]]",
                "\"x\":1 | \"x\":\"1\"",
                "\"x\":true | \"x\":\"true\"",
                "\"x\":null | \"x\":\"\"",
                "\"x\":null | \"x\":\"null\"",
                "\"x\":null | \"y\":null",
                "\"x\":false | \"x\":null",
                "\"x\":{} | \"x\":[]",
                "\"x\":{} | \"x\":null",
                "\"x\":[] | \"x\":[null]",
                "\"x\":[] | \"x\":[[]]",
                "\"x\":{\"a\":\"b\"} | \"x\":[\"a\",\"b\"]",
                "\"x\":{\"a\":\"bc\"} | \"x\":{\"ab\":\"c\"}",
                "\"x\":[\"a\",\"bc\"] | \"x\":[\"ab\",\"c\"]",
                "\"x\":\"a\" | \"x\":\"A\"",
                "\"x\":\"a\" | \"x\":\"a \"",
                "\"@odata.type\":\"#a\" | \"@odata.type\":\"#b\"",
                "\"x\":{\"@odata.type\":\"#a\"} | \"x\":{\"@odata.type\":\"#b\"}"
            })
    void whatDiffersInContentDiffersInHash(String one, String other) {
        assertThat(hash(alert(one))).isNotEqualTo(hash(alert(other)));
    }

    @Test
    void nullAndAbsenceDiffer() {
        assertThat(hash(alert("\"x\":null"))).isNotEqualTo(hash(alert("\"@odata.etag\":null")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"@odata.context", "@odata.etag", "@odata.count"})
    void whatSaysNothingOfTheRecordIsDroppedAtAnyDepth(String name) {
        assertThat(hash(alert("\"x\":{\"a\":1},\"" + name + "\":\"1\"")))
                .isEqualTo(hash(alert("\"x\":{\"a\":1},\"" + name + "\":\"2\"")))
                .isEqualTo(hash(alert("\"x\":{\"a\":1,\"" + name + "\":{\"b\":2}}")))
                .isEqualTo(hash(alert("\"x\":{\"a\":1}")));
        assertThat(found(alert("\"" + name + "\":\"1\"")).finding().members()).doesNotContainKey(name);
    }

    private static JsonNode anyAlert(Random random) throws IOException {
        try (var files = Files.list(Path.of("src/test/resources/recorded/graph"))) {
            List<Path> alerts = files.filter(
                            file -> file.getFileName().toString().startsWith("alert-"))
                    .sorted()
                    .toList();
            return JSON.readTree(Files.readAllBytes(alerts.get(random.nextInt(alerts.size()))));
        }
    }

    private static JsonNode shuffled(JsonNode node, String name, Random random) {
        if (node.isObject()) {
            List<Map.Entry<String, JsonNode>> members = new ArrayList<>(node.properties());
            Collections.shuffle(members, random);
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            members.forEach(
                    member -> object.set(member.getKey(), shuffled(member.getValue(), member.getKey(), random)));
            return object;
        }
        if (node.isArray()) {
            List<JsonNode> elements = new ArrayList<>();
            node.forEach(element -> elements.add(shuffled(element, "", random)));
            if (UNORDERED.contains(name)) {
                Collections.shuffle(elements, random);
            }
            return JsonNodeFactory.instance.arrayNode().addAll(elements);
        }
        return node;
    }

    /** One change for each leaf below; the id and the time stay what a finding needs. */
    private static void leaves(JsonNode node, List<Runnable> changes) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(member -> {
                if (member.getValue().isContainerNode()) {
                    leaves(member.getValue(), changes);
                } else if (!Canonical.dropped(member.getKey()) && !NEEDED.contains(member.getKey())) {
                    changes.add(() -> object.put(member.getKey(), changed(member.getValue())));
                }
            });
        } else if (node instanceof ArrayNode array) {
            for (int at = 0; at < array.size(); at++) {
                int index = at;
                if (array.get(at).isContainerNode()) {
                    leaves(array.get(at), changes);
                } else {
                    changes.add(() -> array.set(index, changed(array.get(index))));
                }
            }
        }
    }

    /** Another text, or the same one with another type. */
    private static String changed(JsonNode leaf) {
        return leaf.isTextual() ? leaf.textValue() + "\u200b" : leaf.asText();
    }

    private static String alert(String members) {
        return "{\"id\":\"a\",\"lastUpdateDateTime\":\"2026-09-14T10:40:00Z\"," + members + "}";
    }

    private static String hash(String json) {
        return found(json).finding().canonicalHash();
    }

    private static Found found(String json) {
        Reading reading = FindingReader.read(Body.of(json.getBytes(UTF_8)), true);
        assertThat(reading).isInstanceOf(Found.class);
        return (Found) reading;
    }
}
