package io.defenderrelay.remediation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.defenderrelay.model.ActionKind;
import io.defenderrelay.problem.ConflictException;
import io.defenderrelay.problem.UnprocessableException;
import io.defenderrelay.simulated.ExecutedAction;
import io.defenderrelay.simulated.Target;
import io.defenderrelay.store.ActionEntry;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The lives of actions from their request to their end. */
@QuarkusTest
class ActionLifeTest extends ActionRuns {
    private static final Set<Target> SENDING = Set.of(
            Target.MACHINE_ACTION_POST, Target.USER_WRITE, Target.RISK_WRITE, Target.MAIL, Target.INDICATOR_WRITE);

    @Test
    void approvedIsolationIsSentOnceAndFollowedToItsEnd() {
        String id = world.requested("isolate-device");
        assertThat(world.word(id)).isEqualTo("awaiting-approval");
        assertThat(world.executed()).isEmpty();

        world.approve(id);
        world.workFor(Duration.ofMinutes(3));

        assertThat(world.word(id)).isEqualTo("succeeded");
        assertThat(world.executed()).hasSize(1);
        ExecutedAction sent = world.executed().get(0);
        assertThat(sent.type()).isEqualTo("Isolate");
        assertThat(sent.machineId()).isEqualTo(world.device);
        assertThat(sent.comment()).contains("Case 4821").contains("[relay:" + id + "]");
    }

    @ParameterizedTest
    @EnumSource(ActionKind.class)
    void everyKindIsSentOnceAndComesToItsEnd(ActionKind kind) {
        microsoft.estate().risks().atRisk(world.user, "high");
        if (kind == ActionKind.REMOVE_INDICATOR) {
            world.approved("add-indicator");
            world.work();
        }
        microsoft.resetCalls();
        String id = world.requested(kind.word());
        if (kind != ActionKind.SCAN_DEVICE) {
            world.approve(id);
        }

        world.workFor(Duration.ofMinutes(5));

        boolean followed = kind != ActionKind.START_INVESTIGATION && kind != ActionKind.REMEDIATE_MAIL;
        assertThat(world.word(id)).isEqualTo(followed ? "succeeded" : "handed-over");
        assertThat(microsoft.calls().stream().filter(call -> SENDING.contains(call.target())))
                .hasSize(1);
    }

    @Test
    void everyTransitionHasItsEntryAndItsEvent() {
        String id = world.approved("isolate-device");

        world.workFor(Duration.ofMinutes(3));

        assertThat(world.audit(id))
                .extracting(ActionEntry::state)
                .startsWith("requested", "awaiting-approval", "approved", "submitting", "running")
                .endsWith("succeeded");
        assertThat(world.events(id))
                .extracting(event -> event.detail().path("hash").asText())
                .containsExactlyElementsOf(
                        world.audit(id).stream().map(ActionEntry::hash).toList());
        assertThat(world.events(id).get(2).type()).isEqualTo("Action approved");
        assertThat(world.events(id).get(2).detail().path("entry").path("by").asText())
                .isEqualTo("AROALEAD");
    }

    @Test
    void scanNeedsNoApproval() {
        String id = world.requested("scan-device");

        world.workFor(Duration.ofMinutes(3));

        assertThat(world.word(id)).isEqualTo("succeeded");
    }

    @Test
    void dryRunPassesEveryCheckAndSendsNothing() {
        String body = world.body("isolate-device").replace("\"reason\"", "\"dryRun\":true,\"reason\"");

        String id = world.requested("a", body);
        world.workFor(Duration.ofMinutes(2));

        assertThat(world.word(id)).isEqualTo("checked");
        assertThat(world.state(id).path("detail").asText())
                .contains("isolate-device")
                .contains(world.device);
        assertThat(world.executed()).isEmpty();
    }

    @Test
    void sameKeyIsTheSameActionAndAnotherBodyIsRefused() {
        String id = world.requested("a", world.body("isolate-device"));

        assertThat(world.request("a", world.body("isolate-device")).path("id").asText())
                .isEqualTo(id);
        assertThatThrownBy(() -> world.request("a", world.body("scan-device")))
                .isInstanceOf(UnprocessableException.class);
    }

    @Test
    void offlineDeviceIsWaitedForThreeDays() {
        microsoft.estate().machines().offline(world.device);
        String id = world.approved("isolate-device");

        world.workFor(Duration.ofMinutes(20));
        assertThat(world.word(id)).isEqualTo("waiting-for-device");
        world.clock.move(Duration.ofHours(73));
        world.work();

        assertThat(world.word(id)).isEqualTo("timed-out");
    }

    @Test
    void waitingActionGoesOnWhenTheDeviceIsBack() {
        microsoft.estate().machines().offline(world.device);
        String id = world.approved("isolate-device");
        world.workFor(Duration.ofMinutes(20));

        microsoft.estate().machines().online(world.device);
        world.workFor(Duration.ofMinutes(10));

        assertThat(world.word(id)).isEqualTo("succeeded");
        assertThat(world.executed()).hasSize(1);
    }

    @Test
    void failureOnTheDeviceIsShownInMicrosoftsWords() {
        microsoft.estate().machines().failNext(world.device, "File was not found on the device");
        String id = world.approved("stop-and-quarantine-file");

        world.workFor(Duration.ofMinutes(3));

        assertThat(world.word(id)).isEqualTo("failed");
        assertThat(world.state(id).path("detail").asText()).contains("File was not found on the device");
    }

    @Test
    void runningActionIsCancelledAtMicrosoft() {
        microsoft.estate().machines().offline(world.device);
        String id = world.approved("isolate-device");
        world.workFor(Duration.ofMinutes(2));

        world.remediation().cancel(world.tenant(), id, ActionWorld.ANALYST, "");
        world.workFor(Duration.ofMinutes(3));

        assertThat(world.word(id)).isEqualTo("cancelled");
        assertThat(world.state(id).path("cancelledBy").asText()).isEqualTo("AROAANALYST");
    }

    @Test
    void cancellationThatMicrosoftDoesNotConfirmIsAskedAgainAndTheActionFollowed() {
        microsoft.faults().status(500).on(Target.MACHINE_ACTION_CANCEL).times(2);
        microsoft.estate().machines().offline(world.device);
        String id = world.approved("isolate-device");
        world.workFor(Duration.ofMinutes(2));

        world.remediation().cancel(world.tenant(), id, ActionWorld.ANALYST, "");
        world.workFor(Duration.ofMinutes(5));

        assertThat(world.word(id)).isEqualTo("cancelled");
        assertThat(world.audit(id)).hasSizeLessThan(10);
    }

    @Test
    void openActionOfSomebodyElseIsJoinedAndNotCancelled() {
        microsoft.estate().actions().portal("Isolate", world.device);
        String id = world.approved("isolate-device");

        world.work();

        assertThat(world.state(id).path("adopted").asBoolean()).isTrue();
        assertThat(world.executed()).isEmpty();
        assertThatThrownBy(() -> world.remediation().cancel(world.tenant(), id, ActionWorld.LEAD, ""))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("portal");
    }

    @Test
    void openActionThatMicrosoftAnswersWithIsJoined() {
        microsoft.estate().actions().joinDuplicates(true);
        microsoft.estate().actions().portal("Isolate", world.device);
        String id = world.approved("isolate-device");

        world.work();

        assertThat(world.state(id).path("adopted").asBoolean()).isTrue();
        assertThat(world.word(id)).isEqualTo("running");
    }

    @Test
    void deniedMachineIsTriedAgain() {
        microsoft.estate().machines().firstTry404(world.device);
        String id = world.approved("isolate-device");

        world.workFor(Duration.ofMinutes(4));

        assertThat(world.word(id)).isEqualTo("succeeded");
        assertThat(world.executed()).hasSize(1);
    }

    @Test
    void disabledUserIsReadBack() {
        String id = world.approved("disable-user");

        world.workFor(Duration.ofMinutes(2));

        assertThat(world.word(id)).isEqualTo("succeeded");
        assertThat(microsoft.estate().users().user(world.user).enabled()).isFalse();
    }

    @Test
    void sessionsAreRevokedOnceAndReadBack() {
        String id = world.approved("revoke-sessions");

        world.workFor(Duration.ofMinutes(2));

        assertThat(world.word(id)).isEqualTo("succeeded");
        assertThat(microsoft.estate().users().user(world.user).revocations()).hasSize(1);
    }

    @Test
    void passwordIsSetOnceAndKeptByNobody() {
        String id = world.approved("force-password-change");

        world.workFor(Duration.ofMinutes(2));

        assertThat(world.word(id)).isEqualTo("succeeded");
        assertThat(microsoft.estate().users().user(world.user).passwordChanges())
                .singleElement()
                .satisfies(change -> assertThat(change.length()).isGreaterThanOrEqualTo(16));
    }

    @Test
    void compromisedUserIsConfirmed() {
        String id = world.approved("confirm-user-compromised");

        world.workFor(Duration.ofMinutes(3));

        assertThat(world.word(id)).isEqualTo("succeeded");
        assertThat(microsoft.estate().risks().changes()).hasSize(1);
    }

    @Test
    void mailEndsAsHandedOver() {
        String id = world.requested("a", """
                {"kind":"remediate-mail","disposal":"soft-delete","reason":"phish","mails":[
                {"networkMessageId":"0a1b2c3d-1111-4222-8333-444455556666","recipient":"jo@contoso.com"}]}""");

        world.approve(id);
        world.workFor(Duration.ofMinutes(2));

        assertThat(world.word(id)).isEqualTo("handed-over");
        assertThat(microsoft.estate().mail().requests()).hasSize(1);
    }

    @Test
    void indicatorIsAddedAndRemoved() {
        String add = world.requested("a", """
                {"kind":"add-indicator","indicatorType":"domain","value":"evil.example.com","effect":"block",
                "title":"Case 4821","reason":"C2"}""");
        world.approve(add);
        world.work();
        assertThat(microsoft.estate().indicators().all()).hasSize(1);
        String remove = world.requested("b", """
                {"kind":"remove-indicator","indicatorType":"domain","value":"evil.example.com","reason":"false alarm"}""");

        world.approve(remove);
        world.work();

        assertThat(world.word(add)).isEqualTo("succeeded");
        assertThat(world.word(remove)).isEqualTo("succeeded");
        assertThat(microsoft.estate().indicators().all()).isEmpty();
    }

    @Test
    void investigationEndsAsHandedOver() {
        String id = world.approved("start-investigation");

        world.workFor(Duration.ofMinutes(1));

        assertThat(world.word(id)).isEqualTo("handed-over");
    }

    @Test
    void unapprovedActionExpires() {
        String id = world.requested("isolate-device");

        world.clock.move(Duration.ofHours(1));
        assertThat(world.word(id)).isEqualTo("expired");
        world.work();

        assertThat(world.word(id)).isEqualTo("expired");
        assertThat(world.audit(id)).extracting(ActionEntry::state).endsWith("expired");
        assertThatThrownBy(() -> world.approve(id)).isInstanceOf(ConflictException.class);
        assertThat(world.executed()).isEmpty();
    }
}
