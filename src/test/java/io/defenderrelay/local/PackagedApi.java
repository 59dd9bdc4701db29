package io.defenderrelay.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** Sends requests to a process of {@code api} as API Gateway would. */
record PackagedApi(FunctionProcess process, GatewayRoutes routes, Clock clock) {

    /** What the function answers, with {@code statusCode}, {@code headers} and {@code body}. */
    JsonNode get(String path, String query) throws InterruptedException {
        return send(request("GET", path, query, Map.of(), ""));
    }

    JsonNode post(String path, Map<String, List<String>> headers, String json) throws InterruptedException {
        return send(request("POST", path, "", headers, json));
    }

    private static GatewayRequest request(
            String method, String path, String query, Map<String, List<String>> headers, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return new GatewayRequest(method, path, query, headers, GatewayRequest.Body.of(bytes), "127.0.0.1");
    }

    private JsonNode send(GatewayRequest request) throws InterruptedException {
        GatewayRoutes.Match match =
                routes.match(request.method(), request.rawPath()).orElseThrow();
        Answer answer = process.invoke(request.event(match, clock.instant()).toString());
        JsonNode response = answer.json();
        if (answer.failed() || response.path("statusCode").asInt() / 100 != 2) {
            throw new IllegalStateException(
                    "api refused " + request.method() + " " + request.rawPath() + ": " + answer.payload());
        }
        return response;
    }
}
