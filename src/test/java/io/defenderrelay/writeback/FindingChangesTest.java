package io.defenderrelay.writeback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.defenderrelay.local.Boundaries;
import io.defenderrelay.local.ProcessCut;
import io.defenderrelay.microsoft.MicrosoftApi;
import io.defenderrelay.model.Kind;
import io.defenderrelay.problem.ChangedException;
import io.defenderrelay.problem.ConflictException;
import io.defenderrelay.problem.ConnectorException;
import io.defenderrelay.problem.InvalidRequestException;
import io.defenderrelay.problem.NotFoundException;
import io.defenderrelay.problem.PermissionException;
import io.defenderrelay.problem.ThrottledException;
import io.defenderrelay.problem.UnprocessableException;
import io.defenderrelay.problem.UpstreamException;
import io.defenderrelay.simulated.Entity;
import io.defenderrelay.simulated.SimulatedTenant;
import io.defenderrelay.simulated.Target;
import io.defenderrelay.store.Reference;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Changes reach Defender, never over somebody else's unseen, and come back as the relay's own only when they are. */
@QuarkusTest
class FindingChangesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static SimulatedTenant microsoft;

    @Inject
    @RestClient
    MicrosoftApi api;

    private WriteWorld world;

    @BeforeAll
    static void start() {
        microsoft = SimulatedTenant.start(Clock.systemUTC());
    }

    @AfterAll
    static void stop() {
        microsoft.close();
    }

    @BeforeEach
    void open() {
        world = new WriteWorld(api, microsoft);
        world.incident("4711");
    }

    @Test
    void membersAreChangedAndNothingElse() throws IOException {
        JsonNode before = world.defender().current(Entity.INCIDENTS, "4711");

        JsonNode answer = tree(world.change(
                Kind.INCIDENT,
                "4711",
                1,
                "{\"status\":\"inProgress\",\"assignedTo\":\"jo@contoso.com\",\"verdict\":2,\"severity\":\"high\"}"));

        JsonNode after = world.defender().current(Entity.INCIDENTS, "4711");
        assertThat(after.path("status").asText()).isEqualTo("inProgress");
        assertThat(after.path("classification").asText()).isEqualTo("truePositive");
        assertThat(after.path("determination").asText()).isEqualTo("other");
        assertThat(after.path("displayName")).isEqualTo(before.path("displayName"));
        assertThat(answer.path("overwrote").isObject()).isTrue();
        assertThat(answer.path("overwrote")).isEmpty();
        assertThat(answer.path("changed").toString()).contains("status", "assignedTo");
    }

    @Test
    void changeOfAnAlertComesBackAsTheRelaysOwn() {
        world.change(Kind.ALERT, "da4711", 1, "{\"status\":\"inProgress\",\"assignedTo\":\"jo@contoso.com\"}");

        world.sync();

        assertThat(world.revisions(Kind.ALERT, "da4711")).hasSize(2).last().satisfies(entry -> {
            assertThat(entry.reference().origin()).isEqualTo(Reference.RELAY);
            assertThat(entry.reference().changed()).contains("status", "assignedTo");
        });
    }

    @Test
    void sideEffectsOfOurChangeAreOursToo() {
        world.change(Kind.INCIDENT, "4711", 1, "{\"status\":\"resolved\"}");

        world.sync();

        assertThat(world.revisions(Kind.INCIDENT, "4711").get(1).reference().changed())
                .contains("lastModifiedBy");
        assertThat(world.revisions(Kind.INCIDENT, "4711").get(1).reference().origin())
                .isEqualTo(Reference.RELAY);
    }

    @Test
    void analystsChangeIsNeverOurs() {
        world.change(Kind.INCIDENT, "4711", 1, "{\"status\":\"inProgress\"}");
        world.clock.move(Duration.ofSeconds(5));
        world.defender().change(Entity.INCIDENTS, "4711", "analyst", incident -> incident.put("severity", "high"));

        world.sync();
        world.clock.move(Duration.ofMinutes(1));
        world.defender().change(Entity.INCIDENTS, "4711", "analyst", incident -> incident.put("status", "active"));
        world.sync();
        world.defender().change(Entity.INCIDENTS, "4711", "analyst", incident -> incident.put("status", "inProgress"));
        world.sync();

        assertThat(world.revisions(Kind.INCIDENT, "4711"))
                .extracting(entry -> entry.reference().origin())
                .containsOnly(Reference.DEFENDER);
    }

    @Test
    void whatIsSoAlreadyIsNotWrittenAgain() throws IOException {
        world.change(Kind.INCIDENT, "4711", 1, "{\"status\":\"inProgress\"}");
        microsoft.resetCalls();

        JsonNode again = tree(world.change(Kind.INCIDENT, "4711", 1, "{\"status\":\"InProgress\"}"));
        world.sync();
        world.sync();

        assertThat(again.path("changed")).isEmpty();
        assertThat(microsoft.calls()).noneMatch(call -> call.target() == Target.PATCH);
        assertThat(world.revisions(Kind.INCIDENT, "4711")).hasSize(2);
    }

    @Test
    void memberThatSomebodyChangedSinceIsRefusedWithBothValues() {
        world.defender().change(Entity.INCIDENTS, "4711", "analyst", incident -> incident.put("assignedTo", "eve"));

        ChangedException refused = catchThrowableOfType(
                ChangedException.class,
                () -> world.change(Kind.INCIDENT, "4711", 1, "{\"assignedTo\":\"jo\",\"status\":\"inProgress\"}"));

        assertThat(refused.conflicts()).containsOnlyKeys("assignedTo");
        assertThat(refused.conflicts().get("assignedTo")).isEqualTo(new ChangedException.Difference("null", "\"eve\""));
        assertThat(world.live(Entity.INCIDENTS, "4711", "status")).isEqualTo("active");
    }

    @Test
    void changeOfAnotherMemberIsNoConflict() {
        world.defender().change(Entity.INCIDENTS, "4711", "analyst", incident -> incident.put("severity", "low"));

        world.change(Kind.INCIDENT, "4711", 1, "{\"assignedTo\":\"jo\"}");

        assertThat(world.live(Entity.INCIDENTS, "4711", "assignedTo")).isEqualTo("jo");
        assertThat(world.live(Entity.INCIDENTS, "4711", "severity")).isEqualTo("low");
    }

    @Test
    void changeInTheLastMomentIsToldAsOverwritten() throws IOException {
        Boundaries meanwhile = Boundaries.freezeBefore(callOf("POST", 2), () -> world.defender()
                .change(Entity.INCIDENTS, "4711", "analyst", incident -> incident.put("assignedTo", "eve")));

        JsonNode answer = tree(world.changes(meanwhile)
                .change(world.tenant, WriteWorld.SOC, Kind.INCIDENT, "4711", 1, "{\"assignedTo\":\"jo\"}"));

        assertThat(answer.at("/overwrote/assignedTo").asText()).isEqualTo("eve");
        assertThat(world.audit())
                .anySatisfy(item -> assertThat(item.optionalText("outcome")).isEqualTo("overwrote"));
    }

    @Test
    void withoutBatchesTheChangeIsMadeAndWhatItReplacedIsUnknown() throws IOException {
        microsoft.batches(false);

        JsonNode answer = tree(world.change(Kind.INCIDENT, "4711", 1, "{\"assignedTo\":\"jo\"}"));

        assertThat(answer.path("overwrote").isNull()).isTrue();
        assertThat(world.live(Entity.INCIDENTS, "4711", "assignedTo")).isEqualTo("jo");
    }

    @Test
    void tagsOfOthersStay() {
        world.defender().change(Entity.INCIDENTS, "4711", "analyst", incident -> incident.putArray("customTags")
                .add("old")
                .add("base"));
        world.sync();
        world.defender().change(Entity.INCIDENTS, "4711", "analyst", incident -> incident.withArray("customTags")
                .add("theirs"));

        world.change(Kind.INCIDENT, "4711", 2, "{\"customTags\":[\"base\",\"ours\"]}");

        assertThat(world.defender().current(Entity.INCIDENTS, "4711").path("customTags"))
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrder("base", "theirs", "ours");
    }

    @Test
    void mergedIncidentIsFollowedOnce() throws IOException {
        world.incident("4712");
        world.defender().merge("4711", "4712");
        world.sync();

        JsonNode answer = tree(world.change(Kind.INCIDENT, "4711", 1, "{\"assignedTo\":\"jo\"}"));

        assertThat(answer.path("id").asText()).isEqualTo("4712");
        assertThat(answer.path("redirectedFrom").asText()).isEqualTo("4711");
        assertThat(world.live(Entity.INCIDENTS, "4712", "assignedTo")).isEqualTo("jo");
    }

    @Test
    void tagsOfTheIncidentItWasMergedIntoStay() {
        world.incident("4712");
        world.defender().change(Entity.INCIDENTS, "4712", "analyst", incident -> incident.putArray("customTags")
                .add("theirs"));
        world.defender().merge("4711", "4712");
        world.sync();

        world.change(Kind.INCIDENT, "4711", 1, "{\"customTags\":[\"ours\"]}");

        assertThat(world.defender().current(Entity.INCIDENTS, "4712").path("customTags"))
                .extracting(JsonNode::asText)
                .contains("theirs", "ours");
    }

    @Test
    void valueOfTheIncidentItWasMergedIntoThatTheCallerNeverSawIsNotOverwritten() {
        world.incident("4712");
        world.defender().change(Entity.INCIDENTS, "4712", "analyst", incident -> incident.put("assignedTo", "eve"));
        world.defender().merge("4711", "4712");
        world.sync();

        ChangedException refused = catchThrowableOfType(
                ChangedException.class, () -> world.change(Kind.INCIDENT, "4711", 1, "{\"assignedTo\":\"jo\"}"));

        assertThat(refused.conflicts())
                .containsExactly(Map.entry("assignedTo", new ChangedException.Difference("null", "\"eve\"")));
        assertThat(world.live(Entity.INCIDENTS, "4712", "assignedTo")).isEqualTo("eve");
    }

    @Test
    void incidentThatWasMergedTwiceIsForAPerson() {
        world.incident("4712");
        world.incident("4713");
        world.defender().merge("4712", "4713");
        world.defender().merge("4711", "4712");

        assertThatThrownBy(() -> world.change(Kind.INCIDENT, "4711", 1, "{\"assignedTo\":\"jo\"}"))
                .isInstanceOf(ConflictException.class);
    }

    @Test
    void analystsChangeAtAnyMomentIsNeverOverwrittenUnseenOrTakenForOurs() throws IOException {
        int calls = callsOfAChange();
        List<String> broken = new ArrayList<>();
        for (int call = 1; call <= calls; call++) {
            world = new WriteWorld(api, microsoft);
            world.incident("4711");
            String seen = changeWhile(call, () -> world.defender()
                    .change(Entity.INCIDENTS, "4711", "analyst", incident -> incident.put("assignedTo", "eve")));
            boolean lost = world.live(Entity.INCIDENTS, "4711", "assignedTo").equals("jo");
            world.sync();
            boolean ours = world.revisions(Kind.INCIDENT, "4711")
                    .get(1)
                    .reference()
                    .origin()
                    .equals(Reference.RELAY);
            if ((lost && !seen.contains("eve")) || ours != lost) {
                broken.add("call " + call + ": lost=" + lost + " ours=" + ours + " " + seen);
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void analystsOtherMemberInTheLastMomentIsNotTakenForOurs() throws IOException {
        changeWhile(callOf("POST", 2), () -> world.defender()
                .change(Entity.INCIDENTS, "4711", "analyst", incident -> incident.put("severity", "low")));

        world.sync();

        assertThat(world.revisions(Kind.INCIDENT, "4711").get(1).reference().origin())
                .isEqualTo(Reference.DEFENDER);
    }

    @Test
    void detailsInAnotherOrderAreTheSame() throws IOException {
        world.defender().change(Entity.ALERTS, "da4711", "analyst", alert -> alert.putObject("customDetails")
                .put("a", "1")
                .put("b", "2"));
        world.sync();

        JsonNode answer = tree(world.change(Kind.ALERT, "da4711", 2, "{\"customDetails\":{\"b\":\"2\",\"a\":\"1\"}}"));

        assertThat(answer.path("changed")).isEmpty();
    }

    @Test
    void revisionThatIsNotThereYetIsNotFound() {
        assertThatThrownBy(() -> world.change(Kind.INCIDENT, "4711", 2, "{\"assignedTo\":\"jo\"}"))
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void refusalOfTheValuesIsTheCallersAndInOurWords() {
        microsoft
                .faults()
                .answer(400, "application/json", "{\"error\":{\"code\":\"BadRequest\",\"message\":\"Eve did it\"}}")
                .on(Target.PATCH);

        assertThatThrownBy(() -> world.change(Kind.INCIDENT, "4711", 1, "{\"assignedTo\":\"jo\"}"))
                .isInstanceOf(UnprocessableException.class)
                .hasMessageContaining("BadRequest")
                .hasMessageNotContaining("Eve");
        assertThat(world.audit().get(1).text("outcome")).isEqualTo("refused: unprocessable");
    }

    @Test
    void refusedTokenIsRenewedOnceWithinABatchToo() {
        microsoft.faults().unauthorized().on(Target.PATCH).times(1);

        world.change(Kind.INCIDENT, "4711", 1, "{\"assignedTo\":\"jo\"}");

        assertThat(world.live(Entity.INCIDENTS, "4711", "assignedTo")).isEqualTo("jo");
    }

    @Test
    void shortThrottleIsWaitedFor() throws IOException {
        microsoft.faults().throttle(Duration.ofSeconds(3)).on(Target.PATCH).times(1);

        JsonNode answer = tree(world.change(Kind.INCIDENT, "4711", 1, "{\"assignedTo\":\"jo\"}"));

        assertThat(answer.path("overwrote").isObject()).isTrue();
        assertThat(answer.path("overwrote")).isEmpty();
    }

    @Test
    void busyServiceThatHasDoneItIsNotAskedAgainButLookedAt() throws IOException {
        microsoft
                .faults()
                .busyThoughDone(Duration.ofSeconds(1))
                .on(Target.PATCH)
                .times(1);
        microsoft.resetCalls();

        JsonNode answer = tree(world.change(Kind.INCIDENT, "4711", 1, "{\"assignedTo\":\"jo\"}"));

        assertThat(answer.path("overwrote").isNull()).isTrue();
        assertThat(microsoft.calls())
                .filteredOn(call -> call.target() == Target.BATCH)
                .hasSize(1);
    }

    @Test
    void changeThatWasNotTriedIsNotDoneAndMayBeRepeated() {
        microsoft.faults().status(500).on(Target.READ).onCall(2);

        assertThatThrownBy(() -> world.change(Kind.INCIDENT, "4711", 1, "{\"assignedTo\":\"jo\"}"))
                .isInstanceOf(UpstreamException.class);
        assertThat(world.audit().get(1).text("outcome")).isEqualTo("not done");
        world.change(Kind.INCIDENT, "4711", 1, "{\"assignedTo\":\"jo\"}");

        assertThat(world.live(Entity.INCIDENTS, "4711", "assignedTo")).isEqualTo("jo");
    }

    @Test
    void missingPermissionIsNamedAndReadingGoesOn() {
        microsoft.revoke("SecurityIncident.ReadWrite.All");

        assertThatThrownBy(() -> world.change(Kind.INCIDENT, "4711", 1, "{\"assignedTo\":\"jo\"}"))
                .isInstanceOf(PermissionException.class)
                .hasMessageContaining("SecurityIncident.ReadWrite.All");
        world.defender().change(Entity.INCIDENTS, "4711", "analyst", incident -> incident.put("assignedTo", "eve"));
        world.sync();
        assertThat(world.revisions(Kind.INCIDENT, "4711")).hasSize(2);
    }

    @Test
    void incidentThatMicrosoftForgotIsNotFound() {
        microsoft.incidents().remove("4711");

        assertThatThrownBy(() -> world.change(Kind.INCIDENT, "4711", 1, "{\"assignedTo\":\"jo\"}"))
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void throttledChangeSaysWhenToAskAgain() {
        microsoft.faults().throttle(Duration.ofMinutes(2)).on(Target.PATCH);

        assertThatThrownBy(() -> world.change(Kind.INCIDENT, "4711", 1, "{\"assignedTo\":\"jo\"}"))
                .isInstanceOf(ThrottledException.class);
        assertThat(world.live(Entity.INCIDENTS, "4711", "assignedTo")).isIn("null", "");
    }

    @Test
    void lostAnswerIsLookedUp() throws IOException {
        microsoft.faults().truncatedBody().on(Target.BATCH).times(1);

        JsonNode answer = tree(world.change(Kind.INCIDENT, "4711", 1, "{\"assignedTo\":\"jo\"}"));

        assertThat(answer.path("changed").get(0).asText()).isEqualTo("assignedTo");
        assertThat(answer.path("overwrote").isNull()).isTrue();
        world.sync();
        assertThat(world.revisions(Kind.INCIDENT, "4711").get(1).reference().origin())
                .isEqualTo(Reference.DEFENDER);
    }

    @Test
    void repetitionAfterALostAnswerDoesNotSayThatNothingWasOverwritten() throws IOException {
        int patch = callOf("POST", 2);
        assertThatThrownBy(() -> world.changes(Boundaries.cutAfter(patch))
                        .change(world.tenant, WriteWorld.SOC, Kind.INCIDENT, "4711", 1, "{\"assignedTo\":\"jo\"}"))
                .isInstanceOf(ProcessCut.class);

        JsonNode repeated = tree(world.change(Kind.INCIDENT, "4711", 1, "{\"assignedTo\":\"jo\"}"));
        JsonNode other = tree(world.change(Kind.INCIDENT, "4711", 1, "{\"severity\":\"high\"}"));

        assertThat(repeated.path("changed")).isEmpty();
        assertThat(repeated.path("overwrote").isNull()).isTrue();
        assertThat(other.path("overwrote").isObject()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"status\":\"redirected\"} | status",
                "{\"status\":\"awaitingAction\"} | status",
                "{\"classification\":\"truePositive\"} | determination",
                "{\"classification\":\"truePositive\",\"determination\":\"notMalicious\"} | determination",
                "{\"classification\":\"falsePositive\",\"determination\":\"apt\"} | determination",
                "{\"verdict\":10} | verdict",
                "{\"verdict\":2,\"classification\":\"truePositive\"} | verdict",
                "{\"verdict\":5,\"determination\":\"securityTesting\"} | determination",
                "{\"verdict\":1,\"determination\":\"insufficientData\"} | determination",
            })
    void whatMicrosoftWouldNotTakeIsRefusedByNameBeforeItIsSent(String body, String field) {
        microsoft.resetCalls();

        UnprocessableException refused =
                catchThrowableOfType(UnprocessableException.class, () -> world.change(Kind.INCIDENT, "4711", 1, body));

        assertThat(refused.field()).isEqualTo(field);
        assertThat(microsoft.calls()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"id\":\"x\"}",
                "{\"status\":1}",
                "{\"customTags\":\"x\"}",
                "{\"assignedTo\":{}}",
                "{\"status\":\"active\",\"status\":\"active\"}",
                "{\"displayName\":null}",
                "{\"summary\":\"a\\u0007b\"}",
                "{\"customTags\":[\"a\\u0007b\"]}",
                "{} {}"
            })
    void bodyThatIsNoChangeIsRefused(String body) {
        assertThatThrownBy(() -> world.change(Kind.INCIDENT, "4711", 1, body))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageNotContaining("u0007");
    }

    @Test
    void oldWordsAreTranslated() {
        world.change(Kind.ALERT, "da4711", 1, "{\"classification\":\"FalsePositive\",\"determination\":\"clean\"}");

        assertThat(world.live(Entity.ALERTS, "da4711", "determination")).isEqualTo("notMalicious");
    }

    @Test
    void cutAnywhereAndRepeatedItIsDoneAndOnRecord() {
        int calls = callsOfAChange();
        List<String> broken = new ArrayList<>();
        for (IntFunction<Boundaries> cut :
                List.<IntFunction<Boundaries>>of(Boundaries::cutBefore, Boundaries::cutAfter, Boundaries::loseAnswer)) {
            for (int call = 1; call <= calls; call++) {
                world = new WriteWorld(api, microsoft);
                world.incident("4711");
                live(cut.apply(call));
                world.change(Kind.INCIDENT, "4711", 1, "{\"assignedTo\":\"jo\"}");
                world.sync();
                world.sync();
                boolean done =
                        world.live(Entity.INCIDENTS, "4711", "assignedTo").equals("jo");
                boolean recorded = world.audit().stream().anyMatch(item -> item.optionalText("principal") != null);
                if (!done || !recorded || world.revisions(Kind.INCIDENT, "4711").size() != 2) {
                    broken.add("call " + call);
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void eachChangeIsOnRecordWithWhoAskedForIt() {
        world.change(Kind.INCIDENT, "4711", 1, "{\"assignedTo\":\"jo\"}");

        assertThat(world.audit()).hasSize(2);
        assertThat(world.audit().get(0).text("principal")).isEqualTo("AROASOC");
        assertThat(world.audit().get(0).text("onBehalfOf")).isEqualTo("Jo Müller");
        assertThat(world.audit().get(0).map("values").text("assignedTo")).isEqualTo("\"jo\"");
        assertThat(world.audit().get(1).text("outcome")).isEqualTo("done");
        assertThat(world.audit().get(1).map("before").text("assignedTo")).isEqualTo("null");
    }

    /** What the caller of a change is told, whether it was done or refused, when this happens before that call. */
    private String changeWhile(int call, Runnable meanwhile) throws IOException {
        try {
            return tree(world.changes(Boundaries.freezeBefore(call, meanwhile))
                            .change(world.tenant, WriteWorld.SOC, Kind.INCIDENT, "4711", 1, "{\"assignedTo\":\"jo\"}"))
                    .path("overwrote")
                    .toString();
        } catch (ChangedException refused) {
            return refused.conflicts().toString();
        }
    }

    private void live(Boundaries boundaries) {
        try {
            world.changes(boundaries)
                    .change(world.tenant, WriteWorld.SOC, Kind.INCIDENT, "4711", 1, "{\"assignedTo\":\"jo\"}");
        } catch (ProcessCut | ConnectorException ended) {
            assertThat(ended).isNotNull();
        }
    }

    private int callsOfAChange() {
        return calls().size();
    }

    /** The number of the n-th call of that kind in a change. */
    private int callOf(String what, int nth) {
        List<String> calls = calls();
        int seen = 0;
        for (int index = 0; index < calls.size(); index++) {
            seen += calls.get(index).equals(what) ? 1 : 0;
            if (seen == nth) {
                return index + 1;
            }
        }
        throw new AssertionError("No such call in " + calls);
    }

    private List<String> calls() {
        WriteWorld other = new WriteWorld(api, microsoft);
        other.incident("4711");
        Boundaries boundaries = Boundaries.countOnly();
        other.changes(boundaries)
                .change(other.tenant, WriteWorld.SOC, Kind.INCIDENT, "4711", 1, "{\"assignedTo\":\"jo\"}");
        world = new WriteWorld(api, microsoft);
        world.incident("4711");
        return boundaries.calls();
    }

    private static JsonNode tree(Outcome outcome) throws IOException {
        return JSON.readTree(outcome.body());
    }
}
