package io.defenderrelay.writeback;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.defenderrelay.microsoft.MicrosoftApi;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Plants a batch whose look is as old as the one before it, as if the relay did not look again when it writes. */
final class StaleLook implements MicrosoftApi {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String IDENTITY = "identity";

    private final MicrosoftApi api;
    private final Map<String, JsonNode> looks = new ConcurrentHashMap<>();

    StaleLook(MicrosoftApi api) {
        this.api = api;
    }

    @Override
    public RestResponse<InputStream> get(
            String url, String authorization, String prefer, String accept, String acceptEncoding, String requestId) {
        RestResponse<InputStream> response = api.get(url, authorization, prefer, accept, IDENTITY, requestId);
        if (response.getStatus() != 200) {
            return response;
        }
        JsonNode body = read(response);
        looks.put(URI.create(url).getPath(), body);
        return with(response, body);
    }

    @Override
    public RestResponse<InputStream> patch(
            String url,
            String authorization,
            String prefer,
            String accept,
            String acceptEncoding,
            String requestId,
            String body) {
        return api.patch(url, authorization, prefer, accept, acceptEncoding, requestId, body);
    }

    @Override
    public RestResponse<InputStream> post(
            String url,
            String authorization,
            String prefer,
            String accept,
            String acceptEncoding,
            String requestId,
            String body) {
        RestResponse<InputStream> response = api.post(url, authorization, prefer, accept, IDENTITY, requestId, body);
        if (!url.endsWith("$batch") || response.getStatus() != 200) {
            return response;
        }
        JsonNode answer = read(response);
        String path = "/v1.0" + TwoWayHistory.tree(body).at("/requests/0/url").asText();
        JsonNode look = looks.get(path);
        answer.path("responses").forEach(item -> {
            if (item.path("id").asText().equals("1") && item.path("status").asInt() == 200 && look != null) {
                ((ObjectNode) item).set("body", look);
            }
        });
        return with(response, answer);
    }

    @Override
    public RestResponse<InputStream> delete(
            String url, String authorization, String prefer, String accept, String acceptEncoding, String requestId) {
        return api.delete(url, authorization, prefer, accept, acceptEncoding, requestId);
    }

    @Override
    public RestResponse<InputStream> postForm(String url, @Nullable String requestId, String form) {
        return api.postForm(url, requestId, form);
    }

    private static JsonNode read(RestResponse<InputStream> response) {
        try (InputStream body = response.getEntity()) {
            return JSON.readTree(body);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static RestResponse<InputStream> with(RestResponse<InputStream> response, JsonNode body) {
        InputStream bytes = new ByteArrayInputStream(body.toString().getBytes(UTF_8));
        RestResponse.ResponseBuilder<InputStream> copy =
                RestResponse.ResponseBuilder.create(RestResponse.Status.OK, bytes);
        for (String name : new String[] {"Date", "Content-Type"}) {
            String value = response.getHeaderString(name);
            if (value != null) {
                copy.header(name, value);
            }
        }
        return copy.build();
    }
}
