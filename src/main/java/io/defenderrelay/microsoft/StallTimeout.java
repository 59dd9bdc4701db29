package io.defenderrelay.microsoft;

import io.vertx.core.http.HttpClientOptions;
import jakarta.ws.rs.ext.ContextResolver;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Ends an answer of {@link MicrosoftApi} that stops in the middle of its body, by closing the idle connection. The read
 * time-out of Quarkus holds up to the headers only; after them it waits 100 seconds for each further piece.
 */
public final class StallTimeout implements ContextResolver<HttpClientOptions> {
    private static final Duration AS_THE_READ_TIMEOUT = Duration.ofSeconds(30);

    private final Duration idle;

    public StallTimeout() {
        this(AS_THE_READ_TIMEOUT);
    }

    StallTimeout(Duration idle) {
        this.idle = idle;
    }

    @Override
    public HttpClientOptions getContext(Class<?> client) {
        return new HttpClientOptions()
                .setIdleTimeout(Math.toIntExact(idle.toMillis()))
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
    }
}
