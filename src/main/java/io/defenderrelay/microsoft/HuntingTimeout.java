package io.defenderrelay.microsoft;

import io.vertx.core.http.HttpClientOptions;
import jakarta.ws.rs.ext.ContextResolver;
import java.time.Duration;

/**
 * Waits for a hunt's answer a little longer than Microsoft lets a query run. Source: Microsoft Graph, "Run hunting query",
 * quotas: three minutes a request.
 */
public final class HuntingTimeout implements ContextResolver<HttpClientOptions> {
    private final StallTimeout stall = new StallTimeout(Duration.ofSeconds(200));

    @Override
    public HttpClientOptions getContext(Class<?> client) {
        return stall.getContext(client);
    }
}
