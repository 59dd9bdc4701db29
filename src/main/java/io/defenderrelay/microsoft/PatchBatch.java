package io.defenderrelay.microsoft;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.defenderrelay.problem.UpstreamException;
import io.defenderrelay.problem.UpstreamException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * A read and a change of one record in one request, one directly after the other: Graph has no ETag, and this is as near as
 * one comes to knowing what a change replaced. Source: Microsoft Graph, "JSON batching": items that depend on each other
 * run in their order; their answers come in any.
 */
record PatchBatch(String path, ObjectNode changes) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String READ = "1";
    private static final String CHANGE = "2";
    private static final int OK = 200;
    private static final int NOT_TRIED = 424;

    String request() {
        ObjectNode batch = JsonNodeFactory.instance.objectNode();
        ArrayNode requests = batch.putArray("requests");
        ObjectNode read =
                requests.addObject().put("id", READ).put("method", "GET").put("url", path);
        read.putObject("headers").put("Prefer", "include-unknown-enum-members");
        ObjectNode change =
                requests.addObject().put("id", CHANGE).put("method", "PATCH").put("url", path);
        change.putArray("dependsOn").add(READ);
        change.putObject("headers")
                .put("Content-Type", "application/json")
                .put("Prefer", "include-unknown-enum-members");
        change.set("body", changes);
        return batch.toString();
    }

    /**
     * What the batch did. A change that was not tried because the read failed has the read's fault; one that was made is made,
     * whatever became of the read.
     */
    static PatchResult result(JsonNode answer, GraphAsk ask) throws IOException {
        JsonNode read = item(answer, READ);
        JsonNode change = item(answer, CHANGE);
        if (change.path("status").asInt() == NOT_TRIED) {
            check(read, ask);
        }
        check(change, ask);
        boolean known = read.path("status").asInt() == OK;
        return new PatchResult(known ? finding(read) : null, finding(change));
    }

    private static JsonNode item(JsonNode answer, String id) {
        for (JsonNode response : answer.path("responses")) {
            if (id.equals(response.path("id").asText())) {
                return response;
            }
        }
        throw new UpstreamException(
                Reason.FAILED, "Microsoft's answer to a batch lacks a part; the relay reads the record instead", null);
    }

    private static void check(JsonNode response, GraphAsk ask) throws JsonProcessingException {
        int status = response.path("status").asInt();
        if (status == OK) {
            return;
        }
        int seconds = response.at("/headers/Retry-After").asInt(0);
        Optional<Duration> wait = seconds > 0 ? Optional.of(Duration.ofSeconds(seconds)) : Optional.empty();
        byte[] body = JSON.writeValueAsBytes(response.path("body"));
        String code = ErrorBody.read(new ByteArrayInputStream(body)).code();
        throw GraphAnswer.problem(ask, status == 0 ? 500 : status, wait, code, "unknown");
    }

    private static RemoteFinding finding(JsonNode response) throws IOException {
        return RemoteFinding.of(response.path("body").toString().getBytes(StandardCharsets.UTF_8));
    }
}
