package io.defenderrelay.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The first requests somebody would send: the feed, one alert of it, one incident and its alerts, the status. */
final class ApiTour {
    /** How many requests there are when nothing is missing. */
    static final int STOPS = 5;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final String tenant;

    ApiTour(URI api, String alias) {
        this.tenant = api + "/v1/tenants/" + alias;
    }

    /** Sends the requests; that for an alert is left out when the feed is empty. */
    List<TourStop> take() throws InterruptedException {
        List<TourStop> stops = new ArrayList<>();
        URI feed = URI.create(tenant + "/feed?limit=3&kinds=alert");
        HttpResponse<String> answer = get(feed);
        stops.add(new TourStop(feed, answer.statusCode()));
        Optional<URI> alert = firstId(answer.body()).map(id -> URI.create(tenant + "/alerts/" + id));
        if (alert.isPresent()) {
            stops.add(new TourStop(alert.get(), get(alert.get()).statusCode()));
        }
        Optional<URI> incident = firstId(
                        get(URI.create(tenant + "/feed?limit=1&kinds=incident")).body())
                .map(id -> URI.create(tenant + "/incidents/" + id));
        if (incident.isPresent()) {
            stops.add(new TourStop(incident.get(), get(incident.get()).statusCode()));
            URI members = URI.create(incident.get() + "/alerts");
            stops.add(new TourStop(members, get(members).statusCode()));
        }
        URI status = URI.create(tenant + "/status");
        stops.add(new TourStop(status, get(status).statusCode()));
        return stops;
    }

    private static Optional<String> firstId(String feed) {
        try {
            String id = JSON.readTree(feed).at("/items/0/id").asText();
            return id.isEmpty() ? Optional.empty() : Optional.of(id);
        } catch (JsonProcessingException notJson) {
            return Optional.empty();
        }
    }

    private HttpResponse<String> get(URI address) throws InterruptedException {
        try {
            return http.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }
}
