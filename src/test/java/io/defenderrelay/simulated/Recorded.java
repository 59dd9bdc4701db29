package io.defenderrelay.simulated;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The bodies under {@code recorded/}. */
final class Recorded {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Recorded() {}

    /** Reads one, for example {@code graph/error-404-not-found.json}. */
    static ObjectNode json(String name) {
        try (InputStream file = Recorded.class.getResourceAsStream("/recorded/" + name)) {
            if (file == null) {
                throw new FileNotFoundException("recorded/" + name + " is not on the test class path");
            }
            return (ObjectNode) JSON.readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
