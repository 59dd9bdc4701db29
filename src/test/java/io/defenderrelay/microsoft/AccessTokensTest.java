package io.defenderrelay.microsoft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.defenderrelay.model.Cloud;
import io.defenderrelay.problem.ConfigurationException;
import io.defenderrelay.problem.SignInException;
import io.defenderrelay.problem.UpstreamException;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class AccessTokensTest {
    @Inject
    @RestClient
    MicrosoftApi api;

    private final MovableClock clock = new MovableClock();
    private TokenStub microsoft;
    private AccessTokens tokens;

    @BeforeEach
    void start() {
        microsoft = new TokenStub();
        tokens = new AccessTokens(api, new Endpoints(microsoft.root(), null, null), clock);
    }

    @AfterEach
    void stop() {
        microsoft.close();
    }

    @Test
    void tokenIsAskedForOnceOnTheTokenPathAndNothingElseIsCalled() {
        microsoft.thenToken();

        AccessToken first = tokens.graph(Emea.signIn(), false);
        AccessToken second = tokens.graph(Emea.signIn(), false);

        assertThat(second).isEqualTo(first);
        assertThat(first.expiresAt())
                .isBetween(clock.instant().plusSeconds(3590), clock.instant().plusSeconds(3630));
        assertThat(microsoft.requests).singleElement().satisfies(request -> {
            assertThat(request.method()).isEqualTo("POST");
            assertThat(request.path()).isEqualTo("/" + TokenStub.TENANT + "/oauth2/v2.0/token");
            assertThat(request.headers()).containsEntry("Content-type", "application/x-www-form-urlencoded");
            assertThat(request.headers().get("Client-request-id")).hasSize(36);
            assertThat(request.form())
                    .containsEntry("grant_type", "client_credentials")
                    .containsEntry("client_id", Emea.CLIENT)
                    .containsEntry("client_secret", Emea.SECRET);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "GLOBAL, https://graph.microsoft.com",
        "GCC, https://graph.microsoft.com",
        "GCC_HIGH, https://graph.microsoft.us",
        "DOD, https://dod-graph.microsoft.us"
    })
    void scopeAndAudienceAreThoseOfTheCloudEvenWithStandIns(Cloud cloud, String root) {
        tokens = new AccessTokens(
                api, new Endpoints(microsoft.root(), "http://127.0.0.1:1", "http://127.0.0.1:1"), clock);
        microsoft.then(200, TokenStub.tokenAnswer(microsoft.jwt(root, TokenStub.TENANT), 3599));

        AccessToken token = tokens.graph(new SignIn("emea", TokenStub.TENANT, cloud, Emea.source("1")), false);

        assertThat(token.value().reveal()).isNotEmpty();
        assertThat(microsoft.requests).singleElement().satisfies(request -> assertThat(
                        request.form().get("scope"))
                .contains(root + "/.default")
                .doesNotContain("127.0.0.1"));
    }

    @Test
    void tokenIsRenewedFiveMinutesBeforeItsEnd() {
        microsoft.thenToken();
        AccessToken first = tokens.graph(Emea.signIn(), false);

        clock.move(Duration.ofMinutes(54));
        AccessToken kept = tokens.graph(Emea.signIn(), false);
        clock.move(Duration.ofMinutes(2));
        AccessToken renewed = tokens.graph(Emea.signIn(), false);

        assertThat(kept).isEqualTo(first);
        assertThat(renewed).isNotEqualTo(first);
        assertThat(microsoft.requests).hasSize(2);
    }

    @Test
    void twentyColdCallersCauseOneRequest() throws Exception {
        microsoft.then(exchange -> {
            pause(200);
            TokenStub.send(
                    exchange, 200, TokenStub.tokenAnswer(microsoft.jwt(TokenStub.GRAPH, TokenStub.TENANT), 3599));
        });

        List<Object> outcomes = atOnce(20, false);

        assertThat(outcomes).hasSize(20).hasOnlyElementsOfType(AccessToken.class);
        assertThat(outcomes.stream().distinct()).hasSize(1);
        assertThat(microsoft.requests).hasSize(1);
    }

    @Test
    void twentyCallersShareOneFailure() throws Exception {
        microsoft.then(exchange -> {
            pause(500);
            TokenStub.send(exchange, 502, "<html>bad gateway</html>");
        });

        List<Object> outcomes = atOnce(20, false);

        assertThat(outcomes).hasSize(20).hasOnlyElementsOfType(UpstreamException.class);
        assertThat(microsoft.requests).hasSize(1);
    }

    @Test
    void callersWhoseTokenWasNotAcceptedShareOneNewToken() throws Exception {
        microsoft.thenToken().then(exchange -> {
            pause(500);
            TokenStub.send(
                    exchange, 200, TokenStub.tokenAnswer(microsoft.jwt(TokenStub.GRAPH, TokenStub.TENANT), 3599));
        });
        AccessToken old = tokens.graph(Emea.signIn(), false);

        List<Object> outcomes = atOnce(20, true);

        assertThat(outcomes).hasSize(20).doesNotContain(old);
        assertThat(outcomes.stream().distinct()).hasSize(1);
        assertThat(tokens.graph(Emea.signIn(), false)).isEqualTo(outcomes.get(0));
        assertThat(microsoft.requests).hasSize(2);
    }

    @Test
    void secretOfAnotherTenantThanTheSettingsIsRefusedBeforeAnythingIsSent() {
        var signIn = new SignIn("emea", "11111111-4b5a-4687-9786-a5b4c3d2e1f0", Cloud.GLOBAL, Emea.source("1"));

        assertThatThrownBy(() -> tokens.graph(signIn, false))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("settings of tenant 'emea'", "its secret");
        assertThat(microsoft.requests).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"common", "contoso.example", "''", "../0f1e2d3c-4b5a-4687-9786-a5b4c3d2e1f0"})
    void tenantIdThatIsNoGuidIsRefusedBeforeTheSecretIsRead(String tenantId) {
        var signIn = new SignIn("emea", tenantId, Cloud.GLOBAL, fresh -> {
            throw new AssertionError("read");
        });

        assertThatThrownBy(() -> tokens.graph(signIn, false))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("tenant 'emea'");
    }

    @Test
    void opaqueTokenIsAccepted() {
        microsoft.then(200, TokenStub.recorded("opaque-token"));

        AccessToken token = tokens.graph(Emea.signIn(), false);

        assertThat(token.value().reveal()).isEqualTo("opaque-value-not-to-be-parsed");
        assertThat(token).hasToString("AccessToken[value=***, expiresAt=" + token.expiresAt() + "]");
    }

    @ParameterizedTest
    @CsvSource({
        "https://graph.microsoft.com, 11111111-4b5a-4687-9786-a5b4c3d2e1f0, token-of-another-tenant",
        "https://graph.microsoft.us, 0f1e2d3c-4b5a-4687-9786-a5b4c3d2e1f0, token-of-another-audience"
    })
    void tokenOfAnotherTenantOrAudienceIsDropped(String audience, String tenant, String code) {
        microsoft.then(200, TokenStub.tokenAnswer(microsoft.jwt(audience, tenant), 3599));

        assertThatThrownBy(() -> tokens.graph(Emea.signIn(), false))
                .hasMessageContainingAll("tenant 'emea'", "dropped")
                .asInstanceOf(type(SignInException.class))
                .extracting(SignInException::code)
                .isEqualTo(code);
        assertThatThrownBy(() -> tokens.graph(Emea.signIn(), false)).isInstanceOf(SignInException.class);
        assertThat(microsoft.requests).hasSize(1);
    }

    private List<Object> atOnce(int callers, boolean fresh) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        try {
            CountDownLatch ready = new CountDownLatch(callers);
            List<Future<Object>> calls = new ArrayList<>();
            for (int caller = 0; caller < callers; caller++) {
                calls.add(threads.submit(() -> {
                    ready.countDown();
                    ready.await();
                    return outcome(fresh);
                }));
            }
            List<Object> outcomes = new ArrayList<>();
            for (Future<Object> call : calls) {
                outcomes.add(call.get());
            }
            return outcomes;
        } finally {
            threads.shutdownNow();
        }
    }

    private Object outcome(boolean fresh) {
        try {
            return tokens.graph(Emea.signIn(), fresh);
        } catch (RuntimeException problem) {
            return problem;
        }
    }

    private static void pause(long milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GLOBAL, https://api.securitycenter.microsoft.com",
        "GCC, https://api-gcc.securitycenter.microsoft.us",
        "GCC_HIGH, https://api-gov.securitycenter.microsoft.us"
    })
    void tokenForDefenderIsAnotherOneThanForGraph(Cloud cloud, String audience) {
        String graph = new Endpoints(null, null, null).officialGraph(cloud).toString();
        microsoft
                .then(200, TokenStub.tokenAnswer(microsoft.jwt(graph, TokenStub.TENANT), 3599))
                .then(200, TokenStub.tokenAnswer(microsoft.jwt(audience, TokenStub.TENANT), 3599));
        SignIn signIn = new SignIn("emea", TokenStub.TENANT, cloud, Emea.source("1"));

        AccessToken first = tokens.graph(signIn, false);
        AccessToken second = tokens.defender(signIn, false);

        assertThat(second).isNotEqualTo(first).isEqualTo(tokens.defender(signIn, false));
        assertThat(second.roles())
                .hasValueSatisfying(roles -> assertThat(roles).containsExactly("SecurityAlert.Read.All"));
        assertThat(microsoft.requests).hasSize(2);
        assertThat(microsoft.requests.get(1).form().get("scope")).contains(audience + "/.default");
    }

    @Test
    void tokenOfTheHostThatIsCalledIsNoTokenForDefender() {
        String called = "https://api.security.microsoft.com";
        microsoft.then(200, TokenStub.tokenAnswer(microsoft.jwt(called, TokenStub.TENANT), 3599));

        assertThatThrownBy(() -> tokens.defender(Emea.signIn(), false))
                .isInstanceOf(SignInException.class)
                .hasMessageContaining("https://api.securitycenter.microsoft.com");
    }
}
