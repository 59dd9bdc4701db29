package io.defenderrelay.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import io.defenderrelay.simulated.TenantClient.Reply;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulatedRiskAndMailTest {

    private static final Instant NOW = Instant.parse("2026-09-14T10:40:00Z");
    private static final String RISKS = "/v1.0/identityProtection/riskyUsers/";
    private static final String MAIL = "/v1.0/security/collaboration/analyzedEmails/";
    private static final String PURGE = "{\"displayName\":\"r-1\",\"description\":\"d\",\"severity\":\"medium\","
            + "\"action\":\"softDelete\",\"remediateSendersCopy\":false,\"analyzedEmails\":"
            + "[{\"networkMessageId\":\"m-1\",\"recipientEmailAddress\":\"ada@contoso.com\"}]}";

    private final SimulatedTenant tenant = SimulatedTenant.start(Clock.fixed(NOW, ZoneOffset.UTC));
    private final TenantClient client = new TenantClient(tenant);
    private final RiskyUsers risks = tenant.estate().risks().processingTakes(Duration.ofSeconds(30));
    private final String user = tenant.estate().users().add("ada@contoso.com");
    private final String body = "{\"userIds\":[\"" + user + "\"]}";

    @BeforeEach
    void signIn() throws Exception {
        tenant.signIn()
                .grantResponder("IdentityRiskyUser.ReadWrite.All")
                .grantResponder("SecurityAnalyzedMessage.ReadWrite.All");
        client.responding();
    }

    @AfterEach
    void stop() {
        tenant.close();
    }

    @Test
    void confirmedUserIsProcessedForAWhile() throws Exception {
        int never = client.getPath(RISKS + user).status();
        int confirmed = client.post(RISKS + "confirmCompromised", body).status();
        Reply during = client.getPath(RISKS + user);
        tenant.clock(Clock.fixed(NOW.plusSeconds(30), ZoneOffset.UTC));
        Reply after = client.getPath(RISKS + user);

        assertThat(List.of(never, confirmed)).containsExactly(404, 204);
        assertThat(during.json().path("isProcessing").asBoolean()).isTrue();
        assertThat(during.text("riskState")).isEqualTo("none");
        assertThat(after.json().path("isProcessing").asBoolean()).isFalse();
        assertThat(after.text("riskState")).isEqualTo("confirmedCompromised");
        assertThat(after.text("riskLevel")).isEqualTo("high");
        assertThat(risks.changes()).containsExactly(new RiskyUsers.Change(user, "confirmCompromised", NOW));
    }

    @Test
    void riskCanBeDismissed() throws Exception {
        risks.atRisk(user, "medium").processingTakes(Duration.ZERO);

        String before = client.getPath(RISKS + user).text("riskState");
        int status = client.post(RISKS + "dismiss", body).status();
        String after = client.getPath(RISKS + user).text("riskState");

        assertThat(status).isEqualTo(204);
        assertThat(List.of(before, after)).containsExactly("atRisk", "dismissed");
    }

    @Test
    void tenantWithoutLicenceIsRefused() throws Exception {
        risks.premium(false);

        Reply write = client.post(RISKS + "dismiss", body);
        Reply read = client.getPath(RISKS + user);

        assertThat(List.of(write.status(), read.status())).containsOnly(403);
        assertThat(write.code()).isEqualTo("Authentication_RequestFromNonPremiumTenantOrB2CTenant");
        assertThat(risks.changes()).isEmpty();
    }

    @Test
    void unknownUsersAndEmptyListsAreRefused() throws Exception {
        int empty = client.post(RISKS + "dismiss", "{\"userIds\":[]}").status();
        int unknown =
                client.post(RISKS + "dismiss", "{\"userIds\":[\"nobody\"]}").status();

        assertThat(List.of(empty, unknown)).containsExactly(400, 404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"remediate", "microsoft.graph.security.remediate"})
    void mailRemediationIsAcceptedAndKept(String verb) throws Exception {
        Reply reply = client.post(MAIL + verb, PURGE);

        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.body()).isEmpty();
        assertThat(reply.header("Location")).startsWith("https://security.microsoft.com/");
        assertThat(tenant.estate().mail().requests()).singleElement().satisfies(request -> {
            assertThat(request.displayName()).isEqualTo("r-1");
            assertThat(request.action()).isEqualTo("softDelete");
            assertThat(request.mails()).containsExactly(new MailRemediations.Mail("m-1", "ada@contoso.com"));
        });
    }

    @Test
    void mailRemediationThatIsNotSupportedIsRefused() throws Exception {
        int quarantine = client.post(MAIL + "remediate", PURGE.replace("softDelete", "moveToQuarantine"))
                .status();
        int nothing =
                client.post(MAIL + "remediate", "{\"displayName\":\"r-1\"}").status();
        tenant.signIn().revokeResponder("SecurityAnalyzedMessage.ReadWrite.All");
        int missing = client.responding().post(MAIL + "remediate", PURGE).status();

        assertThat(List.of(quarantine, nothing, missing)).containsExactly(400, 400, 403);
        assertThat(tenant.estate().mail().requests()).isEmpty();
    }
}
