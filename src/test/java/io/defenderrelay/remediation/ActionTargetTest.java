package io.defenderrelay.remediation;

import static org.assertj.core.api.Assertions.assertThat;

import io.defenderrelay.simulated.AddressQueries;
import io.defenderrelay.simulated.DirectoryUser;
import io.defenderrelay.simulated.Target;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is found out about a target before anything is done to it. */
@QuarkusTest
class ActionTargetTest extends ActionRuns {
    private static final String ADMINISTRATOR = "62e90394-69f5-4237-9190-012177145e10";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jo@contoso.com",
                "jo.miller@contoso.com",
                "JO.Miller@Contoso.com",
                "jo.miller+news@contoso.com",
                "jo@fabrikam.com"
            })
    void mailboxOfAProtectedUserIsNotTouchedByAnyOfItsAddresses(String address) {
        user().role("Global Administrator", ADMINISTRATOR)
                .address("jo.miller@contoso.com")
                .mail("jo@fabrikam.com");

        String id = mail(address);

        assertThat(world.word(id)).isEqualTo("refused");
        assertThat(world.state(id).path("code").asText()).isEqualTo("protected");
        assertThat(world.state(id).path("detail").asText()).contains("protected.roles");
    }

    @ParameterizedTest
    @CsvSource({
        "jo@contoso.com,*.miller@contoso.com",
        "jo.miller@contoso.com,JO@contoso.com",
        "jo@contoso.com,jo@contoso.com"
    })
    void patternsOfUsersAreComparedWithEveryAddress(String address, String pattern) {
        user().address("jo.miller@contoso.com");
        protect("\"users\":[\"" + pattern + "\"],\"roles\":[]");

        String mail = mail(address);
        String disable = world.requested("disable-user");

        assertThat(world.state(mail).path("detail").asText()).contains("protected.users");
        assertThat(world.state(disable).path("detail").asText()).contains("protected.users");
    }

    @Test
    void ownerOfAnAddressIsProtectedThoughItIsAnothersName() {
        String other = microsoft.estate().users().add("ceo@contoso.com");
        microsoft
                .estate()
                .users()
                .user(other)
                .role("Global Administrator", ADMINISTRATOR)
                .address("jo@contoso.com");

        assertThat(world.word(mail("jo@contoso.com"))).isEqualTo("refused");
    }

    @Test
    void mailboxOfNobodyIsComparedByItsAddressAlone() {
        protect("\"users\":[\"board@*\"]");

        assertThat(world.word(mail("info@contoso.com"))).isEqualTo("awaiting-approval");
        assertThat(world.word(mail("board@contoso.com"))).isEqualTo("refused");
    }

    @ParameterizedTest
    @EnumSource(AddressQueries.class)
    void addressIsLookedUpHoweverMicrosoftTakesIt(AddressQueries queries) {
        microsoft.estate().users().addressQueries(queries);
        user().role("Global Administrator", ADMINISTRATOR).address("jo.miller@contoso.com");

        String id = mail("jo.miller@contoso.com");

        assertThat(world.word(id)).isEqualTo("refused");
        assertThat(world.state(id).path("detail").asText())
                .contains(queries == AddressQueries.REFUSED ? "User.Read.All" : "protected.roles");
    }

    @Test
    void nobodyIsLookedUpWhereNobodyIsProtected() {
        microsoft.estate().users().addressQueries(AddressQueries.REFUSED);
        protect("\"roles\":[]");

        assertThat(world.word(mail("jo@contoso.com"))).isEqualTo("awaiting-approval");
    }

    @Test
    void mailboxOfWhichNobodyMayTellTheOwnerIsNotTouched() {
        microsoft.revoke("User.Read.All").revoke("Directory.Read.All");

        String id = mail("jo.miller@contoso.com");

        assertThat(world.word(id)).isEqualTo("refused");
        assertThat(world.state(id).path("detail").asText()).contains("User.Read.All");
    }

    @Test
    void olderRevocationIsNotTakenForOnesOwn() {
        user().signInSessionsValidFrom(world.clock.instant().minus(Duration.ofMinutes(2)));
        microsoft.faults().connectionResetUnread().on(Target.USER_WRITE).times(1);
        String id = world.approved("revoke-sessions");

        world.workFor(Duration.ofMinutes(8));

        Instant submitted = Instant.parse(world.state(id).path("submittedAt").asText());
        assertThat(world.word(id)).isEqualTo("succeeded");
        assertThat(user().revocations()).singleElement().satisfies(at -> assertThat(at)
                .isAfterOrEqualTo(submitted));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void roleThatMayBeActivatedProtectsLikeOneThatIsHeld(boolean byGroup) {
        if (byGroup) {
            user().group("0a1b2c3d-0000-4222-8333-444455556666", "Administrators", true);
            microsoft
                    .estate()
                    .users()
                    .groupEligible("0a1b2c3d-0000-4222-8333-444455556666", "Global Administrator", ADMINISTRATOR);
        } else {
            user().eligible("Global Administrator", ADMINISTRATOR);
        }

        String disable = world.requested("disable-user");
        String mail = mail("jo@contoso.com");

        assertThat(world.state(disable).path("detail").asText()).contains("may activate", "protected.roles");
        assertThat(world.word(mail)).isEqualTo("refused");
    }

    @ParameterizedTest
    @ValueSource(strings = {ADMINISTRATOR, "Global *"})
    void roleThatMayBeActivatedIsComparedByIdAndName(String pattern) {
        user().eligible("Global Administrator", ADMINISTRATOR);
        protect("\"roles\":[\"" + pattern + "\"]");

        assertThat(world.word(world.requested("disable-user"))).isEqualTo("refused");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void approverIsToldOfRolesThatCouldNotBeLookedAt(boolean granted) {
        if (!granted) {
            microsoft.revoke("RoleEligibilitySchedule.Read.Directory");
        }
        microsoft.estate().risks().premium(!granted);

        String disable = world.requested("disable-user");
        String mail = mail("jo@contoso.com");

        assertThat(world.word(disable)).isEqualTo("awaiting-approval");
        assertThat(world.state(disable).path("note").asText()).contains("RoleEligibilitySchedule.Read.Directory");
        assertThat(world.state(mail).path("note").asText()).contains("RoleEligibilitySchedule.Read.Directory");
    }

    @Test
    void rolesAreNotLookedAtWhereNoneIsProtected() {
        protect("\"roles\":[]");

        String id = world.requested("disable-user");

        assertThat(world.state(id).has("note")).isFalse();
        assertThat(microsoft.calls()).noneMatch(call -> call.target() == Target.ELIGIBILITY);
    }

    @Test
    void approverIsToldOfAGroupToWhichRolesCanBeGiven() {
        user().group("0a1b2c3d-0000-4222-8333-444455556666", "Administrators", true);

        assertThat(world.state(world.requested("disable-user")).path("note").asText())
                .contains("directory roles can be given");
    }

    @Test
    void bareNameThatSeveralDomainsHaveIsAmbiguous() {
        String bare = microsoft.estate().machines().add("dc01");
        String full = microsoft.estate().machines().add("dc01.contoso.com");
        microsoft.estate().machines().add("dc011.contoso.com");

        String id = world.requested("bare", world.body("isolate-device").replace(world.device, "dc01"));

        assertThat(world.state(id).path("code").asText()).isEqualTo("target-ambiguous");
        assertThat(world.state(id).path("detail").asText()).contains(bare, full);
    }

    @Test
    void approverIsToldThatADeviceIsIsolatedAlreadyOrNot() {
        String release = world.requested("release-device");
        String isolate = world.approve(world.requested("isolate-device"));
        world.workFor(Duration.ofMinutes(3));
        String again = world.requested("isolate-device");
        String releaseThen = world.requested("release-device");

        assertThat(world.word(isolate)).isEqualTo("succeeded");
        assertThat(world.state(isolate).has("note")).isFalse();
        assertThat(world.state(release).path("note").asText()).contains("not isolated");
        assertThat(world.state(again).path("note").asText()).contains("isolated already (Full) since 2026-");
        assertThat(world.state(releaseThen).has("note")).isFalse();
    }

    @Test
    void noteAboutIsolationIsNotWaitedFor() {
        microsoft.faults().status(500).on(Target.MACHINE_ACTIONS).times(100);

        String id = world.requested("isolate-device");

        assertThat(world.word(id)).isEqualTo("awaiting-approval");
    }

    @Test
    void approverIsToldThatAnAccountIsSoAlready() {
        String enable = world.requested("enable-user");
        user().accountEnabled(false);
        String disable = world.requested("disable-user");

        assertThat(world.state(enable).path("note").asText()).startsWith("The account is enabled already");
        assertThat(world.state(disable).path("note").asText()).startsWith("The account is disabled already");
    }

    @Test
    void riskThatNeverWasIsNotDismissed() {
        String never = world.requested("dismiss-user-risk");
        microsoft.estate().risks().atRisk(world.user, "high");
        String first = world.approved("dismiss-user-risk");
        world.workFor(Duration.ofMinutes(2));
        String second = world.requested("dismiss-user-risk");

        assertThat(world.state(never).path("code").asText()).isEqualTo("nothing-to-dismiss");
        assertThat(world.word(first)).isEqualTo("succeeded");
        assertThat(world.state(second).path("note").asText()).contains("sees no risk of the user now (dismissed)");
    }

    @Test
    void riskThatNobodyMayReadIsLeftToMicrosoft() {
        microsoft.estate().risks().premium(false);

        assertThat(world.word(world.requested("dismiss-user-risk"))).isEqualTo("awaiting-approval");
    }

    private DirectoryUser user() {
        return microsoft.estate().users().user(world.user);
    }

    private void protect(String rules) {
        world.policy(ActionWorld.ALL_KINDS.replace("{\"enabled\"", "{\"protected\":{" + rules + "},\"enabled\""));
    }

    private String mail(String recipient) {
        return world.requested("mail to " + recipient, """
                {"kind":"remediate-mail","disposal":"soft-delete","reason":"phish","mails":[
                {"networkMessageId":"0a1b2c3d-1111-4222-8333-444455556666","recipient":"%s"}]}""".formatted(recipient));
    }
}
