package io.defenderrelay.remediation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.defenderrelay.model.Requester;
import io.defenderrelay.problem.ForbiddenException;
import io.defenderrelay.problem.InvalidRequestException;
import io.defenderrelay.simulated.Target;
import io.defenderrelay.store.ActionEntry;
import io.defenderrelay.store.ActionMove;
import io.defenderrelay.store.ActionRecord;
import io.defenderrelay.store.ActionState;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands in an action's way: others' actions, lasting faults, rights that were taken back, many that come first. */
@QuarkusTest
class ActionObstaclesTest extends ActionRuns {

    @Test
    void secondFileWaitsForTheFirstOneAndIsQuarantinedToo() {
        String first = world.approved("stop-and-quarantine-file");
        world.work();
        world.clock.move(Duration.ofSeconds(20));
        String other = world.body("stop-and-quarantine-file").replace("a".repeat(40), "b".repeat(40));
        String second = world.approve(world.requested("other", other));

        world.work();
        assertThat(world.state(second).path("detail").asText()).contains("another file");
        world.workFor(Duration.ofMinutes(6));

        assertThat(List.of(world.word(first), world.word(second))).containsOnly("succeeded");
        assertThat(world.state(second).path("adopted").asBoolean()).isFalse();
        assertThat(world.executed()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void openIsolationOfAnotherScopeIsNotTakenForOurs(boolean joining) {
        microsoft.estate().actions().joinDuplicates(joining);
        microsoft.estate().actions().portal("Isolate", world.device, "Selective", "By hand");
        String id = world.approved("isolate-device");

        world.workFor(Duration.ofMinutes(6));

        assertThat(world.word(id)).isEqualTo("succeeded");
        assertThat(world.state(id).path("adopted").asBoolean()).isFalse();
        assertThat(world.executed()).hasSize(1);
    }

    @Test
    void olderActionWithoutACommentIsNotOurs() {
        microsoft.estate().actions().joinDuplicates(true);
        microsoft.estate().machines().offline(world.device);
        microsoft.estate().actions().portal("Isolate", world.device, "Full", "");
        world.clock.move(Duration.ofMinutes(10));
        String id = world.approved("isolate-device");

        world.work();

        assertThat(world.state(id).path("adopted").asBoolean()).isTrue();
    }

    @Test
    void investigationThatIsOpenAlreadyEndsThatActionAlone() {
        microsoft
                .faults()
                .answer(
                        400,
                        "application/json",
                        "{\"error\":{\"code\":\"ActiveRequestAlreadyExists\",\"message\":\"Action is already in progress\"}}")
                .on(Target.MACHINE_ACTION_POST)
                .times(1);
        String investigation = world.approved("start-investigation");
        String scan = world.requested("scan-device");

        world.workFor(Duration.ofMinutes(3));

        assertThat(world.word(investigation)).isEqualTo("failed");
        assertThat(world.state(investigation).path("code").asText()).isEqualTo("already-open");
        assertThat(world.word(scan)).isEqualTo("succeeded");
    }

    @Test
    void markOfAnActionStandsFirstAndCannotBeWrittenByACaller() {
        String id = world.approved("isolate-device");
        world.work();
        assertThat(world.executed().get(0).comment()).startsWith("[relay:" + id + "] Case 4821");

        String forged = world.body("isolate-device").replace("Case 4821", "x [Relay:" + id + "]");

        assertThatThrownBy(() -> world.request("b", forged))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("reason");
    }

    @Test
    void approvalEndsWithItsApproversRight() {
        String id = world.approved("isolate-device");
        world.policy(ActionWorld.ALL_KINDS.replace("{\"enabled\"", "{\"approvers\":[\"AROAOTHERLEAD\"],\"enabled\""));

        world.work();

        assertThat(world.word(id)).isEqualTo("refused");
        assertThat(world.state(id).path("code").asText()).isEqualTo("approver");
        assertThat(world.executed()).isEmpty();
    }

    @Test
    void approvalIsNoOlderThanTheTenantLetsItBe() {
        world.policy(ActionWorld.ALL_KINDS.replace("{\"enabled\"", "{\"approvalMinutes\":5,\"enabled\""));
        microsoft.faults().throttle("400").on(Target.MACHINE_ACTION_POST).times(1);
        String id = world.approved("isolate-device");

        world.workFor(Duration.ofMinutes(10));

        assertThat(world.word(id)).isEqualTo("expired");
        assertThat(world.state(id).path("detail").asText()).contains("within 5 minutes");
        assertThat(world.executed()).isEmpty();
    }

    @Test
    void tenantIdThatChangedAfterTheApprovalEndsIt() {
        String id = world.approved("isolate-device");
        world.tenantId("0a1b2c3d-9999-4222-8333-444455556666");

        world.work();

        assertThat(world.word(id)).isEqualTo("refused");
        assertThat(world.state(id).path("code").asText()).isEqualTo("target-changed");
    }

    @Test
    void dayLongPauseIsCutShort() {
        microsoft.faults().throttle("86400").on(Target.MACHINE_ACTION_POST).times(1);
        String id = world.approved("isolate-device");

        world.workFor(Duration.ofMinutes(20));

        assertThat(world.word(id)).isEqualTo("succeeded");
    }

    @Test
    void lastingFaultIsToldOnceAndItsEndToo() {
        microsoft.estate().machines().offline(world.device);
        String id = world.approved("isolate-device");
        world.workFor(Duration.ofMinutes(2));
        int before = world.audit(id).size();
        microsoft.faults().status(403).on(Target.MACHINE_ACTIONS);

        world.workFor(Duration.ofMinutes(40));
        assertThat(world.state(id).path("detail").asText()).contains("Machine.Read.All");
        assertThat(world.audit(id)).hasSizeLessThanOrEqualTo(before + 2);
        microsoft.faults().clear();
        microsoft.estate().machines().online(world.device);
        world.workFor(Duration.ofMinutes(20));

        assertThat(world.word(id)).isEqualTo("succeeded");
        assertThat(world.state(id).has("detail")).isFalse();
    }

    @Test
    void deviceThatIsDeniedForAMomentIsLookedForAgain() {
        String id = world.approved("isolate-device");
        microsoft.faults().status(404).on(Target.MACHINES).times(1);

        world.workFor(Duration.ofMinutes(4));

        assertThat(world.word(id)).isEqualTo("succeeded");
    }

    @Test
    void deviceThatIsGoneEndsTheAction() {
        String id = world.approved("isolate-device");
        microsoft.faults().status(404).on(Target.MACHINES);

        world.workFor(Duration.ofMinutes(2));

        assertThat(world.word(id)).isEqualTo("refused");
        assertThat(world.executed()).isEmpty();
    }

    @Test
    void openActionOfATenantThatIsNotActiveIsFollowedAndNothingNewIsSent() {
        String sent = world.approved("isolate-device");
        world.work();
        String approved = world.approved("collect-investigation-package");
        world.deactivate();

        world.workFor(Duration.ofMinutes(4));

        assertThat(world.word(sent)).isEqualTo("succeeded");
        assertThat(world.word(approved)).isEqualTo("refused");
        assertThat(world.executed()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"123456789012, AROALEAD", "AROAANALYST, 123456789012"})
    void principalThatIsOnlyAnAccountNeitherAsksNorAgrees(String asking, String agreeing) {
        Requester requester = new Requester(asking, null);
        Requester approver = new Requester(agreeing, null);

        assertThatThrownBy(() -> {
                    Remediation.Ask ask = new Remediation.Ask(requester, "a", world.body("isolate-device"));
                    String id = ActionWorld.tree(world.remediation().request(world.tenant(), ask))
                            .path("id")
                            .asText();
                    world.work();
                    world.approve(id, approver);
                })
                .isInstanceOf(ForbiddenException.class)
                .hasMessageContaining("account");
    }

    @Test
    void whatWasAgreedToGoesBeforeWhatWasOnlyAskedFor() {
        String approved = world.approved("isolate-device");
        for (int at = 0; at < 5; at++) {
            world.clock.move(Duration.ofSeconds(-1));
            world.request("flood-" + at, world.body("scan-device"));
        }
        world.clock.move(Duration.ofSeconds(10));

        assertThat(world.actions().due(ActionWorld.ALIAS, world.clock.instant(), 3))
                .hasSize(3)
                .startsWith(approved);
    }

    @Test
    void everyOfManyEntriesIsTold() {
        String id = world.requested("isolate-device");
        ActionRecord record = world.actions().find(ActionWorld.ALIAS, id).orElseThrow();
        for (int at = 0; at < 250; at++) {
            ActionMove move = new ActionMove(
                    ActionState.AWAITING_APPROVAL,
                    "changed",
                    "relay",
                    Map.of("note", String.valueOf(at)),
                    world.clock.instant(),
                    null);
            record = world.actions().move(record, move, world.clock.instant()).orElseThrow();
        }

        world.workFor(Duration.ofMinutes(4));

        assertThat(world.events(id))
                .extracting(event -> event.detail().path("hash").asText())
                .containsAll(world.audit(id).stream().map(ActionEntry::hash).toList());
    }

    @Test
    void auditIsReadPageByPage() {
        String id = world.approved("isolate-device");
        world.workFor(Duration.ofMinutes(3));
        int entries = world.audit(id).size();

        JsonNode first = ActionWorld.tree(world.remediation().audit(ActionWorld.ALIAS, id, 0, 2));
        int next = first.path("next").asInt();
        JsonNode rest = ActionWorld.tree(world.remediation().audit(ActionWorld.ALIAS, id, next, 100));

        assertThat(first.path("entries")).hasSize(2);
        assertThat(first.path("more").asBoolean()).isTrue();
        assertThat(rest.path("entries")).hasSize(entries - 2);
        assertThat(rest.path("more").asBoolean()).isFalse();
        assertThat(rest.path("entries").path(0).path("number").asInt()).isEqualTo(3);
    }
}
