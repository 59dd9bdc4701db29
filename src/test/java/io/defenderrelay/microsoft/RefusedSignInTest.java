package io.defenderrelay.microsoft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.defenderrelay.model.Cloud;
import io.defenderrelay.problem.SignInException;
import io.defenderrelay.problem.ThrottledException;
import io.defenderrelay.problem.UpstreamException;
import io.defenderrelay.tenant.CredentialSource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RefusedSignInTest {
    private static final String WRONG_SECRET = "AADSTS7000215: Invalid client secret provided";

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
    void wrongSecretIsTriedOnceAMinute() {
        microsoft.thenRefusal(401, "invalid_client", WRONG_SECRET);

        for (int second = 0; second < 60; second++) {
            assertThatThrownBy(() -> tokens.graph(Emea.signIn(), false)).isInstanceOf(SignInException.class);
            assertThatThrownBy(() -> tokens.graph(Emea.signIn(), true)).isInstanceOf(SignInException.class);
            clock.move(Duration.ofSeconds(1));
        }
        int inTheFirstMinute = microsoft.requests.size();
        assertThatThrownBy(() -> tokens.graph(Emea.signIn(), false)).isInstanceOf(SignInException.class);

        assertThat(inTheFirstMinute).isEqualTo(1);
        assertThat(microsoft.requests).hasSize(2);
    }

    @Test
    void brokenTenantDoesNotHinderAnother() {
        microsoft.thenRefusal(401, "invalid_client", WRONG_SECRET).thenToken();
        assertThatThrownBy(() -> tokens.graph(Emea.signIn(), false)).isInstanceOf(SignInException.class);

        AccessToken token = tokens.graph(new SignIn("apac", TokenStub.TENANT, Cloud.GLOBAL, Emea.source("1")), false);

        assertThat(token.value().reveal()).isNotEmpty();
    }

    @Test
    void secretRotatedMeanwhileIsReadAgainAndTriedOnce() {
        microsoft.thenRefusal(401, "invalid_client", WRONG_SECRET).thenToken();
        AtomicInteger freshReads = new AtomicInteger();
        CredentialSource rotated = fresh -> {
            if (fresh) {
                freshReads.incrementAndGet();
            }
            return fresh ? Emea.credential("2", "new-secret") : Emea.credential("1", "old-secret");
        };

        AccessToken token = tokens.graph(new SignIn("emea", TokenStub.TENANT, Cloud.GLOBAL, rotated), false);

        assertThat(token.value().reveal()).isNotEmpty();
        assertThat(microsoft.requests)
                .extracting(request -> request.form().get("client_secret"))
                .containsExactly("old-secret", "new-secret");
        assertThat(freshReads).hasValue(1);
    }

    @Test
    void rotatedSecretThatIsRefusedTooFailsAndIsNotTriedAgain() {
        microsoft.thenRefusal(401, "invalid_client", WRONG_SECRET);
        AtomicInteger version = new AtomicInteger(1);
        CredentialSource rotated = fresh -> {
            version.updateAndGet(now -> fresh ? 2 : now);
            return Emea.credential(version.toString(), "secret-" + version);
        };
        var signIn = new SignIn("emea", TokenStub.TENANT, Cloud.GLOBAL, rotated);

        assertThatThrownBy(() -> tokens.graph(signIn, false)).isInstanceOf(SignInException.class);
        assertThatThrownBy(() -> tokens.graph(signIn, false)).isInstanceOf(SignInException.class);

        assertThat(microsoft.requests).hasSize(2);
    }

    @Test
    void secretStoredAfterARefusalIsTriedAtOnce() {
        microsoft.thenRefusal(401, "invalid_client", WRONG_SECRET).thenToken();
        assertThatThrownBy(() -> tokens.graph(Emea.signIn(), false)).isInstanceOf(SignInException.class);

        AccessToken token = tokens.graph(new SignIn("emea", TokenStub.TENANT, Cloud.GLOBAL, Emea.source("2")), false);

        assertThat(token.value().reveal()).isNotEmpty();
    }

    @Test
    void tokenInHandIsUsedOnAfterTheSecretWasRotated() {
        microsoft.thenToken();
        AccessToken old = tokens.graph(Emea.signIn(), false);

        AccessToken after = tokens.graph(new SignIn("emea", TokenStub.TENANT, Cloud.GLOBAL, Emea.source("2")), false);

        assertThat(after).isEqualTo(old);
        assertThat(microsoft.requests).hasSize(1);
    }

    @Test
    void throttledEndpointIsLeftAloneUntilItsTimeIsOver() {
        microsoft
                .thenRefusal(429, "temporarily_unavailable", "AADSTS90055", "Retry-After", "120")
                .thenToken();

        assertThatThrownBy(() -> tokens.graph(Emea.signIn(), false))
                .asInstanceOf(type(ThrottledException.class))
                .satisfies(asked -> assertThat(asked.retryAfter()).hasSeconds(120));
        clock.move(Duration.ofSeconds(100));
        assertThatThrownBy(() -> tokens.graph(Emea.signIn(), false))
                .asInstanceOf(type(ThrottledException.class))
                .satisfies(asked -> assertThat(asked.retryAfter()).hasSeconds(20));
        clock.move(Duration.ofSeconds(21));
        AccessToken token = tokens.graph(Emea.signIn(), false);

        assertThat(token.value().reveal()).isNotEmpty();
        assertThat(microsoft.requests).hasSize(2);
    }

    @Test
    void retryAfterAsADateIsMeasuredByMicrosoftsClock() {
        // The server's own date stands in its answer; ours is ten minutes ahead.
        String until = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                clock.instant().plusSeconds(180).atOffset(ZoneOffset.UTC));
        microsoft.then(429, "", "Retry-After", until);
        clock.move(Duration.ofMinutes(10));

        Throwable problem = catchThrowable(() -> tokens.graph(Emea.signIn(), false));

        assertThat(problem).asInstanceOf(type(ThrottledException.class)).satisfies(asked -> assertThat(
                        asked.retryAfter())
                .isCloseTo(Duration.ofMinutes(3), Duration.ofSeconds(20)));
    }

    @Test
    void tokenInHandIsUsedOnWhileTheEndpointIsThrottled() {
        microsoft.thenToken().thenRefusal(429, "temporarily_unavailable", "AADSTS90055", "Retry-After", "600");
        AccessToken first = tokens.graph(Emea.signIn(), false);

        clock.move(Duration.ofMinutes(56));
        AccessToken during = tokens.graph(Emea.signIn(), false);
        clock.move(Duration.ofMinutes(2));
        AccessToken later = tokens.graph(Emea.signIn(), false);
        clock.move(Duration.ofMinutes(2));

        assertThat(during).isEqualTo(first);
        assertThat(later).isEqualTo(first);
        assertThatThrownBy(() -> tokens.graph(Emea.signIn(), false)).isInstanceOf(ThrottledException.class);
        assertThat(microsoft.requests).hasSize(2);
    }

    @Test
    void signInThatMicrosoftCallsALoopPausesForFiveMinutes() {
        microsoft.thenRefusal(400, "invalid_grant", "AADSTS50196: loop").thenToken();

        assertThatThrownBy(() -> tokens.graph(Emea.signIn(), false)).isInstanceOf(ThrottledException.class);
        clock.move(Duration.ofSeconds(299));
        assertThatThrownBy(() -> tokens.graph(Emea.signIn(), false)).isInstanceOf(ThrottledException.class);
        clock.move(Duration.ofSeconds(2));
        tokens.graph(Emea.signIn(), false);

        assertThat(microsoft.requests).hasSize(2);
    }

    @Test
    void failureThatPassesIsNotRemembered() {
        microsoft.then(503, "").thenToken();
        assertThatThrownBy(() -> tokens.graph(Emea.signIn(), false)).isInstanceOf(UpstreamException.class);

        AccessToken token = tokens.graph(Emea.signIn(), false);

        assertThat(token.value().reveal()).isNotEmpty();
    }
}
