package io.defenderrelay.microsoft;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/** Reads what Microsoft answers when it took something on. */
final class TakenRecord {
    private static final int LARGEST = 1_000_000;
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build());

    private TakenRecord() {}

    /** Of a record that was created: an investigation, an indicator, a cancelled action. */
    static Submission read(GraphAnswer answer) throws IOException {
        return new Submission.Accepted(id(tree(answer)), null);
    }

    /** Of a machine action, which may be one that was open before. */
    static Submission machineAction(GraphAnswer answer) throws IOException {
        JsonNode json = tree(answer);
        return new Submission.Accepted(id(json), MachineAction.of(json));
    }

    /** Of something that leaves nothing to follow; the status said all. */
    static Submission nothing(GraphAnswer answer) {
        return new Submission.Accepted(null, null);
    }

    private static String id(JsonNode json) throws MalformedPageException {
        String id = json.path("id").asText("");
        if (id.isEmpty()) {
            throw new MalformedPageException("it has no 'id'");
        }
        return id;
    }

    private static JsonNode tree(GraphAnswer answer) throws IOException {
        try {
            JsonNode json = JSON.readTree(answer.body().readNBytes(LARGEST));
            return json == null ? JSON.missingNode() : json;
        } catch (JsonProcessingException notJson) {
            throw new MalformedPageException("it is no JSON that can be read");
        }
    }
}
