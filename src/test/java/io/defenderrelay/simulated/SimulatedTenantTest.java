package io.defenderrelay.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SimulatedTenantTest {

    private static final Instant NOW = Instant.parse("2026-09-14T10:40:00Z");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final SimulatedTenant tenant = SimulatedTenant.start(Clock.fixed(NOW, ZoneOffset.UTC));
    private final AlertGenerator generator = new AlertGenerator(1, tenant.tenantId());

    @AfterEach
    void stop() {
        tenant.close();
    }

    @Test
    void drainsInOrderByTokenLinks() throws Exception {
        tenant.alerts().addAll(generator.alerts(1234, NOW.minusSeconds(7200), NOW));
        String token = token();

        List<String> times = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        String url = tenant.endpoint() + "/v1.0/security/alerts_v2?$top=500&$orderby=" + e("lastUpdateDateTime asc")
                + "&$filter=" + e("lastUpdateDateTime ge " + NOW.minusSeconds(7200));
        while (url != null) {
            HttpResponse<byte[]> r = get(url, token);
            assertThat(r.statusCode()).isEqualTo(200);
            JsonNode page = JSON.readTree(new GZIPInputStream(new ByteArrayInputStream(r.body())));
            page.path("value").forEach(a -> {
                times.add(Instant.parse(a.path("lastUpdateDateTime").asText()).toString());
                ids.add(a.path("id").asText());
            });
            url = page.path("@odata.nextLink").asText(null);
        }

        assertThat(ids).doesNotHaveDuplicates().hasSize(1234);
        assertThat(times.stream().map(Instant::parse).toList()).isSorted();
        assertThat(tenant.listCalls()).hasSize(3);
    }

    private HttpResponse<byte[]> get(String url, String token) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(url))
                        .header("Authorization", "Bearer " + token)
                        .header("Accept-Encoding", "gzip")
                        .header("Prefer", "include-unknown-enum-members")
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    private String token() throws IOException, InterruptedException {
        String form = "grant_type=client_credentials&client_id=" + tenant.clientId() + "&client_secret="
                + e(tenant.clientSecret()) + "&scope="
                + e("https://graph.microsoft.com/.default openid profile offline_access");
        HttpResponse<String> r = http.send(
                HttpRequest.newBuilder(URI.create(tenant.endpoint() + "/" + tenant.tenantId() + "/oauth2/v2.0/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        return JSON.readTree(r.body()).path("access_token").asText();
    }

    private static String e(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
