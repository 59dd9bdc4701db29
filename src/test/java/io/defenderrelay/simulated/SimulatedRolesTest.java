package io.defenderrelay.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.defenderrelay.simulated.TenantClient.Reply;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulatedRolesTest {

    private static final Instant NOW = Instant.parse("2026-09-14T10:40:00Z");

    private final SimulatedTenant tenant = SimulatedTenant.start(Clock.fixed(NOW, ZoneOffset.UTC));
    private final TenantClient client = new TenantClient(tenant);
    private final String machine = tenant.estate().machines().add("fin-01");

    @AfterEach
    void stop() {
        tenant.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://api.securitycenter.microsoft.com",
                "https://api-gcc.securitycenter.microsoft.us",
                "https://api-gov.securitycenter.microsoft.us"
            })
    void defenderTokenNamesItsAudienceAndTheRolesOfDefender(String audience) throws Exception {
        tenant.signIn()
                .grantDefender("Machine.Read.All")
                .grantDefender("Machine.Scan")
                .revokeDefender("Machine.Scan");

        JsonNode claims = claims(client.signIn(Map.of("scope", audience + "/.default")));

        assertThat(claims.path("aud").asText()).isEqualTo(audience);
        assertThat(claims.path("roles").toString()).isEqualTo("[\"Machine.Read.All\"]");
    }

    @Test
    void responderIsAnApplicationOfItsOwn() throws Exception {
        tenant.signIn().grantDefender("Machine.Read.All").grantResponderDefender("Machine.Isolate");
        tenant.grant("User.Read.All").signIn().grantResponder("User.RevokeSessions.All");
        String path = "/api/machines/" + machine;

        int readerReads = client.onDefender().getPath(path).status();
        int readerIsolates =
                client.post(path + "/isolate", "{\"Comment\":\"c\"}").status();
        int responderReads = client.respondingOnDefender().getPath(path).status();
        int responderIsolates =
                client.post(path + "/isolate", "{\"Comment\":\"c\"}").status();
        int responderLists = client.responding().list().status();

        assertThat(readerReads).isEqualTo(200);
        assertThat(readerIsolates).isEqualTo(403);
        assertThat(responderReads).isEqualTo(403);
        assertThat(responderIsolates).isEqualTo(201);
        assertThat(responderLists).isEqualTo(403);
    }

    @Test
    void responderNeedsItsOwnSecret() throws Exception {
        Map<String, String> mixed = Map.of("client_id", tenant.signIn().responderClientId());

        Reply reply = client.signIn(mixed);

        assertThat(reply.json().path("error_codes").path(0).asInt()).isEqualTo(7000215);
    }

    @Test
    void tokensOfTheOtherResourceAreUnauthorized() throws Exception {
        Reply graphOnDefender = client.signedIn().getPath("/api/machines");
        Reply defenderOnGraph = client.onDefender().list();

        assertThat(graphOnDefender.status()).isEqualTo(401);
        assertThat(graphOnDefender.code()).isEqualTo("Unauthorized");
        assertThat(defenderOnGraph.status()).isEqualTo(401);
    }

    @Test
    void missingRolesOfDefenderAreNamed() throws Exception {
        tenant.signIn().grantDefender("Machine.Read.All").grantDefender("User.Read.All");

        Reply reply = client.onDefender().post("/api/machines/" + machine + "/isolate", "{\"Comment\":\"c\"}");

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.json().path("error").path("message").asText())
                .isEqualTo("Missing application roles. API required roles: Machine.Isolate, application roles:"
                        + " Machine.Read.All,User.Read.All.");
    }

    @Test
    void tokenForTheAddressOfDefenderHoldsNoRole() throws Exception {
        tenant.signIn().grantDefender("Machine.Read.All");

        JsonNode claims = claims(client.signIn(Map.of("scope", "https://api.security.microsoft.com/.default")));

        assertThat(claims.has("roles")).isFalse();
    }

    @Test
    void missingRolesOfTheDirectoryAreDenied() throws Exception {
        String user = tenant.estate().users().add("ada@contoso.com");

        Reply reply = client.signedIn().getPath("/v1.0/users/" + user);

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.code()).isEqualTo("Authorization_RequestDenied");
    }

    private static JsonNode claims(Reply reply) throws Exception {
        String payload = reply.text("access_token").split("\\.", -1)[1];
        return new ObjectMapper().readTree(Base64.getUrlDecoder().decode(payload));
    }
}
