package io.defenderrelay.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.defenderrelay.simulated.TenantClient.Reply;
import java.io.IOException;
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

class SimulatedUsersTest {

    private static final Instant NOW = Instant.parse("2026-09-14T10:40:00Z");
    private static final String DISABLE = "{\"accountEnabled\":false}";
    private static final String RESET =
            "{\"passwordProfile\":{\"forceChangePasswordNextSignIn\":true,\"password\":\"correct horse\"}}";

    private final SimulatedTenant tenant = SimulatedTenant.start(Clock.fixed(NOW, ZoneOffset.UTC));
    private final TenantClient client = new TenantClient(tenant);
    private final DirectoryUsers users = tenant.estate().users();
    private final String id = users.add("ada#EXT#@contoso.com");
    private final String path = "/v1.0/users/" + id;

    @BeforeEach
    void signIn() throws Exception {
        tenant.signIn()
                .grantResponder("User.Read.All")
                .grantResponder("User.EnableDisableAccount.All")
                .grantResponder("User-PasswordProfile.ReadWrite.All")
                .grantResponder("User.RevokeSessions.All");
        client.responding();
    }

    @AfterEach
    void stop() {
        tenant.close();
    }

    @Test
    void userIsReadByIdOrNameWithWhatIsSelected() throws Exception {
        users.user(id)
                .userType("Guest")
                .signInSessionsValidFrom(NOW.minusSeconds(60))
                .lastPasswordChange(NOW.minusSeconds(120));

        Reply usual = client.getPath(path);
        Reply selected = client.getPath(
                "/v1.0/users/ADA%23EXT%23@contoso.com",
                "$select",
                "id,userType,accountEnabled,onPremisesSyncEnabled,signInSessionsValidFromDateTime,lastPasswordChangeDateTime");

        assertThat(usual.json().has("accountEnabled")).isFalse();
        assertThat(usual.text("userPrincipalName")).isEqualTo("ada#EXT#@contoso.com");
        assertThat(selected.text("id")).isEqualTo(id);
        assertThat(selected.text("userType")).isEqualTo("Guest");
        assertThat(selected.json().path("accountEnabled").asBoolean()).isTrue();
        assertThat(selected.json().path("onPremisesSyncEnabled").isNull()).isTrue();
        assertThat(selected.text("signInSessionsValidFromDateTime")).isEqualTo("2026-09-14T10:39:00Z");
        assertThat(selected.text("lastPasswordChangeDateTime")).isEqualTo("2026-09-14T10:38:00Z");
    }

    @Test
    void unknownUserIsNotFoundAndUnknownPropertyIsRefused() throws Exception {
        Reply unknown = client.getPath("/v1.0/users/nobody");
        Reply property = client.getPath(path, "$select", "shoeSize");

        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.code()).isEqualTo("Request_ResourceNotFound");
        assertThat(property.status()).isEqualTo(400);
    }

    @Test
    void usersAreFoundByAnyAddressWithAnAdvancedQuery() throws Exception {
        users.user(id).address("ada.o'neil@contoso.com");
        users.add("other@contoso.com");
        String filter = "proxyAddresses/any(p:p eq 'smtp:Ada.O''Neil@contoso.com') or mail eq 'x'";

        Reply advanced =
                client.getPath("/v1.0/users", "$filter", filter, "$count", "true", "ConsistencyLevel", "eventual");
        Reply plain = client.getPath("/v1.0/users", "$filter", filter);
        Reply unknown = client.getPath("/v1.0/users", "$filter", "shoeSize eq '44'");

        assertThat(advanced.ids()).containsExactly(id);
        assertThat(List.of(plain.code(), unknown.code())).containsOnly("Request_UnsupportedQuery");
    }

    @Test
    void membershipsArePagedAndCast() throws Exception {
        users.user(id).role("Helpdesk Administrator", "729827e3").group("g-1", "Finance", false);
        String members = path + "/transitiveMemberOf";

        Reply first = client.getPath(members, "$top", "1", "$select", "id,displayName,roleTemplateId");
        Reply second = client.get(first.next());
        Reply roles = client.getPath(members + "/microsoft.graph.directoryRole");
        Reply groups = client.getPath(members + "/microsoft.graph.group");

        assertThat(first.json().path("value").path(0).path("roleTemplateId").asText())
                .isEqualTo("729827e3");
        assertThat(second.ids()).containsExactly("g-1");
        assertThat(second.next()).isEmpty();
        assertThat(roles.json().path("value").path(0).path("displayName").asText())
                .isEqualTo("Helpdesk Administrator");
        assertThat(groups.ids()).containsExactly("g-1");
        assertThat(groups.json().path("value").path(0).path("@odata.type").asText())
                .isEqualTo("#microsoft.graph.group");
    }

    @Test
    void rolesThatMayBeActivatedNeedAPermissionAndALicence() throws Exception {
        users.user(id).eligible("Security Administrator", "194ae4cb");
        String path = "/v1.0/roleManagement/directory/roleEligibilityScheduleInstances";
        String filter = "principalId eq '" + id + "'";

        Reply denied = client.getPath(path, "$filter", filter);
        tenant.signIn().grantResponder("RoleEligibilitySchedule.Read.Directory");
        client.responding();
        Reply listed = client.getPath(path, "$filter", filter);
        tenant.estate().risks().premium(false);
        Reply unlicensed = client.getPath(path, "$filter", filter);

        assertThat(denied.status()).isEqualTo(403);
        assertThat(listed.json().path("value").path(0).path("roleDefinitionId").asText())
                .isEqualTo("194ae4cb");
        assertThat(unlicensed.status()).isEqualTo(400);
    }

    @Test
    void membershipsCanHideAllButIdAndType() throws Exception {
        users.limitedInformation(true).user(id).group("g-1", "Finance", true);

        Reply reply = client.getPath(path + "/transitiveMemberOf");

        assertThat(reply.ids()).containsExactly("g-1");
        assertThat(reply.json().path("value").path(0).path("displayName").isNull())
                .isTrue();
        assertThat(reply.json().path("value").path(0).path("isAssignableToRole").isNull())
                .isTrue();
    }

    @Test
    void disablingShowsWhenTheLagIsOver() throws Exception {
        users.lag(Duration.ofSeconds(8));

        Reply patched = client.send("PATCH", path, DISABLE);
        boolean before = enabled();
        tenant.clock(Clock.fixed(NOW.plusSeconds(8), ZoneOffset.UTC));
        boolean after = enabled();

        assertThat(patched.status()).isEqualTo(204);
        assertThat(patched.body()).isEmpty();
        assertThat(users.user(id).enabled()).isFalse();
        assertThat(List.of(before, after)).containsExactly(true, false);
    }

    @Test
    void passwordIsCountedButNotKept() throws Exception {
        Reply reply = client.send("PATCH", path, RESET);

        assertThat(reply.status()).isEqualTo(204);
        assertThat(users.user(id).passwordChanges()).singleElement().satisfies(change -> {
            assertThat(change.length()).isEqualTo(13);
            assertThat(change.forcesChange()).isTrue();
            assertThat(change.toString()).doesNotContain("correct horse");
        });
        assertThat(client.getPath(path, "$select", "lastPasswordChangeDateTime").text("lastPasswordChangeDateTime"))
                .isEqualTo("2026-09-14T10:40:00Z");
    }

    @Test
    void passwordMasteredOnPremisesIsRefused() throws Exception {
        users.user(id).onPremisesSyncEnabled(true);

        Reply reset = client.send("PATCH", path, RESET);
        Reply disabled = client.send("PATCH", path, DISABLE);

        assertThat(reset.status()).isEqualTo(400);
        assertThat(reset.json().path("error").path("message").asText()).contains("on-premises mastered");
        assertThat(disabled.status()).isEqualTo(204);
    }

    @Test
    void privilegedUserNeedsARoleOfTheApplication() throws Exception {
        users.user(id).group("g-1", "Admins", true);

        Reply refused = client.send("PATCH", path, DISABLE);
        users.responderRole(true);
        Reply done = client.send("PATCH", path, DISABLE);

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.code()).isEqualTo("Authorization_RequestDenied");
        assertThat(done.status()).isEqualTo(204);
    }

    @Test
    void eachMemberNeedsItsRole() throws Exception {
        tenant.signIn().revokeResponder("User-PasswordProfile.ReadWrite.All").grantResponder("User.ReadWrite.All");
        client.responding();

        int reset = client.send("PATCH", path, RESET).status();
        int both = client.send("PATCH", path, DISABLE.replace("}", ",") + RESET.substring(1))
                .status();
        int name = client.send("PATCH", path, "{\"displayName\":\"x\"}").status();
        int disabled = client.send("PATCH", path, DISABLE).status();

        assertThat(List.of(reset, both, name, disabled)).containsExactly(403, 403, 403, 204);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"accountEnabled\":\"false\"}",
                "{\"passwordProfile\":{\"password\":\"short\"}}",
                "{\"passwordProfile\":{\"Password\":\"correct horse\"}}",
                "{}",
                "no json"
            })
    void wrongBodiesAreRefused(String body) throws Exception {
        Reply reply = client.send("PATCH", path, body);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.code()).isEqualTo("Request_BadRequest");
    }

    @Test
    void revokingSetsSinceWhenSessionsAreValid() throws Exception {
        Reply reply = client.post(path + "/revokeSignInSessions", "");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().path("value").asBoolean()).isTrue();
        assertThat(users.user(id).revocations()).containsExactly(NOW);
        assertThat(client.getPath(path, "$select", "signInSessionsValidFromDateTime")
                        .text("signInSessionsValidFromDateTime"))
                .isEqualTo("2026-09-14T10:40:00Z");
    }

    @Test
    void answerCanBeLostAfterTheEffect() {
        tenant.faults().connectionReset().on(Target.USER_WRITE).times(1);

        assertThatThrownBy(() -> client.send("PATCH", path, DISABLE)).isInstanceOf(IOException.class);

        assertThat(users.user(id).enabled()).isFalse();
    }

    private boolean enabled() throws Exception {
        return client.getPath(path, "$select", "accountEnabled")
                .json()
                .path("accountEnabled")
                .asBoolean();
    }
}
