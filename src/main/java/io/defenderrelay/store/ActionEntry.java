package io.defenderrelay.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.defenderrelay.aws.Item;
import io.defenderrelay.model.UtcTime;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;

/**
 * One transition of one action, written once. Each names the hash of the one before it, so that none can be changed or left out
 * without changing all that follow.
 *
 * @param number counts the transitions of the action, from 1
 * @param state the action's after it, as a word
 * @param text what happened, as JSON; every reader sees the same bytes
 * @param hash of the entry before it and of the text
 */
public record ActionEntry(long number, String state, String text, String previous, String hash) {
    private static final JsonFactory JSON = new JsonFactory();

    static ActionEntry of(String id, long number, ActionState state, String event, String by, Instant at, Facts facts) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("action", id);
            json.writeNumberField("number", number);
            json.writeStringField("event", event);
            json.writeStringField("state", state.word());
            json.writeStringField("at", UtcTime.text(at));
            json.writeStringField("by", by);
            json.writeObjectFieldStart("facts");
            for (Map.Entry<String, String> fact : facts.now().entrySet()) {
                json.writeStringField(fact.getKey(), fact.getValue());
            }
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        String hash = hash(facts.previous(), text.toString());
        return new ActionEntry(number, state.word(), text.toString(), facts.previous(), hash);
    }

    /**
     * What an entry tells and follows.
     *
     * @param now all facts after the transition
     * @param previous the hash of the entry before; empty for the first
     */
    record Facts(SortedMap<String, String> now, String previous) {}

    static ActionEntry read(Item item) {
        return new ActionEntry(
                item.number("number"),
                item.text("state"),
                item.text("entry"),
                item.text("previous"),
                item.text("hash"));
    }

    /** 64 hexadecimal digits. */
    private static String hash(String previous, String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest((previous + "\n" + text).getBytes(UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }
}
