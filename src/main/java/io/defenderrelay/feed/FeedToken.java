package io.defenderrelay.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.defenderrelay.problem.InvalidRequestException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where a reader stands, as text that only we need to understand. It comes back from outside: nothing is taken from it
 * but positions, and only from a text that is, character by character, one we would have written for the same list.
 *
 * @param tenant alias of the tenant that it was given out for
 * @param list the list that it was given out for, hashed
 * @param positions in each log of the list, by the log's name
 */
record FeedToken(String tenant, String list, SortedMap<String, Position> positions) {
    private static final int VERSION = 1;
    private static final int LONGEST = 512;
    private static final int HASH_BYTES = 8;
    private static final ObjectMapper JSON = new ObjectMapper(new JsonFactory());

    FeedToken {
        positions = new TreeMap<>(positions);
    }

    static String text(String tenant, String list, Map<String, Position> positions) {
        return new FeedToken(tenant, hash(list), new TreeMap<>(positions)).text();
    }

    Position position(String log) {
        return Objects.requireNonNull(positions.get(log));
    }

    /**
     * Reads what a caller gave as {@code after}.
     *
     * @param logs names of the logs that it must hold a position in
     * @throws InvalidRequestException when we did not write it, or wrote it for another tenant or list
     */
    static FeedToken read(String text, String tenant, String list, Set<String> logs) {
        if (text.length() > LONGEST) {
            throw refused();
        }
        FeedToken token = new FeedToken(tenant, hash(list), positions(text, logs));
        boolean possible = token.positions().values().stream().allMatch(Position::possible);
        if (!possible || !token.text().equals(text)) {
            throw refused();
        }
        return token;
    }

    static InvalidRequestException refused() {
        return new InvalidRequestException(
                "after",
                "Parameter 'after' is no position in this list: start without it, or use the 'next' of an answer");
    }

    String text() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.getFactory().createGenerator(bytes)) {
            json.writeStartObject();
            json.writeNumberField("v", VERSION);
            json.writeStringField("tenant", tenant);
            json.writeStringField("list", list);
            json.writeObjectFieldStart("positions");
            for (Map.Entry<String, Position> entry : positions.entrySet()) {
                json.writeArrayFieldStart(entry.getKey());
                json.writeNumber(entry.getValue().page());
                json.writeNumber(entry.getValue().offset());
                json.writeEndArray();
            }
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
    }

    /** Read with little care: what is not exactly ours makes another text when it is written again. */
    private static SortedMap<String, Position> positions(String text, Set<String> logs) {
        try {
            JsonNode root = JSON.readTree(Base64.getUrlDecoder().decode(text.getBytes(UTF_8)));
            SortedMap<String, Position> positions = new TreeMap<>();
            logs.forEach(
                    log -> positions.put(log, position(root.path("positions").path(log))));
            return positions;
        } catch (IllegalArgumentException | IOException notOurs) {
            throw refused();
        }
    }

    private static Position position(JsonNode node) {
        return new Position(node.path(0).asLong(-1), node.path(1).asInt(-1));
    }

    private static String hash(String list) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(list.getBytes(UTF_8));
            return HexFormat.of().formatHex(Arrays.copyOf(digest, HASH_BYTES));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
