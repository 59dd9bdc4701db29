package io.defenderrelay.microsoft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.sun.net.httpserver.HttpExchange;
import io.defenderrelay.problem.UpstreamException;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class BoundedSignInTest {
    @Inject
    @RestClient
    MicrosoftApi api;

    private TokenStub microsoft;
    private AccessTokens tokens;

    @BeforeEach
    void start() {
        microsoft = new TokenStub();
        tokens = patientFor(api, Duration.ofSeconds(20));
    }

    @AfterEach
    void stop() {
        microsoft.close();
    }

    @Test
    void answerThatIsTooLargeIsNotReadToItsEnd() {
        microsoft.then(200, "{\"access_token\":\"" + "a".repeat(300_000) + "\"}");

        Throwable problem = catchThrowable(() -> tokens.graph(Emea.signIn(), false));

        assertFailed(problem);
        assertThat(problem).hasMessageContaining("too large");
    }

    @Test
    void answerThatDripsEndsAtTheDeadline() {
        microsoft.then(exchange -> drip(exchange, 100));
        tokens = patientFor(api, Duration.ofMillis(700));

        long before = System.nanoTime();
        Throwable problem = catchThrowable(() -> tokens.graph(Emea.signIn(), false));

        assertFailed(problem);
        assertThat(problem).hasMessageContaining("takes too long");
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(4));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void answerThatStopsEndsAtTheReadTimeOut(boolean headersCome) {
        microsoft.then(exchange -> {
            if (headersCome) {
                exchange.sendResponseHeaders(200, 1_000);
                exchange.getResponseBody().flush();
            }
            sleep(10_000);
        });
        tokens = patientFor(impatientApi(), Duration.ofSeconds(20));

        long before = System.nanoTime();
        Throwable problem = catchThrowable(() -> tokens.graph(Emea.signIn(), false));

        assertFailed(problem);
        assertThat(problem).hasMessageContaining("no whole answer came");
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(4));
    }

    @Test
    void injectedClientHasTheStallTimeOut() {
        String annotations = Arrays.toString(MicrosoftApi.class.getAnnotations());

        assertThat(annotations).contains("RegisterProvider", StallTimeout.class.getName());
        assertThat(new StallTimeout().getContext(MicrosoftApi.class).getIdleTimeout())
                .isEqualTo(30_000);
    }

    private AccessTokens patientFor(MicrosoftApi client, Duration patience) {
        return new AccessTokens(
                new Endpoints(microsoft.root(), null, null),
                new AccessTokens.Wire(client, Clock.systemUTC(), patience));
    }

    /** As injected, but with time-outs of half a second. */
    private static MicrosoftApi impatientApi() {
        return QuarkusRestClientBuilder.newBuilder()
                .baseUri(URI.create("http://127.0.0.1:1"))
                .readTimeout(500, TimeUnit.MILLISECONDS)
                .register(new StallTimeout(Duration.ofMillis(500)))
                .property("microprofile.rest.client.disable.default.mapper", true)
                .build(MicrosoftApi.class);
    }

    private static void drip(HttpExchange exchange, int milliseconds) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            for (int i = 0; i < 100; i++) {
                out.write(' ');
                out.flush();
                sleep(milliseconds);
            }
        }
    }

    private static void sleep(long milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static void assertFailed(Throwable problem) {
        assertThat(problem)
                .hasMessageContaining("tenant 'emea'")
                .hasNoCause()
                .asInstanceOf(type(UpstreamException.class))
                .extracting(UpstreamException::reason)
                .isEqualTo(UpstreamException.Reason.FAILED);
    }
}
