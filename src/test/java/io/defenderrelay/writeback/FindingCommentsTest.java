package io.defenderrelay.writeback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.defenderrelay.local.Boundaries;
import io.defenderrelay.local.ProcessCut;
import io.defenderrelay.microsoft.MicrosoftApi;
import io.defenderrelay.model.Kind;
import io.defenderrelay.problem.ConflictException;
import io.defenderrelay.problem.ConnectorException;
import io.defenderrelay.problem.InvalidRequestException;
import io.defenderrelay.problem.PermissionException;
import io.defenderrelay.problem.UnprocessableException;
import io.defenderrelay.simulated.Entity;
import io.defenderrelay.simulated.SimulatedTenant;
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
    void commentPostedBeforeAMergeIsNotPostedAgainAfterIt() {
        world.incident("4712");
        assertThatThrownBy(() -> world.comments(Boundaries.cutAfter(callsOfAComment() - 2))
                        .comment(world.tenant, WriteWorld.SOC, Kind.INCIDENT, "4711", "k", "{\"comment\":\"x\"}"))
                .isInstanceOf(ProcessCut.class);
        assertThat(comments("4711")).hasSize(1);
        world.defender().merge("4711", "4712");
        world.clock.move(Duration.ofMinutes(2));

        world.comment("4711", "k", "x");

        assertThat(comments("4711")).hasSize(1);
        assertThat(comments("4712")).hasSize(1);
    }

    @Test
    void cutAnywhereAndRepeatedItIsThereOnce() {
        List<String> broken = new ArrayList<>();
        for (IntFunction<Boundaries> cut :
                List.<IntFunction<Boundaries>>of(Boundaries::cutBefore, Boundaries::cutAfter, Boundaries::loseAnswer)) {
            for (int call = 1; call <= 9; call++) {
                world = new WriteWorld(api, microsoft);
                world.incident("4711");
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
        assertThatThrownBy(() -> world.comments(Boundaries.cutBefore(6))
                        .comment(world.tenant, WriteWorld.SOC, Kind.INCIDENT, "4711", "k", "{\"comment\":\"x\"}"))
                .isInstanceOf(ProcessCut.class);

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

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"comment\":\"\"}", "{\"comment\":7}", "{\"comment\":\"a\",\"more\":1}", "[]"})
    void bodyThatIsNoCommentIsRefused(String body) {
        assertThatThrownBy(() -> world.comments(Boundaries.countOnly())
                        .comment(world.tenant, WriteWorld.SOC, Kind.INCIDENT, "4711", "k", body))
                .isInstanceOf(InvalidRequestException.class);
    }

    private int callsOfAComment() {
        Boundaries boundaries = Boundaries.countOnly();
        world.comments(boundaries)
                .comment(world.tenant, WriteWorld.SOC, Kind.INCIDENT, "4712", "k", "{\"comment\":\"x\"}");
        return boundaries.count();
    }

    private void live(Boundaries boundaries) {
        try {
            world.comments(boundaries)
                    .comment(world.tenant, WriteWorld.SOC, Kind.INCIDENT, "4711", "k", "{\"comment\":\"x\"}");
        } catch (ProcessCut | ConnectorException ended) {
            assertThat(ended).isNotNull();
        }
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
