package io.defenderrelay.ocsf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.defenderrelay.model.AlertSummary;
import io.defenderrelay.model.Change;
import io.defenderrelay.model.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Events as tests judge them: by OCSF's strict schemas, and by what of their source can be found in them. */
public final class Ocsf {
    static final ObjectMapper JSON = new ObjectMapper();
    static final String TENANT = "0a1b2c3d-1111-4222-8333-444455556666";
    private static final Instant VERSION = Instant.parse("2026-09-14T10:24:02.9100000Z");
    private static final JsonSchema DETECTION = schema("detection_finding.schema.json");
    private static final JsonSchema INCIDENT = schema("incident_finding.schema.json");

    private Ocsf() {}

    static RevisionFacts facts(Kind kind, String id) {
        return facts(kind, id, 1, Change.CREATED);
    }

    static RevisionFacts facts(Kind kind, String id, long revision, Change change) {
        return new RevisionFacts(kind, TENANT, id, VERSION, "00112233445566778899aabbccddeeff", revision, change);
    }

    static JsonNode map(Kind kind, JsonNode source) {
        return map(kind, source.toString().getBytes(StandardCharsets.UTF_8), List.of());
    }

    static JsonNode map(Kind kind, byte[] source, List<AlertSummary> alerts) {
        return tree(bytes(kind, source, alerts));
    }

    static byte[] bytes(Kind kind, byte[] source, List<AlertSummary> alerts) {
        try {
            String id = tree(source).path("id").asText("none");
            return new OcsfMapper()
                    .map(facts(kind, id), new ByteArrayInputStream(source), alerts)
                    .json();
        } catch (MappingException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** What is wrong with an event of either class; empty when nothing is. */
    public static Set<String> faults(JsonNode event) {
        JsonSchema schema = event.path("class_uid").asInt() == 2004 ? DETECTION : INCIDENT;
        Set<String> faults = new TreeSet<>();
        for (ValidationMessage message :
                schema.validate(event, context -> context.getExecutionConfig().setFormatAssertionsEnabled(true))) {
            faults.add(message.getMessage());
        }
        return faults;
    }

    /** The leaves of the source that are nowhere in the event, as values. Nothing, and nothing but blanks, is no leaf. */
    static List<String> lost(JsonNode source, JsonNode event) {
        Set<String> there = new TreeSet<>();
        leaves(event, there);
        Set<String> wanted = new TreeSet<>();
        leaves(source, wanted);
        List<String> lost = new ArrayList<>();
        for (String leaf : wanted) {
            if (!there.contains(leaf)) {
                lost.add(leaf);
            }
        }
        return lost;
    }

    static JsonNode tree(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static void leaves(JsonNode node, Set<String> leaves) {
        if (node.isContainerNode()) {
            node.forEach(child -> leaves(child, leaves));
        } else if (node.isNumber()) {
            leaves.add(new BigDecimal(node.asText()).stripTrailingZeros().toPlainString());
        } else if (!node.isNull() && !node.asText().isBlank()) {
            leaves.add(node.asText());
        }
    }

    private static JsonSchema schema(String name) {
        try (InputStream in = Objects.requireNonNull(Ocsf.class.getResourceAsStream("/ocsf/" + name))) {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(in);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
