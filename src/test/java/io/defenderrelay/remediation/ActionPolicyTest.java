package io.defenderrelay.remediation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.defenderrelay.model.ActionKind;
import io.defenderrelay.model.UtcTime;
import io.defenderrelay.problem.ConflictException;
import io.defenderrelay.problem.InvalidRequestException;
import io.defenderrelay.simulated.Target;
import io.defenderrelay.store.ActionMove;
import io.defenderrelay.store.ActionRecord;
import io.defenderrelay.store.ActionState;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the policy, the target and Microsoft forbid, and what callers are told about it. */
@QuarkusTest
class ActionPolicyTest extends ActionRuns {

    @Test
    void everyRequestIsRefusedUntilRemediationIsOn() {
        world.policy("{}");

        assertThatThrownBy(() -> world.request("a", world.body("scan-device")))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("remediation.enabled");
        assertThatThrownBy(() -> world.request("a", world.body("scan-device"))).isInstanceOf(ConflictException.class);
        JsonNode list = list(Set.of());
        assertThat(list.path("items")).hasSize(1);
        assertThat(list.path("items").path(0).path("state").asText()).isEqualTo("refused");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "\"devices\":[\"fin-*\"] | isolate-device | protected.devices",
                "\"devices\":[\"FIN-LT-014\"] | isolate-device | protected.devices",
                "\"deviceTags\":[\"tier-0\"] | scan-device | protected.deviceTags",
                "\"deviceGroups\":[\"domain controllers\"] | isolate-device | protected.deviceGroups",
                "\"users\":[\"JO@*\"] | disable-user | protected.users",
                "\"groups\":[\"0a1b2c3d-0000-4222-8333-444455556666\"] | disable-user | protected.groups",
                "\"roles\":[\"Helpdesk Administrator\"] | revoke-sessions | protected.roles",
            })
    void protectedTargetIsNotTouched(String rule, String kind, String named) {
        microsoft
                .estate()
                .machines()
                .machine(world.device)
                .group("Domain Controllers")
                .tags("finance", "Tier-0");
        microsoft
                .estate()
                .users()
                .user(world.user)
                .role("Helpdesk Administrator", "729827e3-9c14-49f7-bb1b-9608f156bbb8")
                .group("0a1b2c3d-0000-4222-8333-444455556666", "Break glass", false);
        world.policy(ActionWorld.ALL_KINDS.replace("{\"enabled\"", "{\"protected\":{" + rule + "},\"enabled\""));

        String id = world.requested(kind);

        assertThat(world.word(id)).isEqualTo("refused");
        assertThat(world.state(id).path("detail").asText()).contains(named);
    }

    @Test
    void mailboxOfAProtectedUserIsNotTouched() {
        microsoft
                .estate()
                .users()
                .user(world.user)
                .role("Global Administrator", "62e90394-69f5-4237-9190-012177145e10");

        String id = world.requested("a", """
                {"kind":"remediate-mail","disposal":"soft-delete","reason":"phish","mails":[
                {"networkMessageId":"0a1b2c3d-1111-4222-8333-444455556666","recipient":"jo@contoso.com"}]}""");

        assertThat(world.word(id)).isEqualTo("refused");
        assertThat(world.state(id).path("code").asText()).isEqualTo("protected");
    }

    @Test
    void administratorsAreProtectedUnlessATeamSaysOtherwise() {
        microsoft
                .estate()
                .users()
                .user(world.user)
                .role("Global Administrator", "62e90394-69f5-4237-9190-012177145e10");

        assertThat(world.word(world.requested("disable-user"))).isEqualTo("refused");
    }

    @Test
    void userWhoseRolesCannotBeReadIsNotTouched() {
        microsoft.estate().users().user(world.user).role("Reader", "88d8e3e3-8f55-4a1e-953a-9b9898b8876b");
        microsoft.estate().users().limitedInformation(true);

        String id = world.requested("disable-user");

        assertThat(world.word(id)).isEqualTo("refused");
        assertThat(world.state(id).path("detail").asText()).contains("Directory.Read.All");
    }

    @Test
    void protectedDeviceMayBeReleased() {
        world.policy(ActionWorld.ALL_KINDS.replace("{\"enabled\"", "{\"protected\":{\"devices\":[\"*\"]},\"enabled\""));

        assertThat(world.word(world.requested("release-device"))).isEqualTo("awaiting-approval");
    }

    @Test
    void ambiguousNameIsRefusedWithTheCandidates() {
        String other = microsoft.estate().machines().add("fin-lt-014.contoso.com");
        String body = world.body("isolate-device").replace(world.device, "fin-lt-014.contoso.com");

        String id = world.requested("a", body);

        assertThat(world.word(id)).isEqualTo("refused");
        assertThat(world.state(id).path("detail").asText()).contains(world.device, other);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fin-lt-014.contoso.com", "FIN-LT-014.contoso.com", "fin-lt-014"})
    void deviceIsFoundByItsName(String name) {
        String id = world.requested("a", world.body("isolate-device").replace(world.device, name));

        assertThat(world.state(id).path("targetId").asText()).isEqualTo(world.device);
    }

    @Test
    void deviceIsFoundByItsEntraId() {
        String entra = "9e31c5d2-6f0b-4e88-a7c4-1d2b3c4e5f60";
        microsoft.estate().machines().machine(world.device).aadDeviceId(entra);

        String id = world.requested("a", world.body("isolate-device").replace(world.device, entra));

        assertThat(world.state(id).path("targetId").asText()).isEqualTo(world.device);
    }

    @ParameterizedTest
    @CsvSource({"isolate-device,gone-host", "disable-user,nobody@contoso.com"})
    void unknownTargetIsRefused(String kind, String name) {
        String body = world.body(kind).replace(world.device, name).replace(world.user, name);

        String id = world.requested("a", body);

        assertThat(world.word(id)).isEqualTo("refused");
        assertThat(world.state(id).path("code").asText()).isEqualTo("target-not-found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"restrict-app-execution", "stop-and-quarantine-file", "start-investigation"})
    void actionThatTheSystemDoesNotOfferIsRefused(String kind) {
        microsoft.estate().machines().machine(world.device).osPlatform("Ubuntu");

        String id = world.requested(kind);

        assertThat(world.word(id)).isEqualTo("refused");
        assertThat(world.state(id).path("detail").asText()).contains("operating system");
    }

    @Test
    void deviceThatDoesNotReportIsSaidToTheApprover() {
        microsoft.estate().machines().machine(world.device).healthStatus("Inactive");

        String id = world.requested("isolate-device");

        assertThat(world.word(id)).isEqualTo("awaiting-approval");
        assertThat(world.state(id).path("note").asText()).contains("three days");
    }

    @Test
    void actionsAnHourAreLimited() {
        world.policy(ActionWorld.ALL_KINDS.replace("\"perHour\":1000", "\"perHour\":2"));
        List<String> ids = List.of(
                world.requested("isolate-device"),
                world.requested("collect-investigation-package"),
                world.requested("restrict-app-execution"));
        ids.forEach(world::approve);

        world.work();

        assertThat(world.executed()).hasSize(2);
        assertThat(ids.stream().map(world::word)).containsExactlyInAnyOrder("running", "running", "refused");
    }

    @ParameterizedTest
    @EnumSource(ActionKind.class)
    void missingPermissionIsNamedBeforeAnybodyApproves(ActionKind kind) {
        prepare(kind);
        kind.permissions().forEach(this::revoke);

        String id = world.requested(kind.word());

        assertThat(world.word(id)).isEqualTo("refused");
        assertThat(world.state(id).path("code").asText()).isEqualTo("permission");
        assertThat(world.state(id).path("detail").asText()).contains(kind.permission());
    }

    @ParameterizedTest
    @EnumSource(ActionKind.class)
    void permissionThatWasTakenAwayIsNamed(ActionKind kind) {
        prepare(kind);
        String id = world.requested(kind.word());
        if (world.word(id).equals("awaiting-approval")) {
            world.approve(id);
        }
        kind.permissions().forEach(this::revoke);

        world.workFor(Duration.ofMinutes(1));

        if (kind == ActionKind.SCAN_DEVICE) {
            // Nobody was to approve it, so that it was sent before.
            assertThat(world.executed()).hasSize(1);
            return;
        }
        assertThat(world.word(id)).isEqualTo("failed");
        assertThat(world.state(id).path("code").asText()).isEqualTo("permission");
        assertThat(world.state(id).path("detail").asText())
                .containsAnyOf(kind.permissions().toArray(String[]::new));
    }

    /** What the kind needs so that it is not refused for another reason. */
    private void prepare(ActionKind kind) {
        if (kind == ActionKind.DISMISS_USER_RISK) {
            microsoft.estate().risks().atRisk(world.user, "high");
        }
    }

    private void revoke(String permission) {
        microsoft.signIn().revokeResponder(permission);
        microsoft.signIn().revokeResponderDefender(permission);
    }

    @Test
    void runsSideBySideWakeOneMore() {
        world.approved("isolate-device");

        world.work();
        world.work();
        world.work();

        assertThat(world.delayedTicks()).isLessThanOrEqualTo(2);
    }

    @Test
    void privilegedUserIsExplainedAsALimitOfMicrosofts() {
        world.policy(ActionWorld.ALL_KINDS.replace("{\"enabled\"", "{\"protected\":{\"roles\":[]},\"enabled\""));
        microsoft.estate().users().user(world.user).role("User Administrator", "fe930be7-5e62-47db-91af-98c3a49a38b1");
        String id = world.approved("disable-user");

        world.workFor(Duration.ofMinutes(1));

        assertThat(world.word(id)).isEqualTo("failed");
        assertThat(world.state(id).path("code").asText()).isEqualTo("privileged-target");
        assertThat(world.state(id).path("detail").asText()).contains("directory role");
    }

    @Test
    void missingReadPermissionIsNamed() {
        microsoft.signIn().revokeDefender("Machine.Read.All");

        String id = world.requested("isolate-device");

        assertThat(world.word(id)).isEqualTo("refused");
        assertThat(world.state(id).path("detail").asText()).contains("Machine.Read.All");
    }

    @Test
    void actingApplicationReadsWhereTheReaderMayNot() {
        microsoft.signIn().revokeDefender("Machine.Read.All");
        microsoft.signIn().grantResponderDefender("Machine.Read.All");

        assertThat(world.word(world.requested("isolate-device"))).isEqualTo("awaiting-approval");
    }

    @Test
    void throttledSubmissionWaitsAndIsSentOnce() {
        microsoft.faults().throttle("90").on(Target.MACHINE_ACTION_POST).times(1);
        String id = world.approved("isolate-device");

        world.work();
        assertThat(world.word(id)).isEqualTo("approved");
        world.workFor(Duration.ofMinutes(5));

        assertThat(world.word(id)).isEqualTo("succeeded");
        assertThat(world.executed()).hasSize(1);
    }

    @Test
    void twoHundredOpenActionsAreTrackedWithFewCalls() {
        List<String> machines = new ArrayList<>();
        for (int device = 0; device < 200; device++) {
            String machine = microsoft.estate().machines().add("host-" + device + ".contoso.com");
            microsoft.estate().machines().offline(machine);
            machines.add(machine);
            running("scan-" + device, machine);
        }
        microsoft.estate().actions().limits(true);
        world.clock.move(Duration.ofMinutes(20));
        world.work();
        microsoft.resetCalls();

        world.workFor(Duration.ofMinutes(15));

        assertThat(microsoft.calls())
                .as("no call in a quarter of an hour is one too many for Microsoft")
                .noneMatch(call -> call.status() == 429);
        assertThat(calls(Target.MACHINE_ACTIONS))
                .as("at most twelve each time, every five minutes")
                .isLessThanOrEqualTo(4 * 12);
        for (int device = 0; device < 200; device++) {
            microsoft.estate().machines().online(machines.get(device));
        }
        for (int turn = 0; turn < 3; turn++) {
            world.clock.move(Duration.ofMinutes(5));
            world.work();
        }
        assertThat(list(Set.of()).path("items"))
                .allSatisfy(item -> assertThat(item.path("state").asText()).isEqualTo("succeeded"));
    }

    /** An action that Microsoft has already: to send two hundred takes the test's table minutes. */
    private void running(String key, String machine) {
        String id = world.request(key, world.body("scan-device").replace(world.device, machine))
                .path("id")
                .asText();
        ActionRecord record = world.actions().find(ActionWorld.ALIAS, id).orElseThrow();
        Map<String, String> changes = Map.of(
                "targetId",
                machine,
                "remoteId",
                microsoft.estate().actions().portal("RunAntiVirusScan", machine),
                "submittedAt",
                UtcTime.text(world.clock.instant()));
        Instant now = world.clock.instant();
        ActionMove move = new ActionMove(ActionState.RUNNING, "sent", "relay", changes, now, null);
        assertThat(world.actions().move(record, move, now)).isPresent();
    }

    private static long calls(Target target) {
        return microsoft.calls().stream()
                .filter(call -> call.target() == target)
                .count();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "kind | {\"kind\":\"reboot-device\",\"device\":\"a\",\"reason\":\"r\"}",
                "reason | {\"kind\":\"isolate-device\",\"device\":\"a\"}",
                "device | {\"kind\":\"isolate-device\",\"reason\":\"r\"}",
                "body | {\"kind\":\"isolate-device\",\"device\":\"a\",\"user\":\"b\",\"reason\":\"r\"}",
                "isolation | {\"kind\":\"isolate-device\",\"device\":\"a\",\"isolation\":\"half\",\"reason\":\"r\"}",
                "sha1 | {\"kind\":\"stop-and-quarantine-file\",\"device\":\"a\",\"sha1\":\"12\",\"reason\":\"r\"}",
                "value | {\"kind\":\"remove-indicator\",\"indicatorType\":\"ip\",\"value\":\"1.2.3\",\"reason\":\"r\"}",
                "dryRun | {\"kind\":\"isolate-device\",\"device\":\"a\",\"dryRun\":1,\"reason\":\"r\"}",
                "reason | {\"kind\":\"isolate-device\",\"device\":\"a\",\"reason\":\"a\\u202eb\"}",
                "body | [1]",
            })
    void wrongRequestIsRefusedByTheMembersName(String field, String body) {
        assertThatThrownBy(() -> world.request("a", body))
                .isInstanceOfSatisfying(InvalidRequestException.class, refused -> assertThat(refused.field())
                        .isEqualTo(field));
    }

    @Test
    void listIsFilteredAndPaged() {
        for (int number = 0; number < 5; number++) {
            world.request("scan-" + number, world.body("scan-device"));
            world.clock.move(Duration.ofSeconds(1));
        }
        world.request("isolate", world.body("isolate-device"));

        JsonNode scans = list(Set.of(ActionKind.SCAN_DEVICE));
        JsonNode first = page(2, null);
        JsonNode second = page(2, first.path("next").asText());

        assertThat(scans.path("items")).hasSize(5);
        assertThat(first.path("items")).hasSize(2);
        assertThat(first.path("more").asBoolean()).isTrue();
        assertThat(second.path("items").path(0).path("id"))
                .isNotEqualTo(first.path("items").path(1).path("id"));
        assertThatThrownBy(() -> page(2, "x" + first.path("next").asText()))
                .isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void listEndsBeforeItsEndHoweverFarThatIs() {
        Instant requestedAt = world.clock.instant();
        world.request("scan", world.body("scan-device"));

        assertThat(until(requestedAt).path("items")).isEmpty();
        assertThat(until(requestedAt.plusMillis(1)).path("items")).hasSize(1);
        assertThat(until(Instant.parse("2300-01-01T00:00:00Z")).path("items")).hasSize(1);
    }

    private JsonNode until(Instant to) {
        ActionQuery query = new ActionQuery(Set.of(), Set.of(), null, null, Instant.EPOCH, to, 10, null);
        return ActionWorld.tree(world.remediation().list(ActionWorld.ALIAS, query));
    }

    @Test
    void everyKindSaysWhatItNeeds() {
        assertThat(Arrays.stream(ActionKind.values()).map(ActionKind::word)).doesNotHaveDuplicates();
        assertThat(Arrays.stream(ActionKind.values()).map(ActionKind::permission))
                .allMatch(permission -> permission.matches("[A-Za-z-]+(\\.[A-Za-z]+)+"));
    }

    private JsonNode page(int limit, @Nullable String after) {
        ActionQuery query = new ActionQuery(
                Set.of(), Set.of(), null, null, Instant.EPOCH, Instant.parse("2030-01-01T00:00:00Z"), limit, after);
        return ActionWorld.tree(world.remediation().list(ActionWorld.ALIAS, query));
    }

    private JsonNode list(Set<ActionKind> kinds) {
        ActionQuery query = new ActionQuery(
                Set.of(), kinds, null, null, Instant.EPOCH, Instant.parse("2030-01-01T00:00:00Z"), 500, null);
        return ActionWorld.tree(world.remediation().list(ActionWorld.ALIAS, query));
    }
}
