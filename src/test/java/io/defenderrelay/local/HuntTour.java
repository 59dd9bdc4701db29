package io.defenderrelay.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The first hunts somebody would ask for, one by template and one in KQL, and some rows of each. */
final class HuntTour {
    /** How many requests there are when nothing is missing. */
    static final int STOPS = 4;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> OPEN = Set.of("queued", "waiting", "running");
    private static final int MOST_LOOKS = 300;
    private static final int BETWEEN_LOOKS = 200;

    private final HttpClient http = HttpClient.newHttpClient();
    private final String hunts;

    HuntTour(URI api, String alias) {
        this.hunts = api + "/v1/tenants/" + alias + "/hunts";
    }

    /** Sends the requests and waits for what they find; the rows of a hunt that finds none are left out. */
    List<TourStop> take() throws InterruptedException {
        List<TourStop> stops = new ArrayList<>();
        String known = hunt(
                stops,
                "",
                "try-1",
                "{\"template\":\"processes-by-hash\",\"parameters\":{\"file\":\"44d88612fea8a8f36de82e1278abb02f\"}}");
        String own = hunt(stops, "/raw", "try-2", "{\"query\":\"DeviceProcessEvents | take 250\"}");
        rows(stops, known, "limit=2");
        rows(stops, own, "limit=5&format=csv");
        return stops;
    }

    /** Returns the hunt's id; empty if it did not succeed. */
    private String hunt(List<TourStop> stops, String path, String key, String body) throws InterruptedException {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Idempotency-Key", key);
        headers.put("Prefer", "wait=10");
        headers.put("Content-Type", "application/json");
        URI address = URI.create(hunts + path);
        HttpRequest.Builder request = HttpRequest.newBuilder(address).POST(HttpRequest.BodyPublishers.ofString(body));
        StringBuilder options = new StringBuilder();
        headers.forEach((name, value) -> {
            request.header(name, value);
            options.append("-H '" + name + ": " + value + "' ");
        });
        options.append("-d '" + body + "' ");
        HttpResponse<String> answer = send(request.build());
        stops.add(new TourStop(address, options.toString(), answer.statusCode()));
        JsonNode hunt = ended(json(answer.body()));
        return hunt.path("state").asText().equals("succeeded") ? hunt.path("id").asText() : "";
    }

    private JsonNode ended(JsonNode asked) throws InterruptedException {
        JsonNode hunt = asked;
        for (int look = 0; OPEN.contains(hunt.path("state").asText()) && look < MOST_LOOKS; look++) {
            Thread.sleep(BETWEEN_LOOKS);
            hunt = json(get(URI.create(hunts + "/" + hunt.path("id").asText())).body());
        }
        return hunt;
    }

    private void rows(List<TourStop> stops, String id, String query) throws InterruptedException {
        if (!id.isEmpty()) {
            URI address = URI.create(hunts + "/" + id + "/rows?" + query);
            stops.add(new TourStop(address, get(address).statusCode()));
        }
    }

    private static JsonNode json(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException notJson) {
            return JSON.missingNode();
        }
    }

    private HttpResponse<String> get(URI address) throws InterruptedException {
        return send(HttpRequest.newBuilder(address).build());
    }

    private HttpResponse<String> send(HttpRequest request) throws InterruptedException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }
}
