package io.defenderrelay.hunting;

import io.defenderrelay.local.Boundaries;
import io.defenderrelay.microsoft.HuntingApi;
import jakarta.ws.rs.ProcessingException;
import java.io.IOException;
import java.io.InputStream;
import org.jboss.resteasy.reactive.RestResponse;

/** Lets hunts asked of Microsoft take part in {@link Boundaries}; the calls themselves are the real client's. */
final class CutHuntingApi implements HuntingApi {
    static final String CALL = "hunt";

    private final HuntingApi api;
    private final Boundaries boundaries;

    CutHuntingApi(HuntingApi api, Boundaries boundaries) {
        this.api = api;
        this.boundaries = boundaries;
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
        boundaries.before(CALL);
        RestResponse<InputStream> response =
                api.post(url, authorization, prefer, accept, acceptEncoding, requestId, body);
        if (boundaries.after(CALL)) {
            response.close();
            throw new ProcessingException("The answer was lost", new IOException("Connection reset"));
        }
        return response;
    }
}
