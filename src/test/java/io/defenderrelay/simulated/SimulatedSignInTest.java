package io.defenderrelay.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.defenderrelay.simulated.TenantClient.Reply;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SimulatedSignInTest {

    private static final Instant NOW = Instant.parse("2026-09-14T10:40:00Z");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SimulatedTenant tenant = SimulatedTenant.start(Clock.fixed(NOW, ZoneOffset.UTC));
    private final TenantClient client = new TenantClient(tenant);

    @AfterEach
    void stop() {
        tenant.close();
    }

    @Test
    void tokenNamesItsTenantAudienceAndRoles() throws Exception {
        tenant.grant("SecurityIncident.Read.All");

        JsonNode claims = claims(client.signIn(Map.of()));

        assertThat(claims.path("aud").asText()).isEqualTo("https://graph.microsoft.com");
        assertThat(claims.path("tid").asText()).isEqualTo(tenant.tenantId());
        assertThat(claims.path("appid").asText()).isEqualTo(tenant.clientId());
        assertThat(claims.path("roles").toString())
                .isEqualTo("[\"SecurityAlert.Read.All\",\"SecurityIncident.Read.All\"]");
        assertThat(claims.path("exp").asLong()).isEqualTo(NOW.getEpochSecond() + 3599);
        assertThat(claims.path("ver").asText()).isEqualTo("1.0");
    }

    @Test
    void tokenCanBeForAnotherTenantOrAudienceOrOpaque() throws Exception {
        tenant.signIn().issueForTenant("other-tenant").issueForAudience("https://other.example");
        JsonNode claims = claims(client.signIn(Map.of()));
        int status = client.signedIn().list().status();
        tenant.signIn().issueOpaque(true);
        String opaque = client.signIn(Map.of()).json().path("access_token").asText();

        assertThat(claims.path("tid").asText()).isEqualTo("other-tenant");
        assertThat(claims.path("aud").asText()).isEqualTo("https://other.example");
        assertThat(status).isEqualTo(401);
        assertThat(opaque).doesNotContain(".");
    }

    @ParameterizedTest
    @CsvSource({
        "client_secret,wrong,7000215,401",
        "client_secret,'',7000218,401",
        "client_id,11111111-2222-4333-8444-555555555555,700016,400",
        "client_id,'',900144,400",
        "grant_type,password,70003,400",
        "scope,https://graph.microsoft.com/User.Read,70011,400",
        "scope,https://graph.microsoft.com/.default https://outlook.office365.com/.default,700022,400",
        "scope,https://unknown.example/.default,500011,400"
    })
    void wrongRequestsAreRefused(String field, String value, int aadsts, int status) throws Exception {
        Reply reply = client.signIn(Map.of(field, value));

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.json().path("error_codes").path(0).asInt()).isEqualTo(aadsts);
    }

    @ParameterizedTest
    @CsvSource({"00000000-1111-4222-8333-444444444444,90002", "not_a_tenant,900023"})
    void wrongTenantsAreRefused(String directory, int aadsts) throws Exception {
        Reply reply = client.signIn(directory, Map.of());

        assertThat(reply.json().path("error_codes").path(0).asInt()).isEqualTo(aadsts);
    }

    @ParameterizedTest
    @EnumSource(SignInFailure.class)
    void everyFailureCanBeSwitchedOn(SignInFailure failure) throws Exception {
        tenant.failSignIn(failure.number());

        Reply reply = client.signIn(Map.of());

        assertThat(reply.status()).isEqualTo(failure.status());
        assertThat(reply.json().path("error_description").asText())
                .startsWith("AADSTS" + failure.number() + ": ")
                .contains("Trace ID: ", "Correlation ID: my-request", "Timestamp: 2026-09-14 10:40:00Z")
                .doesNotContain("%");
        assertThat(reply.json().path("error").asText()).isNotEmpty();
    }

    @Test
    void secretsRotateAndExpire() throws Exception {
        String old = tenant.clientSecret();
        String fresh = tenant.rotateSecret();

        int oldStatus = client.signIn(Map.of("client_secret", old)).status();
        int freshStatus = client.signIn(Map.of("client_secret", fresh)).status();
        tenant.expireSecret();
        Reply expired = client.signIn(Map.of());

        assertThat(List.of(oldStatus, freshStatus)).containsExactly(401, 200);
        assertThat(expired.json().path("error_codes").path(0).asInt()).isEqualTo(7000222);
    }

    @Test
    void removedConsentShowsOnlyInNewTokens() throws Exception {
        client.signedIn();
        tenant.revoke("SecurityAlert.Read.All");

        int oldToken = client.list().status();
        Reply newToken = client.signedIn().list();

        assertThat(oldToken).isEqualTo(200);
        assertThat(newToken.status()).isEqualTo(403);
        assertThat(newToken.json().path("error").path("message").asText()).startsWith("Missing application scopes");
    }

    @Test
    void missingForeignRevokedAndExpiredTokensAreUnauthorized() throws Exception {
        int missing = client.list().status();
        client.signedIn();
        int good = client.list().status();
        tenant.revokeTokens();
        int revoked = client.list().status();
        tenant.signIn().tokensLast(Duration.ofSeconds(60));
        client.signedIn();
        tenant.clock(Clock.fixed(NOW.plusSeconds(60), ZoneOffset.UTC));
        Reply expired = client.list();

        assertThat(List.of(missing, good, revoked, expired.status())).containsExactly(401, 200, 401, 401);
        assertThat(expired.json().path("error").path("code").asText()).isEqualTo("InvalidAuthenticationToken");
    }

    @Test
    void faultsStrikeTheTokenEndpointToo() throws Exception {
        tenant.faults().throttle("7").on(Target.SIGN_IN).times(1);
        tenant.faults().html().on(Target.SIGN_IN).onCall(2);
        tenant.faults().emptyBody().on(Target.SIGN_IN).onCall(3);

        Reply throttled = client.signIn(Map.of());
        Reply html = client.signIn(Map.of());
        Reply empty = client.signIn(Map.of());
        Reply good = client.signIn(Map.of());

        assertThat(throttled.status()).isEqualTo(429);
        assertThat(throttled.header("Retry-After")).isEqualTo("7");
        assertThat(throttled.json().path("error").asText()).isEqualTo("temporarily_unavailable");
        assertThat(html.body()).startsWith("<!DOCTYPE html>");
        assertThat(empty.body()).isEmpty();
        assertThat(good.status()).isEqualTo(200);
    }

    @Test
    void resetMakesTheTenantNew() throws Exception {
        tenant.disableApp()
                .revoke("SecurityAlert.Read.All")
                .alerts()
                .add(Recorded.json("graph/alert-microsoftSentinel.json"));
        tenant.faults().html();

        tenant.reset();

        assertThat(client.signedIn().list().ids()).isEmpty();
        assertThat(tenant.calls()).hasSize(2);
    }

    private static JsonNode claims(Reply reply) throws Exception {
        String[] segments = reply.json().path("access_token").asText().split("\\.");
        assertThat(segments).hasSize(3);
        return JSON.readTree(Base64.getUrlDecoder().decode(segments[1]));
    }
}
