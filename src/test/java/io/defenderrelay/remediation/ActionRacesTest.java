package io.defenderrelay.remediation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.defenderrelay.local.Boundaries;
import io.defenderrelay.local.Cut;
import io.defenderrelay.model.Requester;
import io.defenderrelay.problem.ConflictException;
import io.defenderrelay.problem.ConnectorException;
import io.defenderrelay.problem.ForbiddenException;
import io.defenderrelay.simulated.Target;
import io.defenderrelay.store.ActionEntry;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Decisions that meet, and workers that die or whose answers are lost: one wins, the others are told why. */
@QuarkusTest
class ActionRacesTest extends ActionRuns {

    @Test
    void requesterCannotApproveOrRejectItsOwnAction() {
        String id = world.requested("isolate-device");

        assertThatThrownBy(() -> world.approve(id, ActionWorld.ANALYST)).isInstanceOf(ForbiddenException.class);
        assertThatThrownBy(() -> world.remediation().reject(world.tenant(), id, ActionWorld.ANALYST, ""))
                .isInstanceOf(ForbiddenException.class);
    }

    @Test
    void onlyNamedApproversApprove() {
        world.policy(ActionWorld.ALL_KINDS.replace("{\"enabled\"", "{\"approvers\":[\"AROAOTHERLEAD\"],\"enabled\""));
        String id = world.requested("isolate-device");

        assertThatThrownBy(() -> world.approve(id, ActionWorld.LEAD))
                .isInstanceOf(ForbiddenException.class)
                .hasMessageContaining("remediation.approvers");
        assertThat(world.approve(id, ActionWorld.OTHER_LEAD).path("state").asText())
                .isEqualTo("approved");
    }

    @Test
    void approvalOfSomethingElseIsRefused() {
        String one = world.requested("isolate-device");
        String other = world.requested("collect-investigation-package");
        String hash = world.state(other).path("requestHash").asText();

        assertThatThrownBy(() -> world.remediation()
                        .approve(world.tenant(), one, ActionWorld.LEAD, "{\"requestHash\":\"" + hash + "\"}"))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("requestHash");
    }

    @Test
    void ofTwoApproversOneWinsAndTheOtherIsToldWhy() {
        String id = world.requested("isolate-device");
        Boundaries first = Boundaries.freezeBefore(callOfDecision(), () -> world.approve(id, ActionWorld.OTHER_LEAD));

        assertThatThrownBy(() -> approve(first, id))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("approved");

        assertThat(world.state(id).path("approvedBy").asText()).isEqualTo("AROAOTHERLEAD");
        assertThat(world.audit(id)).extracting(ActionEntry::state).containsOnlyOnce("approved");
    }

    @Test
    void approvalThatMeetsARejectionLoses() {
        String id = world.requested("isolate-device");
        Boundaries first = Boundaries.freezeBefore(
                callOfDecision(), () -> world.remediation().reject(world.tenant(), id, ActionWorld.OTHER_LEAD, ""));

        assertThatThrownBy(() -> approve(first, id))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("rejected");

        world.workFor(Duration.ofMinutes(2));
        assertThat(world.word(id)).isEqualTo("rejected");
        assertThat(world.executed()).isEmpty();
    }

    @Test
    void approvalThatMeetsTheExpiryLoses() {
        String id = world.requested("isolate-device");
        Boundaries first = Boundaries.freezeBefore(callOfDecision(), () -> {
            world.clock.move(Duration.ofHours(1));
            world.work();
        });

        assertThatThrownBy(() -> approve(first, id))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("expired");

        assertThat(world.executed()).isEmpty();
    }

    @Test
    void approvalAfterThePolicyChangedIsRefused() {
        String id = world.requested("isolate-device");
        world.policy("{\"enabled\":true,\"kinds\":[\"scan-device\"]}");

        assertThatThrownBy(() -> world.approve(id))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("remediation.kinds");
    }

    @Test
    void policyIsAskedAgainBeforeSending() {
        String id = world.approved("isolate-device");
        world.policy(ActionWorld.ALL_KINDS.replace("{\"enabled\"", "{\"killSwitch\":true,\"enabled\""));

        world.work();

        assertThat(world.word(id)).isEqualTo("refused");
        assertThat(world.state(id).path("detail").asText()).contains("kill switch");
        assertThat(world.executed()).isEmpty();
    }

    @Test
    void targetThatBecameProtectedIsNotTouched() {
        String id = world.approved("isolate-device");
        microsoft.estate().machines().machine(world.device).tags("tier-0");
        world.policy(ActionWorld.ALL_KINDS.replace(
                "{\"enabled\"", "{\"protected\":{\"deviceTags\":[\"tier-0\"]},\"enabled\""));

        world.work();

        assertThat(world.word(id)).isEqualTo("refused");
        assertThat(world.executed()).isEmpty();
    }

    @Test
    void approvedActionThatIsCancelledBeforeItIsSentIsNotSent() {
        String id = world.approved("isolate-device");

        world.remediation().cancel(world.tenant(), id, ActionWorld.ANALYST, "{\"reason\":\"false alarm\"}");
        world.workFor(Duration.ofMinutes(2));

        assertThat(world.word(id)).isEqualTo("cancelled");
        assertThat(world.executed()).isEmpty();
    }

    @Test
    void sameKeyFromTwoProcessesIsOneAction() {
        Boundaries first = Boundaries.freezeBefore(1, () -> world.request("a", world.body("isolate-device")));
        Remediation.Ask ask = new Remediation.Ask(ActionWorld.ANALYST, "a", world.body("isolate-device"));

        String id = ActionWorld.tree(world.remediation(new Cut(first)).request(world.tenant(), ask))
                .path("id")
                .asText();

        assertThat(world.request("a", world.body("isolate-device")).path("id").asText())
                .isEqualTo(id);
        assertThat(world.audit(id)).hasSize(1);
    }

    @Test
    void twoWorkersSendOnce() {
        String id = world.approved("isolate-device");
        List<Integer> sent = new ArrayList<>();
        int calls = countCalls();
        for (int at = 1; at <= calls; at++) {
            world = new ActionWorld(api, microsoft, bus);
            id = world.approved("isolate-device");
            Boundaries frozen = Boundaries.freezeBefore(at, () -> world.work());

            die(frozen);
            world.settle();

            sent.add(world.executed().size());
            assertThat(world.word(id)).isEqualTo("succeeded");
        }

        assertThat(sent).containsOnly(1).hasSizeGreaterThan(10);
    }

    /** Nearly for its timeout, after which it would be dead; others look for what it began meanwhile. */
    @Test
    void workerThatSleepsAnywhereSendsOnce() {
        world.approved("isolate-device");
        int calls = countCalls();
        for (int at = 1; at <= calls; at++) {
            world = new ActionWorld(api, microsoft, bus);
            String id = world.approved("isolate-device");
            Boundaries frozen = Boundaries.freezeBefore(at, () -> {
                world.clock.move(Duration.ofSeconds(110));
                world.work();
                world.work();
            });

            die(frozen);
            world.settle();

            assertThat(world.executed()).as("asleep before call %d", at).hasSize(1);
            assertThat(world.word(id)).as("asleep before call %d", at).isEqualTo("succeeded");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void workerThatDiesAnywhereLosesNothingAndSendsOnce(boolean before) {
        world.approved("isolate-device");
        int calls = countCalls();
        for (int at = 1; at <= calls; at++) {
            world = new ActionWorld(api, microsoft, bus);
            String id = world.approved("isolate-device");

            die(before ? Boundaries.cutBefore(at) : Boundaries.cutAfter(at));
            world.settle();

            assertThat(world.executed()).as("cut at call %d", at).hasSize(1);
            assertThat(world.word(id)).as("cut at call %d", at).isEqualTo("succeeded");
            assertThat(world.events(id))
                    .extracting(event -> event.detail().path("hash").asText())
                    .as("cut at call %d", at)
                    .containsAll(world.audit(id).stream().map(ActionEntry::hash).toList());
        }
    }

    @Test
    void lostAnswerIsLookedForAndNotSentAgain() {
        microsoft.faults().connectionReset().on(Target.MACHINE_ACTION_POST).times(1);
        String id = world.approved("isolate-device");

        world.work();
        assertThat(world.word(id)).isEqualTo("submitting");
        world.workFor(Duration.ofMinutes(8));

        assertThat(world.word(id)).isEqualTo("succeeded");
        assertThat(world.executed()).hasSize(1);
        assertThat(world.audit(id)).extracting(ActionEntry::text).anyMatch(text -> text.contains("\"found\""));
    }

    @Test
    void lostRequestIsSentAgainAfterALookUp() {
        microsoft
                .faults()
                .connectionResetUnread()
                .on(Target.MACHINE_ACTION_POST)
                .times(1);
        String id = world.approved("isolate-device");

        world.workFor(Duration.ofMinutes(8));

        assertThat(world.word(id)).isEqualTo("succeeded");
        assertThat(world.executed()).hasSize(1);
    }

    @Test
    void lostAnswerToAPasswordChangeIsUnknownAndNeverRepeated() {
        microsoft.faults().connectionReset().on(Target.USER_WRITE).times(1);
        String id = world.approved("force-password-change");

        world.workFor(Duration.ofMinutes(8));

        assertThat(world.word(id)).isEqualTo("unknown");
        assertThat(world.state(id).path("detail").asText()).contains("portal");
        assertThat(microsoft.estate().users().user(world.user).passwordChanges())
                .hasSize(1);
    }

    @Test
    void lostAnswerToADisabledUserIsReadBack() {
        microsoft.faults().connectionReset().on(Target.USER_WRITE).times(1);
        String id = world.approved("disable-user");

        world.workFor(Duration.ofMinutes(8));

        assertThat(world.word(id)).isEqualTo("succeeded");
    }

    private void approve(Boundaries boundaries, String id) {
        String hash = world.state(id).path("requestHash").asText();
        Requester lead = ActionWorld.LEAD;
        world.remediation(new Cut(boundaries)).approve(world.tenant(), id, lead, "{\"requestHash\":\"" + hash + "\"}");
    }

    /** An action is read, then changed. */
    private static int callOfDecision() {
        return 2;
    }

    private int countCalls() {
        Boundaries count = Boundaries.countOnly();
        try {
            world.runner(count).run(ActionWorld.ALIAS);
        } catch (ConnectorException failed) {
            throw new AssertionError(failed);
        }
        return count.count();
    }
}
