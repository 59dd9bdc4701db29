package io.defenderrelay.microsoft;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.defenderrelay.model.UtcTime;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** Reads what Microsoft answers when it took something on. */
final class TakenRecord {
    private static final int LARGEST = 1_000_000;
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build());

    private TakenRecord() {}

    /** Of a record that was created: a machine action, an investigation, an indicator. */
    static Submission read(GraphAnswer answer) throws IOException {
        JsonNode json = tree(answer);
        String id = json.path("id").asText("");
        if (id.isEmpty()) {
            throw new MalformedPageException("it has no 'id'");
        }
        Optional<Instant> created = time(json, "creationDateTimeUtc")
                .or(() -> time(json, "startTime"))
                .or(() -> time(json, "creationTimeDateTimeUtc"));
        return new Submission.Accepted(id, json.path("requestorComment").textValue(), created.orElse(null));
    }

    /** Of something that leaves nothing to follow; the status said all. */
    static Submission nothing(GraphAnswer answer) {
        return new Submission.Accepted(null, null, null);
    }

    private static JsonNode tree(GraphAnswer answer) throws IOException {
        try {
            JsonNode json = JSON.readTree(answer.body().readNBytes(LARGEST));
            return json == null ? JSON.missingNode() : json;
        } catch (JsonProcessingException notJson) {
            throw new MalformedPageException("it is no JSON that can be read");
        }
    }

    private static Optional<Instant> time(JsonNode json, String member) {
        return UtcTime.parse(json.path(member).textValue());
    }
}
