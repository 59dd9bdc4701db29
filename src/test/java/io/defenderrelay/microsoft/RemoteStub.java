package io.defenderrelay.microsoft;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlMatching;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.defenderrelay.model.Cloud;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** Sign-in, Graph and Defender for Endpoint on this machine; gives the answers it was told. */
final class RemoteStub implements AutoCloseable {
    static final String MACHINE = "3f9a1c7be2d04865a1b7c4d9e08f52367ab1c0de";
    static final String USER = "7d2b9c54-1e83-4f0a-9a6d-3c5e8b714f21";

    private static final String CALLS = "/(api|v1\\.0)/.*";
    private static final String DEFENDER = "https://api.securitycenter.microsoft.com";

    final MovableClock clock = new MovableClock();
    final WireMockServer server =
            new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));

    RemoteStub() {
        server.start();
        roles("None.At.All");
    }

    /** Whoever signs in has these permissions. */
    RemoteStub roles(String... roles) {
        String list = Arrays.stream(roles).map(role -> '"' + role + '"').collect(Collectors.joining(","));
        token("graph.microsoft.com", jwt(TokenStub.GRAPH, list));
        token("securitycenter.microsoft.com", jwt(DEFENDER, list));
        return this;
    }

    /** Whoever signs in gets tokens that cannot be read. */
    RemoteStub opaqueTokens() {
        token("microsoft.com", "opaque");
        return this;
    }

    private void token(String scope, String token) {
        server.stubFor(post(urlPathMatching("/.*/oauth2/v2.0/token"))
                .withRequestBody(containing(scope))
                .willReturn(okJson(TokenStub.tokenAnswer(token, 3599))));
    }

    /** Answers every call but sign-ins. */
    RemoteStub answer(ResponseDefinitionBuilder answer) {
        server.stubFor(any(urlMatching(CALLS)).willReturn(answer));
        return this;
    }

    /** Answers calls in this order, and the last one for ever. */
    RemoteStub answers(ResponseDefinitionBuilder... answers) {
        for (int i = 0; i < answers.length; i++) {
            server.stubFor(any(urlMatching(CALLS))
                    .inScenario("calls")
                    .whenScenarioStateIs(i == 0 ? Scenario.STARTED : "after " + i)
                    .willSetStateTo("after " + Math.min(i + 1, answers.length - 1))
                    .willReturn(answers[i]));
        }
        return this;
    }

    /** The calls that came, without sign-ins. */
    List<LoggedRequest> calls() {
        return server.findAll(anyRequestedFor(urlMatching(CALLS)));
    }

    LoggedRequest onlyCall() {
        List<LoggedRequest> calls = calls();
        if (calls.size() != 1) {
            throw new AssertionError(calls.size() + " calls came");
        }
        return calls.get(0);
    }

    long signIns() {
        return server.findAll(anyRequestedFor(urlPathMatching("/.*/token"))).size();
    }

    Graph graph(MicrosoftApi api) {
        String root = root();
        Endpoints endpoints = new Endpoints(root, root, root);
        return new Graph(api, new AccessTokens(api, endpoints, clock), endpoints, clock, clock::move, new Random(1));
    }

    String root() {
        return "http://127.0.0.1:" + server.port();
    }

    Instant deadline() {
        return clock.instant().plusSeconds(600);
    }

    static SignIn signIn(Cloud cloud) {
        return new SignIn("emea", TokenStub.TENANT, cloud, Emea.source("1"));
    }

    static String recorded(String name) {
        try (InputStream file = RemoteStub.class.getResourceAsStream("/recorded/" + name + ".json")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static String error(String code, String message) {
        return "{\"error\":{\"code\":\"%s\",\"message\":\"%s\",\"target\":\"0c6f5d1e\"}}".formatted(code, message);
    }

    private static String jwt(String audience, String roles) {
        String payload = "{\"aud\":\"%s\",\"tid\":\"%s\",\"roles\":[%s]}".formatted(audience, TokenStub.TENANT, roles);
        return TokenStub.base64("{\"alg\":\"RS256\"}") + "." + TokenStub.base64(payload) + ".c2lnbmF0dXJl";
    }

    @Override
    public void close() {
        server.stop();
    }
}
