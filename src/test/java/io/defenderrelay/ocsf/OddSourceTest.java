package io.defenderrelay.ocsf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.defenderrelay.model.Kind;
import io.defenderrelay.simulated.AlertGenerator;
import io.defenderrelay.simulated.IncidentGenerator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Members of any type and content anywhere in a source cost nothing: the event is valid, small enough, and holds the rest. */
class OddSourceTest {
    private static final Instant TIME = Instant.parse("2026-09-14T10:00:00.1234567Z");
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    @Property(tries = 400)
    void anyMemberOfAnAlertMayBeAnything(@ForAll long seed) {
        AlertGenerator generator = new AlertGenerator(seed, Ocsf.TENANT);
        List<String> kinds = generator.evidenceKinds();
        Random random = new Random(seed);
        List<String> some = new ArrayList<>();
        for (int number = 0; number < 5; number++) {
            some.add(kinds.get(random.nextInt(kinds.size())));
        }
        ObjectNode source = generator.alert("da1", TIME, some);

        check(Kind.ALERT, mutated(source, random));
    }

    @Property(tries = 200)
    void anyMemberOfAnIncidentMayBeAnything(@ForAll long seed) {
        ObjectNode source = new IncidentGenerator(seed, Ocsf.TENANT).record("4711", TIME);

        check(Kind.INCIDENT, mutated(source, new Random(seed)));
    }

    private static void check(Kind kind, JsonNode source) {
        byte[] bytes = Ocsf.bytes(kind, source.toString().getBytes(UTF_8), List.of());

        JsonNode event = Ocsf.tree(bytes);
        assertThat(bytes).hasSizeLessThanOrEqualTo(200_000);
        assertThat(Ocsf.faults(event)).as(source.toString()).isEmpty();
        if (!event.at("/metadata/is_truncated").booleanValue()) {
            assertThat(Ocsf.lost(source, event)).as(source.toString()).isEmpty();
        }
    }

    private static JsonNode mutated(ObjectNode source, Random random) {
        for (int changes = 1 + random.nextInt(6); changes > 0; changes--) {
            change(source, random);
        }
        return source;
    }

    /** Walks down at random and replaces what it comes to. */
    private static void change(JsonNode node, Random random) {
        if (node instanceof ObjectNode object && !object.isEmpty()) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            String name = names.get(random.nextInt(names.size()));
            if (object.get(name).isContainerNode() && !object.get(name).isEmpty() && random.nextInt(4) > 0) {
                change(object.get(name), random);
            } else {
                object.set(name, any(random));
            }
        } else if (node instanceof ArrayNode array && !array.isEmpty()) {
            int index = random.nextInt(array.size());
            if (array.get(index).isContainerNode() && random.nextInt(4) > 0) {
                change(array.get(index), random);
            } else {
                array.set(index, any(random));
            }
        }
    }

    private static JsonNode any(Random random) {
        return switch (random.nextInt(16)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.textNode("");
            case 2 -> NODES.arrayNode();
            case 3 -> NODES.objectNode();
            case 4 -> NODES.numberNode(-7);
            case 5 -> NODES.numberNode(new java.math.BigDecimal("1.5e30"));
            case 6 -> NODES.booleanNode(random.nextBoolean());
            case 7 -> NODES.textNode("0001-01-01T00:00:00Z");
            case 8 -> NODES.textNode("2026-09-14T12:00:00.5+02:00");
            case 9 -> NODES.textNode("\u0000\u202e<b>'=cmd|' {{7*7}} \ud83d\ude00");
            case 10 -> NODES.textNode("x".repeat(9_000));
            case 11 ->
                NODES.arrayNode()
                        .add("one")
                        .add(2)
                        .addNull()
                        .add(NODES.objectNode().put("three", 3));
            case 12 ->
                NODES.objectNode()
                        .put("@odata.type", "#microsoft.graph.security.ipEvidence")
                        .put("ipAddress", "::1");
            case 13 -> NODES.textNode("not an address@ or ip 1.2.3");
            case 14 -> NODES.numberNode(new java.math.BigInteger("99999999999999999999"));
            default -> NODES.textNode("fe80::1%eth0");
        };
    }
}
