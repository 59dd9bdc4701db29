package io.defenderrelay.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.defenderrelay.aws.Item;
import io.defenderrelay.aws.Key;
import io.defenderrelay.model.Change;
import io.defenderrelay.model.Kind;
import io.defenderrelay.model.UtcTime;
import io.defenderrelay.problem.StoreException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A page of a feed's log: the revisions that one commit brought, in order.
 *
 * @param number counts the pages from 1 without gaps
 */
public record Page(long number, Instant committedAt, List<Reference> references) {
    static final String PREFIX = "PAGE#";

    private static final ObjectMapper JSON = new ObjectMapper(new JsonFactory());

    public Page {
        references = List.copyOf(references);
    }

    static String partition(String alias, Kind kind) {
        return "F#" + alias + "#" + kind.feed();
    }

    static String sortKey(long number) {
        return PREFIX + String.format(Locale.ROOT, "%012d", number);
    }

    Item item(String alias, Kind kind, Instant expiry) {
        return Item.of(
                new Key(partition(alias, kind), sortKey(number)),
                Map.of(
                        "at", UtcTime.text(committedAt),
                        "references", Packed.pack(json()),
                        "ttl", expiry.getEpochSecond()));
    }

    static Page of(Item item) {
        long number = Long.parseLong(item.key().sk().substring(PREFIX.length()));
        List<Reference> references = new ArrayList<>();
        try {
            for (JsonNode node : JSON.readTree(Packed.unpack(item.bytes("references")))) {
                references.add(reference(node));
            }
        } catch (IOException damaged) {
            throw new StoreException("Page " + number + " of the log cannot be read", damaged);
        }
        return new Page(number, Times.required(item, "at"), references);
    }

    private byte[] json() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.getFactory().createGenerator(bytes)) {
            json.writeStartArray();
            for (Reference reference : references) {
                write(json, reference);
            }
            json.writeEndArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator json, Reference reference) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", reference.id());
        json.writeStringField("version", UtcTime.text(reference.version()));
        json.writeStringField("hash", reference.hash());
        json.writeStringField("digest", reference.digest());
        json.writeNumberField("parts", reference.parts());
        json.writeNumberField("size", reference.size());
        json.writeNumberField("revision", reference.revision());
        json.writeStringField("change", reference.change().word());
        json.writeStringField("origin", reference.origin());
        json.writeArrayFieldStart("changed");
        for (String name : reference.changed()) {
            json.writeString(name);
        }
        json.writeEndArray();
        json.writeNumberField("previousPage", reference.previousPage());
        json.writeEndObject();
    }

    private static Reference reference(JsonNode node) {
        List<String> changed = new ArrayList<>();
        node.path("changed").forEach(name -> changed.add(name.asText()));
        return new Reference(
                node.path("id").asText(),
                UtcTime.parse(node.path("version").asText()).orElse(Instant.EPOCH),
                node.path("hash").asText(),
                node.path("digest").asText(),
                node.path("parts").asInt(),
                node.path("size").asLong(),
                node.path("revision").asLong(),
                Change.valueOf(node.path("change").asText().toUpperCase(Locale.ROOT)),
                node.path("origin").asText(),
                changed,
                node.path("previousPage").asLong());
    }
}
