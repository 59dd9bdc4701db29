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

/** The first action somebody would ask for: a device is isolated, as another one approves, and all of it is on record. */
final class ActionTour {
    /** How many requests there are when nothing is missing. */
    static final int STOPS = 4;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LEAD = "AROALOCALLOCALLEAD000";
    private static final int MOST_LOOKS = 300;
    private static final int BETWEEN_LOOKS = 200;

    private final HttpClient http = HttpClient.newHttpClient();
    private final String actions;

    ActionTour(URI api, String alias) {
        this.actions = api + "/v1/tenants/" + alias + "/actions";
    }

    /** Sends the requests and waits for the device; ends early at what does not go on. */
    List<TourStop> take() throws InterruptedException {
        List<TourStop> stops = new ArrayList<>();
        String body = "{\"kind\":\"isolate-device\",\"device\":\"" + ActionTargets.DEVICE
                + "\",\"reason\":\"Ransomware note, case 4821\"}";
        String id = post(stops, URI.create(actions), Map.of("Idempotency-Key", "try-3"), body)
                .path("id")
                .asText();
        URI action = URI.create(actions + "/" + id);
        JsonNode waiting = until("awaiting-approval", action);
        if (waiting.isMissingNode()) {
            return stops;
        }
        stops.add(new TourStop(action, get(action).statusCode()));
        String approval = "{\"requestHash\":\"" + waiting.path("requestHash").asText() + "\"}";
        post(stops, URI.create(action + "/approve"), Map.of("X-Local-Principal", LEAD), approval);
        if (!until("succeeded", action).isMissingNode()) {
            URI audit = URI.create(action + "/audit");
            stops.add(new TourStop(audit, get(audit).statusCode()));
        }
        return stops;
    }

    private JsonNode post(List<TourStop> stops, URI address, Map<String, String> own, String body)
            throws InterruptedException {
        Map<String, String> headers = new LinkedHashMap<>(own);
        headers.put("Content-Type", "application/json");
        HttpRequest.Builder request = HttpRequest.newBuilder(address).POST(HttpRequest.BodyPublishers.ofString(body));
        StringBuilder options = new StringBuilder();
        headers.forEach((name, value) -> {
            request.header(name, value);
            options.append("-H '" + name + ": " + value + "' ");
        });
        options.append("-d '" + body + "' ");
        HttpResponse<String> answer = send(request.build());
        stops.add(new TourStop(address, options.toString(), answer.statusCode()));
        return json(answer.body());
    }

    /** The action in this state; missing when it does not come to it. */
    private JsonNode until(String state, URI action) throws InterruptedException {
        for (int look = 0; look < MOST_LOOKS; look++) {
            JsonNode now = json(get(action).body());
            if (now.path("state").asText().equals(state)) {
                return now;
            }
            if (now.has("endedAt")) {
                break;
            }
            Thread.sleep(BETWEEN_LOOKS);
        }
        return JSON.missingNode();
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
