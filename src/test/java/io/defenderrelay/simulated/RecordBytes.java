package io.defenderrelay.simulated;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;

/** Records between their two forms: the bytes that are stored and the tree that tests change. */
final class RecordBytes {

    private static final ObjectMapper JSON = new ObjectMapper();

    private RecordBytes() {}

    static ObjectNode tree(byte[] json) {
        try {
            return (ObjectNode) JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] bytes(ObjectNode alert) {
        try {
            return JSON.writeValueAsBytes(alert);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sets when the alert last changed. */
    static ObjectNode timed(ObjectNode alert, Instant lastUpdate) {
        return alert.put("lastUpdateDateTime", Ticks.text(lastUpdate));
    }
}
