package io.defenderrelay.sync;

import io.defenderrelay.microsoft.MicrosoftApi;
import java.io.InputStream;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Lets something happen before each call to Microsoft, such as waiting for other threads. */
final class GatedApi implements MicrosoftApi {
    private final MicrosoftApi api;
    private final Runnable gate;

    GatedApi(MicrosoftApi api, Runnable gate) {
        this.api = api;
        this.gate = gate;
    }

    @Override
    public RestResponse<InputStream> get(
            String url, String authorization, String prefer, String accept, String acceptEncoding, String requestId) {
        gate.run();
        return api.get(url, authorization, prefer, accept, acceptEncoding, requestId);
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
        gate.run();
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
        gate.run();
        return api.post(url, authorization, prefer, accept, acceptEncoding, requestId, body);
    }

    @Override
    public RestResponse<InputStream> delete(
            String url, String authorization, String prefer, String accept, String acceptEncoding, String requestId) {
        gate.run();
        return api.delete(url, authorization, prefer, accept, acceptEncoding, requestId);
    }

    @Override
    public RestResponse<InputStream> postForm(String url, @Nullable String requestId, String form) {
        gate.run();
        return api.postForm(url, requestId, form);
    }
}
