package io.defenderrelay.simulated;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** A plain client of the simulated tenant, for its own tests. */
final class TenantClient {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String DEFENDER = "https://api.securitycenter.microsoft.com/.default";

    private final HttpClient http = HttpClient.newHttpClient();
    private final SimulatedTenant tenant;
    private final Map<String, String> headers = new LinkedHashMap<>(Map.of(
            "Prefer", "include-unknown-enum-members", "Accept-Encoding", "gzip", "client-request-id", "my-request"));

    TenantClient(SimulatedTenant tenant) {
        this.tenant = tenant;
    }

    /** An answer with its body unpacked. */
    record Reply(int status, HttpHeaders headers, String body) {
        JsonNode json() throws IOException {
            return JSON.readTree(body);
        }

        List<String> ids() throws IOException {
            List<String> ids = new ArrayList<>();
            json().path("value").forEach(alert -> ids.add(alert.path("id").asText()));
            return ids;
        }

        String code() throws IOException {
            return json().path("error").path("code").asText();
        }

        String text(String member) throws IOException {
            return json().path(member).asText();
        }

        String header(String name) {
            return headers.firstValue(name).orElse("");
        }

        String next() throws IOException {
            return json().path("@odata.nextLink").asText();
        }
    }

    TenantClient without(String header) {
        headers.remove(header);
        return this;
    }

    TenantClient signedIn() throws IOException, InterruptedException {
        return bearing(Map.of());
    }

    /** Signs in to the other resource as the reader. */
    TenantClient onDefender() throws IOException, InterruptedException {
        return bearing(Map.of("scope", DEFENDER));
    }

    /** Signs in as the responder, to Graph. */
    TenantClient responding() throws IOException, InterruptedException {
        return bearing(responder());
    }

    /** Signs in as the responder, to Defender for Endpoint. */
    TenantClient respondingOnDefender() throws IOException, InterruptedException {
        Map<String, String> fields = responder();
        fields.put("scope", DEFENDER);
        return bearing(fields);
    }

    private Map<String, String> responder() {
        return new LinkedHashMap<>(Map.of(
                "client_id", tenant.signIn().responderClientId(),
                "client_secret", tenant.signIn().responderSecret()));
    }

    private TenantClient bearing(Map<String, String> fields) throws IOException, InterruptedException {
        String token = signIn(fields).json().path("access_token").asText();
        headers.put("Authorization", "Bearer " + token);
        return this;
    }

    /** Asks for a token; the given fields replace the right ones. */
    Reply signIn(Map<String, String> fields) throws IOException, InterruptedException {
        return signIn(tenant.tenantId(), fields);
    }

    Reply signIn(String directory, Map<String, String> fields) throws IOException, InterruptedException {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("grant_type", "client_credentials");
        all.put("client_id", tenant.clientId());
        all.put("client_secret", tenant.clientSecret());
        all.put("scope", "https://graph.microsoft.com/.default openid profile offline_access");
        all.putAll(fields);
        List<String> form = new ArrayList<>();
        all.forEach((name, value) -> {
            if (!value.isEmpty()) {
                form.add(name + "=" + PercentCoding.encode(value));
            }
        });
        return send(HttpRequest.newBuilder(URI.create(tenant.endpoint() + "/" + directory + "/oauth2/v2.0/token"))
                .POST(HttpRequest.BodyPublishers.ofString(String.join("&", form))));
    }

    /** Lists alerts: options as {@code "$top", "5", …}, not encoded. */
    Reply list(String... options) throws IOException, InterruptedException {
        return getPath(Entity.ALERTS.path(), options);
    }

    private static String query(String... options) {
        List<String> query = new ArrayList<>();
        for (int i = 0; i < options.length; i += 2) {
            query.add(options[i] + "=" + PercentCoding.encode(options[i + 1]));
        }
        return query.isEmpty() ? "" : "?" + String.join("&", query);
    }

    Reply hunt(String query) throws IOException, InterruptedException {
        return hunt(JSON.createObjectNode().put("Query", query));
    }

    Reply hunt(JsonNode body) throws IOException, InterruptedException {
        return post(Hunting.PATH, "application/json", body.toString());
    }

    Reply send(String method, String path, String body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(tenant.endpoint() + path))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    Reply post(String path, String body) throws IOException, InterruptedException {
        return post(path, "application/json", body);
    }

    /** Gets a path of the tenant with these options, as {@link #list} takes them. */
    Reply getPath(String path, String... options) throws IOException, InterruptedException {
        return get(tenant.endpoint() + path + query(options));
    }

    Reply post(String path, String contentType, String body) throws IOException, InterruptedException {
        return send(posting(path, contentType, body));
    }

    /** The answer with its body still to be read, packed or not. */
    HttpResponse<InputStream> huntingStream(String query) throws IOException, InterruptedException {
        String body = JSON.createObjectNode().put("Query", query).toString();
        return http.send(
                request(posting(Hunting.PATH, "application/json", body)), HttpResponse.BodyHandlers.ofInputStream());
    }

    private HttpRequest.Builder posting(String path, String contentType, String body) {
        return HttpRequest.newBuilder(URI.create(tenant.endpoint() + path))
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    /** Reads pages until no link comes, at most a hundred. */
    List<Reply> drain(String... options) throws IOException, InterruptedException {
        List<Reply> pages = new ArrayList<>(List.of(list(options)));
        while (pages.size() < 100) {
            String next = pages.get(pages.size() - 1).next();
            if (next.isEmpty()) {
                return pages;
            }
            pages.add(get(next));
        }
        return pages;
    }

    static List<String> ids(List<Reply> pages) throws IOException {
        List<String> ids = new ArrayList<>();
        for (Reply page : pages) {
            ids.addAll(page.ids());
        }
        return ids;
    }

    Reply get(String url) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url)));
    }

    /** The answer with its bytes as they came. */
    HttpResponse<byte[]> raw(String url) throws IOException, InterruptedException {
        return http.send(request(HttpRequest.newBuilder(URI.create(url))), HttpResponse.BodyHandlers.ofByteArray());
    }

    private HttpRequest request(HttpRequest.Builder request) {
        headers.forEach(request::header);
        return request.timeout(Duration.ofSeconds(10)).build();
    }

    private Reply send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = http.send(request(request), HttpResponse.BodyHandlers.ofByteArray());
        boolean packed =
                response.headers().firstValue("Content-Encoding").orElse("").equals("gzip");
        return new Reply(
                response.statusCode(),
                response.headers(),
                packed ? unpacked(response.body()) : new String(response.body(), StandardCharsets.UTF_8));
    }

    static String unpacked(byte[] gzip) throws IOException {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
