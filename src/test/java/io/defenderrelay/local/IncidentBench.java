package io.defenderrelay.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** Lists the alerts of one incident through the packaged {@code api}, page after page, and measures it. */
final class IncidentBench {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LIMIT = 500;

    private final PackagedApi api;

    IncidentBench(PackagedApi api) {
        this.api = api;
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
        api.process().awaitReady();
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
        return JSON.readTree(api.get(path, query).path("body").asText());
    }
}
