package io.defenderrelay.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * How one invocation of a function ended.
 *
 * @param failed whether the function, or its process, failed
 * @param payload JSON: what the function answered, or {@code errorType} and {@code errorMessage}
 */
record Answer(boolean failed, String payload) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Answer failure(String type, String message) {
        try {
            return new Answer(true, JSON.writeValueAsString(Map.of("errorType", type, "errorMessage", message)));
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** The payload read as JSON; a missing node when it is none. */
    JsonNode json() {
        try {
            return JSON.readTree(payload);
        } catch (JsonProcessingException notJson) {
            return JSON.missingNode();
        }
    }

    String errorMessage() {
        return json().path("errorMessage").asText("no message");
    }
}
