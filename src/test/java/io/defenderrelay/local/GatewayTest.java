package io.defenderrelay.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class GatewayTest {

    @Test
    void requestThatNoRouteTakesIsAnsweredAsApiGatewayDoes() throws Exception {
        try (Gateway gateway = Gateway.bind(0)) {
            gateway.serve(new GatewayRoutes(List.of()), Map.of(), Clock.systemUTC());

            HttpResponse<String> answer = get(gateway.address().resolve("/v1/nothing"));

            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.body()).isEqualTo("{\"message\":\"Not Found\"}");
        }
    }

    @Test
    void nextPortIsTakenWhenTheWantedOneIsInUse() throws Exception {
        try (Gateway first = Gateway.bind(0);
                Gateway second = Gateway.bind(first.port())) {

            assertThat(second.port()).isGreaterThan(first.port());
        }
    }

    private static HttpResponse<String> get(URI address) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
    }
}
