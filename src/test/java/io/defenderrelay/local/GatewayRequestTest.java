package io.defenderrelay.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.defenderrelay.Template.DeployedRoute;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class GatewayRequestTest {
    private static final Instant NOW = Instant.parse("2026-09-14T10:40:00Z");
    private static final GatewayRoutes ROUTES = new GatewayRoutes(List.of(
            new DeployedRoute("GET", "/v1/tenants/{tenant}/feed", "api"),
            new DeployedRoute("GET", "/v1/tenants/{tenant}/alerts/{id}", "api"),
            new DeployedRoute("POST", "/v1/tenants/{tenant}/feed", "api")));

    @Test
    void eventNamesRouteAndPath() {
        JsonNode event = event("/v1/tenants/acme/alerts/da-1", "");

        assertThat(event.path("version").asText()).isEqualTo("2.0");
        assertThat(event.path("routeKey").asText()).isEqualTo("GET /v1/tenants/{tenant}/alerts/{id}");
        assertThat(event.path("rawPath").asText()).isEqualTo("/v1/tenants/acme/alerts/da-1");
        assertThat(event.at("/pathParameters/tenant").asText()).isEqualTo("acme");
        assertThat(event.at("/pathParameters/id").asText()).isEqualTo("da-1");
        assertThat(event.at("/requestContext/http/method").asText()).isEqualTo("GET");
        assertThat(event.at("/requestContext/routeKey")).isEqualTo(event.path("routeKey"));
        assertThat(event.at("/requestContext/timeEpoch").asLong()).isEqualTo(NOW.toEpochMilli());
        assertThat(event.at("/requestContext/time").asText()).isEqualTo("14/Sep/2026:10:40:00 +0000");
        assertThat(event.at("/requestContext/requestId").asText()).isNotEmpty();
    }

    @Test
    void eventNamesTheCallerAsTheIamAuthorizerDoes() {
        JsonNode iam = event("/v1/tenants/acme/feed", "").at("/requestContext/authorizer/iam");

        assertThat(iam.path("userId").asText()).matches("[A-Z0-9]+:local-run");
        assertThat(iam.path("userArn").asText()).startsWith("arn:aws:sts::000000000000:assumed-role/");
        assertThat(iam.path("accountId").asText()).isEqualTo("000000000000");
    }

    @Test
    void callerMayChooseWhoItIs() {
        Map<String, List<String>> headers = Map.of("X-Local-Principal", List.of("AROALOCALLOCALLEAD000"));
        GatewayRequest request = new GatewayRequest(
                "GET", "/v1/tenants/acme/feed", "", headers, new GatewayRequest.Body("", false), "127.0.0.1");

        JsonNode event =
                request.event(ROUTES.match("GET", "/v1/tenants/acme/feed").orElseThrow(), NOW);

        assertThat(event.at("/requestContext/authorizer/iam/userId").asText())
                .isEqualTo("AROALOCALLOCALLEAD000:local-run");
        assertThat(event.path("headers").has("x-local-principal")).isFalse();
    }

    @Test
    void queryIsPassedRawAndDecoded() {
        JsonNode event = event("/v1/tenants/acme/feed", "after=a%2Bb%3D&limit=5&limit=6&flag");

        assertThat(event.path("rawQueryString").asText()).isEqualTo("after=a%2Bb%3D&limit=5&limit=6&flag");
        assertThat(event.at("/queryStringParameters/after").asText()).isEqualTo("a+b=");
        assertThat(event.at("/queryStringParameters/limit").asText()).isEqualTo("5,6");
        assertThat(event.at("/queryStringParameters/flag").asText()).isEmpty();
    }

    @Test
    void absentQueryLeavesNoParameters() {
        JsonNode event = event("/v1/tenants/acme/feed", "");

        assertThat(event.path("rawQueryString").asText()).isEmpty();
        assertThat(event.has("queryStringParameters")).isFalse();
    }

    @Test
    void pathIsDecodedButItsParametersAreNot() {
        JsonNode event = event("/v1/tenants/acme/alerts/a%20b+c", "");

        assertThat(event.path("rawPath").asText()).isEqualTo("/v1/tenants/acme/alerts/a b+c");
        assertThat(event.at("/pathParameters/id").asText()).isEqualTo("a%20b+c");
    }

    @Test
    void headersAreLowerCaseAndCookiesApart() {
        JsonNode event = event("/v1/tenants/acme/feed", "");

        assertThat(event.at("/headers/accept").asText()).isEqualTo("text/plain,application/json");
        assertThat(event.at("/headers").has("cookie")).isFalse();
        assertThat(event.at("/cookies").toString()).isEqualTo("[\"a=1\",\"b=2\"]");
        assertThat(event.at("/requestContext/http/userAgent").asText()).isEqualTo("curl/8");
    }

    @Test
    void textBodyIsPassedAsItIsAndBinaryInBase64() {
        GatewayRequest.Body text = GatewayRequest.Body.of("{\"ü\":1}".getBytes(UTF_8));
        GatewayRequest.Body binary = GatewayRequest.Body.of(new byte[] {(byte) 0xff, 0});

        assertThat(text).isEqualTo(new GatewayRequest.Body("{\"ü\":1}", false));
        assertThat(binary).isEqualTo(new GatewayRequest.Body("/wA=", true));
    }

    @Test
    void requestWithoutRouteHasNoMatch() {
        assertThat(ROUTES.match("GET", "/v1/tenants/acme")).isEmpty();
        assertThat(ROUTES.match("DELETE", "/v1/tenants/acme/feed")).isEmpty();
        assertThat(ROUTES.match("GET", "/v1/tenants//feed")).isEmpty();
        assertThat(ROUTES.match("GET", "/v1/tenants/acme/feed/")).isEmpty();
        assertThat(ROUTES.match("GET", "/v1/tenants/acme/alerts/a/b")).isEmpty();
    }

    @Test
    void fixedSegmentWinsOverParameter() {
        GatewayRoutes routes = new GatewayRoutes(List.of(
                new DeployedRoute("GET", "/{any}/{thing}", "loose"), new DeployedRoute("GET", "/v1/{thing}", "exact")));

        assertThat(routes.match("GET", "/v1/x").orElseThrow().route().export()).isEqualTo("exact");
    }

    private static JsonNode event(String path, String query) {
        Map<String, List<String>> headers = Map.of(
                "Accept", List.of("text/plain", "application/json"),
                "User-Agent", List.of("curl/8"),
                "Cookie", List.of("a=1; b=2"));
        GatewayRequest request =
                new GatewayRequest("GET", path, query, headers, new GatewayRequest.Body("", false), "127.0.0.1");
        return request.event(ROUTES.match("GET", path).orElseThrow(), NOW);
    }
}
