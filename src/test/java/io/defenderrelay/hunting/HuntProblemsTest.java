package io.defenderrelay.hunting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.defenderrelay.problem.ConnectorException;
import io.defenderrelay.simulated.Target;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hunts that Microsoft refuses, delays or breaks off. */
@QuarkusTest
class HuntProblemsTest extends HuntRuns {

    @Test
    void throttleWithATimeIsWaitedForAndTheStateSaysUntilWhen() {
        microsoft.faults().throttle(Duration.ofSeconds(40)).on(Target.HUNTING).times(1);
        microsoft.hunting().rows(3);
        String id = world.ask("a");

        HuntReport first = world.workOnce();
        JsonNode waiting = world.state(id);
        world.clock.move(world.delays.longest());
        HuntReport second = world.workOnce();

        assertThat(first.outcome()).isEqualTo("waiting for quota");
        assertThat(waiting.path("state").textValue()).isEqualTo("waiting");
        assertThat(Instant.parse(waiting.path("waitingForQuotaUntil").textValue()))
                .isAfterOrEqualTo(Instant.parse("2026-11-01T00:01:00Z"));
        assertThat(second.outcome()).isEqualTo("succeeded");
    }

    @Test
    void throttleForADayIsTakenForAQuarterOfAnHour() {
        microsoft.faults().throttle(Duration.ofDays(1)).on(Target.HUNTING).times(1);
        String id = world.ask("a");

        world.workOnce();

        assertThat(Instant.parse(world.state(id).path("waitingForQuotaUntil").textValue()))
                .isBefore(world.clock.instant().plus(Duration.ofMinutes(16)));
    }

    @Test
    void throttleOfCallsWithoutATimeLastsToTheNextMinute() {
        microsoft.hunting().callsAMinute(0).retryAfter(false);
        String id = world.ask("a");

        world.workOnce();

        assertThat(Instant.parse(world.state(id).path("waitingForQuotaUntil").textValue()))
                .isBetween(Instant.parse("2026-11-01T00:01:00Z"), Instant.parse("2026-11-01T00:01:01Z"));
    }

    @Test
    void throttleOfCpuLastsToTheNextQuarterOfAnHour() {
        microsoft
                .hunting()
                .cpuExhaustedUntil(Instant.parse("2026-11-01T00:15:00Z"))
                .retryAfter(false);
        microsoft.hunting().rows(1);
        String id = world.ask("a");

        world.workOnce();
        JsonNode waiting = world.state(id);
        world.clock.move(world.delays.longest());
        world.workUntilIdle();

        assertThat(Instant.parse(waiting.path("waitingForQuotaUntil").textValue()))
                .isBetween(Instant.parse("2026-11-01T00:15:00Z"), Instant.parse("2026-11-01T00:15:01Z"));
        assertThat(world.state(id).path("state").textValue()).isEqualTo("succeeded");
    }

    @Test
    void throttleOfOneHuntKeepsTheOthersOfItsTenantFromAsking() {
        microsoft.faults().throttle(Duration.ofMinutes(2)).on(Target.HUNTING).times(1);
        String first = world.ask("a");
        String second = world.ask("b");

        world.workOnce();
        HuntReport other = world.workOnce();

        assertThat(other.outcome()).isEqualTo("waiting for quota");
        assertThat(world.state(first).path("state").textValue()).isEqualTo("waiting");
        assertThat(world.state(second).path("state").textValue()).isEqualTo("waiting");
        assertThat(microsoft.huntingCalls()).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void preemptedQueryIsTriedOnceMore() {
        microsoft.hunting().rows(3);
        microsoft.hunting().preempt(1);
        String id = world.ask("a");

        world.workUntilIdle();

        assertThat(world.state(id).path("state").textValue()).isEqualTo("succeeded");
        assertThat(microsoft.huntingCalls()).hasSize(2);
    }

    @Test
    void queryThatIsPreemptedAgainFailsWithAdvice() {
        microsoft.hunting().preempt(5);
        String id = world.ask("a");

        world.workUntilIdle();

        JsonNode problem = world.state(id).path("problem");
        assertThat(problem.path("type").textValue()).endsWith(":query-too-costly");
        assertThat(problem.path("status").intValue()).isEqualTo(422);
        assertThat(problem.path("detail").textValue()).contains("shorter timespan");
        assertThat(microsoft.huntingCalls()).hasSize(2);
    }

    @Test
    void resultThatIsTooLargeFailsWithAdvice() {
        microsoft.hunting().resultTooLarge();
        String id = world.ask("a");

        world.workUntilIdle();

        assertThat(world.state(id).at("/problem/type").textValue()).endsWith(":result-too-large");
        assertThatThrownBy(() -> world.rows(id)).isInstanceOfSatisfying(ConnectorException.class, problem -> assertThat(
                        problem.type().status())
                .isEqualTo(422));
    }

    @Test
    void unknownTableIsToldWithMicrosoftsMessage() {
        JsonNode problem = problemOf("DeviceProcessEventz | take 1");

        assertThat(problem.path("type").textValue()).endsWith(":query-refused");
        assertThat(problem.path("status").intValue()).isEqualTo(422);
        assertThat(problem.path("microsoftMessage").textValue()).contains("'DeviceProcessEventz'");
        assertThat(problem.path("detail").textValue())
                .contains("correct its name")
                .contains("licence");
    }

    @Test
    void syntaxErrorIsToldWithMicrosoftsMessage() {
        JsonNode problem = problemOf("DeviceInfo |");

        assertThat(problem.path("type").textValue()).endsWith(":query-refused");
        assertThat(problem.path("microsoftMessage").textValue()).contains("Fix syntax errors");
        assertThat(problem.path("detail").textValue()).contains("not correct KQL");
    }

    @Test
    void placeInMicrosoftsMessageIsTold() {
        microsoft
                .faults()
                .answer(
                        400,
                        "application/json",
                        "{\"error\":{\"code\":\"BadRequest\",\"message\":\"A recognition error occurred in the query."
                                + " [line:position=3:14]\\u0000 Fix syntax errors in your query.\"}}")
                .on(Target.HUNTING);
        String id = world.ask("a");

        world.workUntilIdle();

        JsonNode problem = world.state(id).path("problem");
        assertThat(problem.path("line").textValue()).isEqualTo("3");
        assertThat(problem.path("column").textValue()).isEqualTo("14");
        assertThat(problem.path("microsoftMessage").textValue()).doesNotContain("\u0000");
    }

    @Test
    void missingPermissionIsNamed() {
        microsoft.revoke("ThreatHunting.Read.All");
        String id = world.ask("a");

        world.workUntilIdle();

        assertThat(world.state(id).at("/problem/status").intValue()).isEqualTo(403);
        assertThat(world.state(id).at("/problem/detail").textValue()).contains("ThreatHunting.Read.All");
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 504})
    void failureOfMicrosoftsIsTriedAgain(int status) {
        microsoft.hunting().rows(3);
        microsoft.hunting().fails(2, status);
        String id = world.ask("a");

        world.workUntilIdle();

        assertThat(world.state(id).path("state").textValue()).isEqualTo("succeeded");
        assertThat(world.rows(id)).hasSize(3);
    }

    @Test
    void failureThatLastsEndsTheHunt() {
        microsoft.hunting().fails(99, 504);
        String id = world.ask("a");

        world.workUntilIdle();

        assertThat(world.state(id).path("state").textValue()).isEqualTo("failed");
        assertThat(world.state(id).at("/problem/type").textValue()).endsWith(":upstream-failed");
        assertThat(world.state(id).at("/problem/retryable").booleanValue()).isTrue();
    }

    @Test
    void answerThatBreaksOffShowsNoRowOfIt() {
        microsoft.hunting().rows(5_000, 300);
        microsoft.faults().truncatedBody().on(Target.HUNTING).times(1);
        String id = world.ask("a");

        HuntReport first = world.workOnce();
        String between = world.state(id).path("state").textValue();
        world.clock.move(world.delays.longest());
        world.workUntilIdle();

        assertThat(first.outcome()).isEqualTo("to be tried again");
        assertThat(between).isEqualTo("queued");
        assertThat(parsed(world.rows(id))).isEqualTo(sent(5_000));
    }

    @Test
    void partialAnswerIsNotTakenForAWholeOne() {
        microsoft.hunting().rows(3);
        microsoft.faults().partial(206).on(Target.HUNTING).times(1);
        String id = world.ask("a");

        HuntReport first = world.workOnce();
        world.clock.move(world.delays.longest());
        world.workUntilIdle();

        assertThat(first.outcome()).isEqualTo("to be tried again");
        assertThat(world.rows(id)).hasSize(3);
    }

    @Test
    void signInThatIsThrottledKeepsNoPlaceWaiting() {
        microsoft.faults().throttle(Duration.ofSeconds(40)).on(Target.SIGN_IN).times(1);
        String id = world.ask("a");
        Instant before = world.clock.instant();

        HuntReport report = world.workOnce();

        assertThat(report.outcome()).isEqualTo("waiting for quota");
        assertThat(world.clock.instant()).isEqualTo(before);
        assertThat(world.state(id).path("state").textValue()).isEqualTo("waiting");
    }

    @Test
    void refusedTokenIsRenewedOnce() {
        microsoft.hunting().rows(1);
        microsoft.faults().unauthorized().on(Target.HUNTING).times(1);
        String id = world.ask("a");

        world.workOnce();

        assertThat(world.state(id).path("state").textValue()).isEqualTo("succeeded");
    }

    @Test
    void tenantWhoseSecretIsWrongFailsTheHuntAndSaysWhatToDo() {
        microsoft.rotateSecret();
        String id = world.ask("a");

        world.workUntilIdle();

        assertThat(world.state(id).path("state").textValue()).isEqualTo("failed");
        assertThat(world.state(id).at("/problem/detail").textValue()).contains("secret");
    }
}
