package io.defenderrelay.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Lists the alerts of one incident through the packaged {@code api}, page after page, and measures it. */
final class IncidentBench {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LIMIT = 500;

    private final FunctionProcess api;
    private final GatewayRoutes routes;
    private final Clock clock;

    IncidentBench(FunctionProcess api, GatewayRoutes routes, Clock clock) {
        this.api = api;
        this.routes = routes;
        this.clock = clock;
    }

    /**
     * What it took.
     *
     * @param incidents how many came into their feed
     * @param alerts how many different ones were listed
     * @param answers pages of at most 500 alerts
     * @param wall from the first request to the last answer; the start of the process is not in it
     */
    record Figures(long incidents, long alerts, int answers, Duration wall) {}

    Figures list(long incidents, String path) throws IOException, InterruptedException {
        api.awaitReady();
        Set<String> ids = new HashSet<>();
        String query = "limit=" + LIMIT;
        int answers = 0;
        long began = System.nanoTime();
        do {
            JsonNode page = page(path, query);
            page.path("items").forEach(alert -> ids.add(alert.path("id").asText()));
            answers++;
            query = page.has("next")
                    ? "limit=" + LIMIT + "&after=" + page.path("next").asText()
                    : "";
        } while (!query.isEmpty());
        return new Figures(incidents, ids.size(), answers, Duration.ofNanos(System.nanoTime() - began));
    }

    private JsonNode page(String path, String query) throws IOException, InterruptedException {
        GatewayRequest request =
                new GatewayRequest("GET", path, query, Map.of(), GatewayRequest.Body.of(new byte[0]), "127.0.0.1");
        GatewayRoutes.Match match = routes.match("GET", path).orElseThrow();
        Answer answer = api.invoke(request.event(match, clock.instant()).toString());
        JsonNode response = answer.json();
        if (answer.failed() || response.path("statusCode").asInt() != 200) {
            throw new IllegalStateException("api did not list the incident's alerts: " + answer.payload());
        }
        return JSON.readTree(response.path("body").asText());
    }
}
