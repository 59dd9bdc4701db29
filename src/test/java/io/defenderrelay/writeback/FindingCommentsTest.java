package io.defenderrelay.writeback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.defenderrelay.local.Boundaries;
import io.defenderrelay.local.ProcessCut;
import io.defenderrelay.microsoft.MicrosoftApi;
import io.defenderrelay.model.Kind;
import io.defenderrelay.problem.ConflictException;
import io.defenderrelay.problem.ConnectorException;
import io.defenderrelay.problem.InvalidRequestException;
import io.defenderrelay.problem.PermissionException;
import io.defenderrelay.problem.UnprocessableException;
import io.defenderrelay.problem.UpstreamException;
import io.defenderrelay.simulated.Entity;
import io.defenderrelay.simulated.SimulatedTenant;
import io.defenderrelay.simulated.Target;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A comment is posted once, whatever happens between asking for it and hearing that it is there. */
@QuarkusTest
class FindingCommentsTest {
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
    void repeatedRequestPostsOnceAndAnswersTheSame() {
        Outcome first = world.comment("4711", "key-1", "Looked at it");

        Outcome second = world.comment("4711", "key-1", "Looked at it");

        assertThat(second.body()).isEqualTo(first.body());
        assertThat(comments("4711")).singleElement().asString().startsWith("Looked at it\n[relay ");
    }

    @Test
    void anotherKeyIsAnotherComment() {
        world.comment("4711", "key-1", "Looked at it");
        world.comment("4711", "key-2", "Looked at it");

        assertThat(comments("4711")).hasSize(2);
    }

    @Test
    void sameKeyWithAnotherCommentIsRefused() {
        world.comment("4711", "key-1", "Looked at it");

        assertThatThrownBy(() -> world.comment("4711", "key-1", "Something else"))
                .isInstanceOf(UnprocessableException.class);
        assertThat(comments("4711")).hasSize(1);
    }

    @Test
    void commentGoesToTheIncidentThatThisWasMergedInto() {
        world.incident("4712");
        world.defender().merge("4711", "4712");

        world.comment("4711", "key-1", "Looked at it");

        assertThat(comments("4712")).hasSize(1);
        assertThat(comments("4711")).isEmpty();
    }

    @Test
    void cutAnywhereAndRepeatedItIsThereOnce() {
        int calls = callsOfAComment().size();
        List<String> broken = new ArrayList<>();
        for (IntFunction<Boundaries> cut :
                List.<IntFunction<Boundaries>>of(Boundaries::cutBefore, Boundaries::cutAfter, Boundaries::loseAnswer)) {
            for (int call = 1; call <= calls; call++) {
                anew();
                live(cut.apply(call));
                repeatUntilPosted();
                if (comments("4711").size() != 1) {
                    broken.add("call " + call + ": " + comments("4711"));
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void repetitionWhileAnAttemptMayBeUnderWayIsToldToWait() {
        int post = postOfAComment();
        assertThatThrownBy(() -> post(Boundaries.cutBefore(post))).isInstanceOf(ProcessCut.class);

        assertThatThrownBy(() -> world.comment("4711", "k", "x"))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("same Idempotency-Key");
        assertThat(comments("4711")).isEmpty();
    }

    @Test
    void refusedCommentMayBeRepeatedAtOnce() {
        microsoft.revoke("SecurityIncident.ReadWrite.All");
        assertThatThrownBy(() -> world.comment("4711", "k", "x")).isInstanceOf(PermissionException.class);
        microsoft.grant("SecurityIncident.ReadWrite.All");

        world.comment("4711", "k", "x");

        assertThat(comments("4711")).hasSize(1);
    }

    @Test
    void sameRequestAtAnyMomentOfAnotherIsOneComment() {
        int calls = callsOfAComment().size();
        List<String> broken = new ArrayList<>();
        for (int call = 1; call <= calls; call++) {
            anew();
            live(Boundaries.freezeBefore(call, () -> live(Boundaries.countOnly())));
            if (comments("4711").size() != 1) {
                broken.add("call " + call + ": " + comments("4711"));
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void keyThatOutlivedItsRecordIsClaimedLikeANewOne() {
        int post = postOfAComment();
        assertThatThrownBy(() -> post(Boundaries.cutBefore(post))).isInstanceOf(ProcessCut.class);
        world.clock.move(Duration.ofDays(91));

        live(Boundaries.freezeBefore(post, () -> assertThatThrownBy(() -> world.comment("4711", "k", "x"))
                .isInstanceOf(ConflictException.class)));

        assertThat(comments("4711")).hasSize(1);
    }

    @Test
    void repetitionAfterAMergeAnswersTheSame() {
        world.incident("4712");
        world.defender().merge("4711", "4712");

        Outcome first = world.comment("4711", "k", "x");
        Outcome second = world.comment("4711", "k", "x");

        assertThat(second.body()).isEqualTo(first.body()).contains("\"redirectedFrom\":\"4711\"");
    }

    @Test
    void commentPostedBeforeAMergeIsFoundWhereItIs() {
        int post = postOfAComment();
        world.incident("4712");
        assertThatThrownBy(() -> post(Boundaries.cutAfter(post))).isInstanceOf(ProcessCut.class);
        world.defender().merge("4711", "4712");

        world.comment("4711", "k", "x");

        assertThat(comments("4711")).hasSize(1);
        assertThat(comments("4712")).isEmpty();
    }

    @Test
    void serviceThatSaysItIsBusyIsNotAskedAgainBlindly() {
        microsoft
                .faults()
                .busyThoughDone(Duration.ofSeconds(1))
                .on(Target.COMMENT)
                .times(1);

        world.comment("4711", "k", "x");

        assertThat(comments("4711")).hasSize(1);
    }

    @Test
    void throttledCommentIsPostedLater() {
        microsoft.faults().throttle(Duration.ofSeconds(2)).on(Target.COMMENT).times(1);

        world.comment("4711", "k", "x");

        assertThat(comments("4711")).hasSize(1);
    }

    @Test
    void failureBeforeThePostLeavesNothingToWaitFor() {
        microsoft.faults().status(500).on(Target.READ).times(3);
        assertThatThrownBy(() -> world.comment("4711", "k", "x")).isInstanceOf(UpstreamException.class);

        world.comment("4711", "k", "x");

        assertThat(comments("4711")).hasSize(1);
    }

    @Test
    void unansweredCommentIsPostedAgainOnlyWhenItMustHaveBecomeVisible() {
        microsoft.faults().status(500).on(Target.COMMENT).times(1);
        assertThatThrownBy(() -> world.comment("4711", "k", "x"))
                .isInstanceOf(UpstreamException.class)
                .hasMessageContaining("same Idempotency-Key");

        assertThatThrownBy(() -> world.comment("4711", "k", "x"))
                .isInstanceOfSatisfying(ConflictException.class, wait -> assertThat(wait.retryAfter())
                        .isBetween(Duration.ofSeconds(60), Duration.ofSeconds(90)));
        world.clock.move(Duration.ofSeconds(90));
        world.comment("4711", "k", "x");

        assertThat(comments("4711")).hasSize(1);
    }

    @Test
    void eachAttemptIsOnRecordWithItsOutcome() {
        microsoft.faults().status(500).on(Target.COMMENT).times(1);
        live(Boundaries.countOnly());
        world.clock.move(Duration.ofSeconds(90));
        world.comment("4711", "k", "x");

        assertThat(world.audit())
                .extracting(item -> item.optionalText("principal"), item -> item.optionalText("outcome"))
                .containsExactly(
                        tuple("AROASOC", null), tuple(null, "unknown"), tuple("AROASOC", null), tuple(null, "done"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"comment\":\"\"}", "{\"comment\":7}", "{\"comment\":\"a\",\"more\":1}", "[]"})
    void bodyThatIsNoCommentIsRefused(String body) {
        assertThatThrownBy(() -> world.comments(Boundaries.countOnly())
                        .comment(world.tenant, WriteWorld.SOC, Kind.INCIDENT, "4711", "k", body))
                .isInstanceOf(InvalidRequestException.class);
    }

    private void live(Boundaries boundaries) {
        try {
            post(boundaries);
        } catch (ProcessCut | ConnectorException ended) {
            assertThat(ended).isNotNull();
        }
    }

    private Outcome post(Boundaries boundaries) {
        return world.comments(boundaries)
                .comment(world.tenant, WriteWorld.SOC, Kind.INCIDENT, "4711", "k", "{\"comment\":\"x\"}");
    }

    private void anew() {
        world = new WriteWorld(api, microsoft);
        world.incident("4711");
    }

    private List<String> callsOfAComment() {
        anew();
        Boundaries boundaries = Boundaries.countOnly();
        post(boundaries);
        anew();
        return boundaries.calls();
    }

    /** The number of the call that posts; the POST before it signs in. */
    private int postOfAComment() {
        return callsOfAComment().lastIndexOf("POST") + 1;
    }

    private void repeatUntilPosted() {
        for (int tries = 0; tries < 5; tries++) {
            try {
                world.comment("4711", "k", "x");
                return;
            } catch (ConflictException wait) {
                world.clock.move(Duration.ofSeconds(60));
            }
        }
        throw new AssertionError("Five tries were not enough");
    }

    private List<String> comments(String id) {
        List<String> texts = new ArrayList<>();
        world.defender()
                .current(Entity.INCIDENTS, id)
                .path("comments")
                .forEach(comment -> texts.add(comment.path("comment").asText()));
        return texts;
    }
}
