package io.defenderrelay.simulated;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Answers {@code POST /v1.0/$batch}: each item as if it had been sent alone, in the order of the request, its answer
 * anywhere in the list. Source: Microsoft Graph, "Combine multiple HTTP requests using JSON batching".
 */
final class GraphBatch {
    static final String PATH = "/v1.0/$batch";
    private static final int MOST = 20;

    private GraphBatch() {}

    /** Answers one item. */
    interface Items {
        Answer answer(String method, String url, Map<String, String> headers, String body);
    }

    static Answer answer(Call call, String body, Items items) {
        JsonNode requests;
        try {
            requests = RecordBytes.tree(body.getBytes(StandardCharsets.UTF_8)).path("requests");
        } catch (UncheckedIOException | ClassCastException noObject) {
            return GraphErrors.refused(call, new InvalidQuery("Invalid batch payload format."));
        }
        if (!requests.isArray() || requests.isEmpty() || requests.size() > MOST || !distinct(requests)) {
            return GraphErrors.refused(call, new InvalidQuery("Invalid batch payload format."));
        }
        Map<String, Integer> statuses = new HashMap<>();
        List<ObjectNode> responses = new ArrayList<>();
        for (JsonNode request : requests) {
            responses.add(respond(call, request, statuses, items));
        }
        Collections.reverse(responses);
        ObjectNode whole = RecordBytes.tree(new byte[] {'{', '}'});
        ArrayNode list = whole.putArray("responses");
        responses.forEach(list::add);
        return Answer.json(200, Body.of(whole.toString()));
    }

    private static boolean distinct(JsonNode requests) {
        Set<String> ids = new HashSet<>();
        for (JsonNode request : requests) {
            String id = request.path("id").asText().toLowerCase(Locale.ROOT);
            if (id.isEmpty() || !ids.add(id) || !request.path("url").asText().startsWith("/")) {
                return false;
            }
        }
        return true;
    }

    private static ObjectNode respond(Call call, JsonNode request, Map<String, Integer> statuses, Items items) {
        String id = request.path("id").asText();
        boolean blocked = false;
        for (JsonNode other : request.path("dependsOn")) {
            blocked |= statuses.getOrDefault(other.asText(), 500) >= 400;
        }
        Map<String, String> headers = new HashMap<>();
        request.path("headers")
                .properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().asText()));
        Answer answer = blocked
                ? GraphErrors.error(424, call, "FailedDependency", "A request this one depends on failed.")
                : items.answer(
                        request.path("method").asText(),
                        "/v1.0" + request.path("url").asText(),
                        headers,
                        request.path("body").toString());
        statuses.put(id, answer.status());
        ObjectNode response = RecordBytes.tree(new byte[] {'{', '}'});
        response.put("id", id).put("status", answer.status());
        ObjectNode sent = response.putObject("headers");
        answer.headers().forEach(sent::put);
        byte[] body = answer.body().plain();
        if (body.length > 0) {
            response.set("body", RecordBytes.tree(body));
        }
        return response;
    }
}
