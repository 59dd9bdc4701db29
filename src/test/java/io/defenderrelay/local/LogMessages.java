package io.defenderrelay.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;

/** The messages of the lines that a function's process printed. */
final class LogMessages {
    private static final ObjectMapper JSON = new ObjectMapper();

    private LogMessages() {}

    /** The message of each JSON log line; any other line as it is. */
    static List<String> of(List<String> printed) {
        return printed.stream().map(LogMessages::message).toList();
    }

    private static String message(String line) {
        if (!line.startsWith("{")) {
            return line;
        }
        try {
            return JSON.readTree(line).path("message").asText();
        } catch (JsonProcessingException notJson) {
            return line;
        }
    }
}
