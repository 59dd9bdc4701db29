package io.defenderrelay.microsoft;

import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.defenderrelay.model.Secret;
import io.defenderrelay.problem.NotFoundException;
import io.defenderrelay.problem.UpstreamException;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class DirectoryUsersTest {
    private static final String SELECTED =
            "?$select=id,userPrincipalName,mail,proxyAddresses,accountEnabled,onPremisesSyncEnabled,userType,"
                    + "signInSessionsValidFromDateTime,lastPasswordChangeDateTime";
    private static final String MEMBERS = "/v1.0/users/" + RemoteStub.USER + "/transitiveMemberOf";

    @Inject
    @RestClient
    MicrosoftApi api;

    private RemoteStub microsoft;
    private DirectoryUsers users;

    @BeforeEach
    void start() {
        microsoft = new RemoteStub();
        users = new DirectoryUsers(microsoft.graph(api));
    }

    @AfterEach
    void stop() {
        microsoft.close();
    }

    @ParameterizedTest
    @CsvSource({
        "7d2b9c54-1e83-4f0a-9a6d-3c5e8b714f21, /7d2b9c54-1e83-4f0a-9a6d-3c5e8b714f21",
        "nadia.roy@northwind-demo.example, /nadia.roy%40northwind-demo.example",
        "x_ext#EXT#@y.example, /x_ext%23EXT%23%40y.example",
        "a/../b?c=d%41 e, /a%2F..%2Fb%3Fc%3Dd%2541%20e",
        "$o'brien@y.example, (%27%24o%27%27brien%40y.example%27)"
    })
    void accountIsReadByIdOrName(String key, String path) {
        microsoft.answer(okJson(RemoteStub.recorded("identity/user")));

        DirectoryUser user =
                users.find(Emea.signIn(), key, microsoft.deadline()).orElseThrow();

        assertThat(user)
                .isEqualTo(new DirectoryUser(
                        RemoteStub.USER,
                        "nadia.roy@northwind-demo.example",
                        List.of("nadia.roy@northwind-demo.example", "nroy@northwind-demo.onmicrosoft.com"),
                        true,
                        true,
                        false,
                        Instant.parse("2026-08-14T13:02:11Z"),
                        Instant.parse("2026-08-14T13:02:11Z")));
        assertThat(microsoft.onlyCall().getUrl()).isEqualTo("/v1.0/users" + path + SELECTED);
    }

    @Test
    void unknownAccountIsAbsent() {
        microsoft.answer(status(404).withBody(RemoteStub.recorded("identity/user-not-found-error")));

        assertThat(users.find(Emea.signIn(), "x", microsoft.deadline())).isEmpty();
        assertThat(users.find(Emea.signIn(), " ", microsoft.deadline())).isEmpty();
        assertThat(users.risk(Emea.signIn(), "x", microsoft.deadline())).isEmpty();
        assertThatThrownBy(() -> users.memberships(Emea.signIn(), "x", microsoft.deadline()))
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void accountsAreFoundByAddress() {
        microsoft.answer(okJson("{\"value\":[" + RemoteStub.recorded("identity/user") + "]}"));

        List<DirectoryUser> found = users.byAddress(Emea.signIn(), "o'neil+x@y.example", microsoft.deadline());

        assertThat(found).extracting(DirectoryUser::id).containsExactly(RemoteStub.USER);
        String address = "%27o%27%27neil%2Bx%40y.example%27";
        assertThat(microsoft.onlyCall().getUrl())
                .isEqualTo("/v1.0/users" + SELECTED + "&$filter=proxyAddresses%2Fany%28p%3Ap%20eq%20"
                        + address.replaceFirst("%27", "%27smtp%3A")
                        + "%29%20or%20proxyAddresses%2Fany%28p%3Ap%20eq%20"
                        + address.replaceFirst("%27", "%27SMTP%3A")
                        + "%29%20or%20mail%20eq%20" + address + "%20or%20userPrincipalName%20eq%20" + address
                        + "&$count=true&ConsistencyLevel=eventual");
    }

    @Test
    void addressIsLookedUpPlainlyWhereThatIsWanted() {
        microsoft.answers(
                status(400).withBody(RemoteStub.error("Request_UnsupportedQuery", "no")), okJson("{\"value\":[]}"));

        assertThat(users.byAddress(Emea.signIn(), "a@y.example", microsoft.deadline()))
                .isEmpty();
        assertThat(microsoft.calls()).hasSize(2).anySatisfy(call -> assertThat(call.getUrl())
                .endsWith("userPrincipalName%20eq%20%27a%40y.example%27"));
    }

    @Test
    void listThatOneAddressCannotHaveIsNotBelieved() {
        microsoft.answer(
                okJson("{\"value\":[],\"@odata.nextLink\":\"https://graph.microsoft.com/v1.0/users?$skiptoken=x\"}"));

        assertThatThrownBy(() -> users.byAddress(Emea.signIn(), "a@y.example", microsoft.deadline()))
                .isInstanceOf(UpstreamException.class)
                .hasMessageContaining("filter");
    }

    @Test
    void membershipsAreReadOverAllPages() {
        microsoft.answers(
                okJson(members()),
                okJson(RemoteStub.recorded("identity/transitiveMemberOf")
                        .replaceAll("\"@odata.nextLink\": [^\\n]*", "")));

        Memberships memberships = users.memberships(Emea.signIn(), RemoteStub.USER, microsoft.deadline());

        assertThat(memberships.roleNames()).containsOnly("Helpdesk Administrator");
        assertThat(memberships.roleTemplateIds()).containsOnly("729827e3-9c14-49f7-bb1b-9608f156bbb8");
        assertThat(memberships.groupIds()).hasSize(4).contains("3f78a2b6-d109-4c5e-b6f3-85e1c0947d2a");
        assertThat(memberships.privilegedGroupIds()).isNotEmpty();
        assertThat(memberships.complete()).isTrue();
        assertThat(microsoft.calls().stream().map(call -> call.getUrl()))
                .containsExactlyInAnyOrder(MEMBERS + "?$top=999", MEMBERS + "?$skiptoken=opaque-token-1");
    }

    @Test
    void membershipsThatTheApplicationMayNotReadAreNotComplete() {
        microsoft.answer(okJson(RemoteStub.recorded("identity/memberOf-limited-information")));

        Memberships memberships = users.memberships(Emea.signIn(), RemoteStub.USER, microsoft.deadline());

        assertThat(memberships.groupIds()).hasSize(1);
        assertThat(memberships.complete()).isFalse();
    }

    @Test
    void membershipsBeyondTwentyPagesAreNotComplete() {
        microsoft.answer(okJson(members()));

        assertThat(users.memberships(Emea.signIn(), RemoteStub.USER, microsoft.deadline())
                        .complete())
                .isFalse();
        assertThat(microsoft.calls()).hasSize(20);
    }

    @Test
    void riskIsRead() {
        microsoft.answer(okJson(RemoteStub.recorded("identity/riskyUser")));

        assertThat(users.risk(Emea.signIn(), RemoteStub.USER, microsoft.deadline()))
                .hasValue(new RiskState("atRisk", false));
        assertThat(microsoft.onlyCall().getUrl()).isEqualTo("/v1.0/identityProtection/riskyUsers/" + RemoteStub.USER);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "disable | PATCH | /v1.0/users/" + RemoteStub.USER + " | {\"accountEnabled\":false}",
                "enable | PATCH | /v1.0/users/" + RemoteStub.USER + " | {\"accountEnabled\":true}",
                "revoke | POST | /v1.0/users/" + RemoteStub.USER + "/revokeSignInSessions | ~~",
                "password | PATCH | /v1.0/users/" + RemoteStub.USER
                        + " | {\"passwordProfile\":{\"forceChangePasswordNextSignIn\":true,\"password\":\"p\\\"w\"}}",
                "compromised | POST | /v1.0/identityProtection/riskyUsers/confirmCompromised | {\"userIds\":[\""
                        + RemoteStub.USER + "\"]}",
                "dismiss | POST | /v1.0/identityProtection/riskyUsers/dismiss | {\"userIds\":[\"" + RemoteStub.USER
                        + "\"]}"
            })
    void changeIsSentOnceAsMicrosoftWantsIt(String change, String method, String path, String body) {
        microsoft.answer(status(204));

        Submission outcome = submit(change);

        assertThat(outcome).isEqualTo(new Submission.Accepted(null, null));
        assertThat(microsoft.onlyCall().getMethod().getName()).isEqualTo(method);
        assertThat(microsoft.onlyCall().getUrl()).isEqualTo(path);
        assertThat(microsoft.onlyCall().getBodyAsString()).isEqualTo(body);
    }

    @Test
    void revocationIsAcceptedWithABodyToo() {
        microsoft.answer(okJson(RemoteStub.recorded("identity/revokeSignInSessions-response")));

        assertThat(submit("revoke")).isInstanceOf(Submission.Accepted.class);
    }

    @Test
    void rolesThatAnAccountMayActivateAreListed() {
        microsoft.answer(okJson("{\"value\":[{\"roleDefinitionId\":\"b\"},{\"roleDefinitionId\":\"a\"},{}]}"));

        assertThat(users.eligibleRoleIds(Emea.signIn(), RemoteStub.USER, microsoft.deadline()))
                .containsExactly("", "a", "b");
        assertThat(microsoft.onlyCall().getUrl())
                .isEqualTo("/v1.0/roleManagement/directory/roleEligibilityScheduleInstances?$filter="
                        + "principalId%20eq%20%27" + RemoteStub.USER + "%27");
    }

    @Test
    void roleHasAName() {
        microsoft.answer(okJson("{\"displayName\":\"Security Administrator\"}"));

        assertThat(users.roleName(Emea.signIn(), "194ae4cb", microsoft.deadline()))
                .hasValue("Security Administrator");
        assertThat(microsoft.onlyCall().getUrl())
                .isEqualTo("/v1.0/roleManagement/directory/roleDefinitions/194ae4cb?$select=displayName");
    }

    @ParameterizedTest
    @CsvSource({
        "disable, User.EnableDisableAccount.All, PRIVILEGED_TARGET",
        "disable, User.ReadWrite.All, PRIVILEGED_TARGET",
        "disable, User.Read.All, PERMISSION",
        "revoke, User.RevokeSessions.All, PRIVILEGED_TARGET",
        "revoke, User.Read.All, PERMISSION",
        "password, User-PasswordProfile.ReadWrite.All, PRIVILEGED_TARGET",
        "password, User.ReadWrite.All, PERMISSION",
        "compromised, IdentityRiskyUser.ReadWrite.All, LICENCE",
        "dismiss, IdentityRiskyUser.Read.All, PERMISSION"
    })
    void forbiddenChangeIsToldByWhatTheTokenMayDo(String change, String role, Refusal reason) {
        microsoft.roles(role).answer(status(403).withBody(RemoteStub.recorded("identity/authorization-denied-error")));

        Submission outcome = submit(change);

        assertThat(refused(outcome).reason()).isEqualTo(reason);
        assertThat(refused(outcome).detail())
                .contains("account " + RemoteStub.USER, "(403 Authorization_RequestDenied)");
        assertThat(microsoft.calls()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "onprem-mastered-error, 400, ON_PREMISES",
        "user-not-found-error, 404, NOT_FOUND",
        "signIns-no-premium-error, 403, LICENCE"
    })
    void recordedRefusalHasItsReason(String name, int status, Refusal reason) {
        microsoft
                .roles("User.EnableDisableAccount.All")
                .answer(status(status).withBody(RemoteStub.recorded("identity/" + name)));

        assertThat(refused(submit("disable")).reason()).isEqualTo(reason);
        assertThat(microsoft.calls()).hasSize(1);
    }

    @Test
    void refusedTokenIsRenewedOnce() {
        microsoft.answer(status(401).withBody(RemoteStub.error("InvalidAuthenticationToken", "expired")));

        assertThat(refused(submit("disable")).reason()).isEqualTo(Refusal.SIGN_IN);
        assertThat(microsoft.calls()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"503", "504", "500"})
    void failedChangeIsUnclear(int status) {
        microsoft.answer(status(status));

        assertThat(submit("password")).isInstanceOf(Submission.Unclear.class);
        assertThat(microsoft.calls()).hasSize(1);
    }

    @Test
    void throttlingWithoutAWaitWaitsAWhile() {
        microsoft.answer(status(429));

        assertThat(submit("dismiss")).isInstanceOf(Submission.Postponed.class);
        assertThat(microsoft.calls()).hasSize(1);
    }

    @Test
    void textAboutAPasswordIsNotRepeated() {
        microsoft.answer(status(400).withBody(RemoteStub.error("Request_BadRequest", "The password p'w is weak")));

        Submission.Refused refused = refused(submit("password"));

        assertThat(refused.reason()).isEqualTo(Refusal.INVALID);
        assertThat(refused.detail()).doesNotContain("p'w", "weak");
    }

    private Submission submit(String change) {
        SignIn signIn = Emea.signIn();
        Instant deadline = microsoft.deadline();
        return switch (change) {
            case "disable" -> users.setEnabled(signIn, RemoteStub.USER, false, deadline);
            case "enable" -> users.setEnabled(signIn, RemoteStub.USER, true, deadline);
            case "revoke" -> users.revokeSessions(signIn, RemoteStub.USER, deadline);
            case "password" -> users.forcePasswordChange(signIn, RemoteStub.USER, new Secret("p\"w"), deadline);
            case "compromised" -> users.confirmCompromised(signIn, RemoteStub.USER, deadline);
            default -> users.dismissRisk(signIn, RemoteStub.USER, deadline);
        };
    }

    private String members() {
        return RemoteStub.recorded("identity/transitiveMemberOf")
                .replace("https://graph.microsoft.com", microsoft.root());
    }

    private static Submission.Refused refused(Submission outcome) {
        return (Submission.Refused) outcome;
    }
}
