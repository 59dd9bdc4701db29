package io.defenderrelay.sync;

import io.defenderrelay.local.Boundaries;
import io.defenderrelay.microsoft.MicrosoftApi;
import jakarta.ws.rs.ProcessingException;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Lets the calls to Microsoft take part in {@link Boundaries}; the calls themselves are the real client's. */
public final class CutApi implements MicrosoftApi {
    private final MicrosoftApi api;
    private final Boundaries boundaries;

    public CutApi(MicrosoftApi api, Boundaries boundaries) {
        this.api = api;
        this.boundaries = boundaries;
    }

    @Override
    public RestResponse<InputStream> get(
            String url, String authorization, String prefer, String accept, String acceptEncoding, String requestId) {
        return bounded("GET", () -> api.get(url, authorization, prefer, accept, acceptEncoding, requestId));
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
        return bounded("PATCH", () -> api.patch(url, authorization, prefer, accept, acceptEncoding, requestId, body));
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
        return bounded("POST", () -> api.post(url, authorization, prefer, accept, acceptEncoding, requestId, body));
    }

    @Override
    public RestResponse<InputStream> delete(
            String url, String authorization, String prefer, String accept, String acceptEncoding, String requestId) {
        return bounded("DELETE", () -> api.delete(url, authorization, prefer, accept, acceptEncoding, requestId));
    }

    @Override
    public RestResponse<InputStream> postForm(String url, @Nullable String requestId, String form) {
        return bounded("POST", () -> api.postForm(url, requestId, form));
    }

    private RestResponse<InputStream> bounded(String what, Supplier<RestResponse<InputStream>> call) {
        boundaries.before(what);
        RestResponse<InputStream> response = call.get();
        if (boundaries.after(what)) {
            response.close();
            throw new ProcessingException("The answer was lost", new IOException("Connection reset"));
        }
        return response;
    }
}
