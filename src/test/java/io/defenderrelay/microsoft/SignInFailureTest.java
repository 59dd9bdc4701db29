package io.defenderrelay.microsoft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.defenderrelay.model.Cloud;
import io.defenderrelay.problem.SignInException;
import io.defenderrelay.problem.UpstreamException;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.logging.Logger;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class SignInFailureTest {
    @Inject
    @RestClient
    MicrosoftApi api;

    private final LogRecorder log = new LogRecorder();
    private TokenStub microsoft;
    private AccessTokens tokens;

    @BeforeEach
    void start() {
        microsoft = new TokenStub();
        tokens = new AccessTokens(api, new Endpoints(microsoft.root(), null, null), Clock.systemUTC());
        Logger.getLogger("").addHandler(log);
    }

    @AfterEach
    void stop() {
        Logger.getLogger("").removeHandler(log);
        microsoft.close();
    }

    @ParameterizedTest
    @CsvSource({
        "wrong-secret, 401, AADSTS7000215, 'Value, not its Secret ID'",
        "expired-secret, 401, AADSTS7000222, Create a new one",
        "unknown-application, 400, AADSTS700016, Check the client id",
        "unknown-tenant, 400, AADSTS90002, 'Check the tenant id and the cloud (global, gcc, gcc-high, dod)'",
        "conditional-access, 400, AADSTS53003, Conditional Access policy"
    })
    void refusalOfMicrosoftSaysWhatToDoAndShowsNothingElse(String recorded, int status, String code, String advice) {
        microsoft.then(status, TokenStub.recorded(recorded));

        Throwable problem = catchThrowable(() -> tokens.graph(Emea.signIn(), false));

        assertThat(problem)
                .hasMessageContainingAll("tenant 'emea'", advice, code, "93e1a7c5-2d48-4f06-b9e3-6a50d1f8c274")
                .asInstanceOf(type(SignInException.class))
                .extracting(SignInException::code)
                .isEqualTo(code);
        assertThat(log.withTraceOf(problem))
                .doesNotContain("canary", "Trace ID", "Timestamp:", "Northwind", "client_secret", "msal4j", "http://");
        assertThat(microsoft.requests).hasSize(1);
    }

    @Test
    void missingConsentIsNamed() {
        microsoft.thenRefusal(400, "invalid_grant", "AADSTS65001: The user or administrator has not consented");

        assertThatThrownBy(() -> tokens.graph(Emea.signIn(), false))
                .isInstanceOf(SignInException.class)
                .hasMessageContaining("grant admin consent");
    }

    @ParameterizedTest
    @CsvSource({
        "200, <html><body>Please log in to canary proxy</body></html>",
        "200, ''",
        "200, '{}'",
        "200, '[]'",
        "200, '{\"token_type\":\"Bearer\",\"expires_in\":3599}'",
        "200, '{\"token_type\":\"Bearer\",\"expires_in\":\"canary\",\"access_token\":\"canary\"}'",
        "200, '{\"access_token\":\"canary'",
        "204, ''",
        "302, ''",
        "400, ''",
        "403, <html>canary</html>",
        "407, proxy canary",
        "404, '{\"message\":\"canary\"}'"
    })
    void answerThatIsNotOfTheTokenEndpointIsAFailureOnTheWay(int status, String body) {
        microsoft.then(status, body, "Location", "https://evil.example/canary");

        Throwable problem = catchThrowable(() -> tokens.graph(Emea.signIn(), false));

        assertFailed(problem);
        assertThat(log.withTraceOf(problem)).doesNotContain("canary", "msal4j");
        assertThat(microsoft.requests).hasSize(1);
    }

    @Test
    void htmlSaysThatSomethingBetweenAnswered() {
        microsoft.then(200, "<html></html>");

        assertThatThrownBy(() -> tokens.graph(Emea.signIn(), false))
                .hasMessageContainingAll("something between us and Microsoft answered", "tenant 'emea'", "HTTP 200");
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    void failureOfTheServiceIsNotRetriedHere(int status) {
        microsoft.then(status, "<html>canary</html>");

        Throwable problem = catchThrowable(() -> tokens.graph(Emea.signIn(), false));

        assertFailed(problem);
        assertThat(problem).hasMessageContaining("HTTP " + status);
        assertThat(microsoft.requests).hasSize(1);
    }

    @Test
    void answerThatBreaksOffIsAFailureOnTheWay() {
        microsoft.then(exchange -> {
            exchange.sendResponseHeaders(200, 1_000);
            exchange.getResponseBody().write("{\"access_token\":\"canary".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            throw new IOException("broken off");
        });

        Throwable problem = catchThrowable(() -> tokens.graph(Emea.signIn(), false));

        assertFailed(problem);
        assertThat(log.withTraceOf(problem)).doesNotContain("canary");
    }

    @Test
    void refusedConnectionNamesTheTenantAndTheKindOfFailure() {
        microsoft.close();

        Throwable problem = catchThrowable(() -> tokens.graph(Emea.signIn(), false));

        assertFailed(problem);
        assertThat(problem).hasMessageContainingAll("tenant 'emea'", "ConnectException");
        assertThat(log.withTraceOf(problem)).doesNotContain("canary", "oauth2");
    }

    @Test
    void secretIsShownNowhere() {
        microsoft.thenRefusal(401, "invalid_client", "AADSTS7000215: " + Emea.SECRET);
        var signIn = new SignIn("emea", TokenStub.TENANT, Cloud.GLOBAL, Emea.source("1"));

        Throwable problem = catchThrowable(() -> tokens.graph(signIn, false));

        assertThat(log.withTraceOf(problem)).doesNotContain("canary");
        assertThat(Emea.credential("1", Emea.SECRET).toString() + signIn).doesNotContain("canary");
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
