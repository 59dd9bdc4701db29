package io.defenderrelay.hunting;

import static org.assertj.core.api.Assertions.assertThat;

import io.defenderrelay.local.Boundaries;
import io.defenderrelay.local.WriteUnits;
import io.defenderrelay.simulated.Target;
import io.defenderrelay.store.HuntQuota;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Hunts from the question to the last row: what arrives, what is left out, what it costs. */
@QuarkusTest
class HuntRunnerTest extends HuntRuns {

    @Test
    void rowsArriveAsTheyAreAndInOrder() {
        microsoft.hunting().rows(2_500, 400);
        String id = world.ask("a");

        HuntReport report = world.workOnce();

        assertThat(report.outcome()).isEqualTo("succeeded");
        assertThat(report.rows()).isEqualTo(2_500);
        assertThat(world.state(id).path("state").textValue()).isEqualTo("succeeded");
        assertThat(world.state(id).path("rows").longValue()).isEqualTo(2_500);
        assertThat(world.state(id).path("truncated").booleanValue()).isFalse();
        assertThat(parsed(world.rows(id))).isEqualTo(sent(2_500));
    }

    @Test
    void templateIsBoundAndAsksForOneRowMoreThanWanted() {
        world.ask(
                "a",
                "{\"template\":\"" + anyTemplate() + "\",\"parameters\":" + parameters()
                        + ",\"timespan\":\"P7D\",\"maxRows\":5}");

        world.workOnce();

        assertThat(microsoft.hunting().queries()).singleElement().satisfies(query -> {
            assertThat(query.query()).contains("6").doesNotContain("${");
            assertThat(query.timespan()).isEqualTo("P7D");
        });
    }

    @Test
    void queryWithoutRowsSucceedsWithNone() {
        microsoft.hunting().rows(0);
        String id = world.ask("a");

        world.workOnce();

        assertThat(world.state(id).path("rows").longValue()).isZero();
        assertThat(world.rows(id)).isEmpty();
    }

    @Test
    void rowsBeyondThoseAskedForAreLeftOutAndTheAnswerSaysSo() {
        microsoft.hunting().rows(50);
        String id = world.ask("a", "{\"query\":\"DeviceInfo\",\"maxRows\":20}")
                .path("id")
                .asText();

        world.workOnce();

        assertThat(world.state(id).path("rows").longValue()).isEqualTo(20);
        assertThat(world.state(id).path("truncatedBy").textValue()).isEqualTo("maxRows");
        assertThat(parsed(world.rows(id))).isEqualTo(sent(20));
    }

    @Test
    void exactlyAsManyRowsAsAskedForAreNotTruncated() {
        microsoft.hunting().rows(20);
        String id = world.ask("a", "{\"query\":\"DeviceInfo\",\"maxRows\":20}")
                .path("id")
                .asText();

        world.workOnce();

        assertThat(world.state(id).path("truncated").booleanValue()).isFalse();
    }

    @Test
    void asManyRowsAsMicrosoftHandsOutMayNotBeAll() {
        microsoft.hunting().rows(100_000);
        String id = world.ask("a", "{\"query\":\"DeviceInfo\",\"maxRows\":100000}")
                .path("id")
                .asText();

        world.workOnce();

        assertThat(world.state(id).path("rows").longValue()).isEqualTo(100_000);
        assertThat(world.state(id).path("truncatedBy").textValue()).isEqualTo("rowLimit");
    }

    @Test
    void tenantThatSwitchedHuntingOffSinceIsNotHuntedIn() {
        String id = world.ask("a");
        world.tenant(world.alias, "{\"enabled\":false}");

        world.workUntilIdle();

        assertThat(world.state(id).path("state").textValue()).isEqualTo("failed");
        assertThat(microsoft.huntingCalls()).isEmpty();
    }

    @Test
    void nobodyButWorkersSpeaksToMicrosoft() {
        microsoft.hunting().rows(3);
        String id = world.ask("a");
        world.state(id);

        assertThat(microsoft.calls()).isEmpty();
    }

    @Test
    void huntCostsOneCallAChunkAndAFewUnitsMore() {
        microsoft.hunting().rows(700, 400);
        world.ask("a");
        Boundaries counted = Boundaries.countOnly();
        WriteUnits units = new WriteUnits();

        HuntReport report = world.workOnce(world.runner(counted, units));

        assertThat(report.chunks()).isEqualTo((int) Math.ceil(report.bytes() / 255_000.0));
        assertThat(counted.calls())
                .filteredOn(call -> call.equals(CutHuntingApi.CALL))
                .hasSize(1);
        assertThat(counted.calls())
                .filteredOn(call -> call.equals("PutItemRequest"))
                .hasSize(report.chunks());
        assertThat(counted.calls())
                .filteredOn(call -> call.equals("UpdateItemRequest"))
                .hasSize(6);
        assertThat(counted.calls())
                .filteredOn(call -> call.equals("GetItemRequest"))
                .hasSize(5);
        assertThat(units.written()).isLessThan(6 + 3 + report.bytes() / 1_000.0);
    }

    @Test
    void statusCountsTheLastHour() {
        microsoft.hunting().rows(0);
        microsoft.faults().throttle(Duration.ofSeconds(40)).on(Target.HUNTING).times(1);
        world.ask("a");
        world.workUntilIdle();

        Map<HuntQuota.Count, Long> counts = new HuntQuota(world.table).lastHour(world.alias, world.clock.instant());

        assertThat(counts)
                .containsEntry(HuntQuota.Count.ASKED, 1L)
                .containsEntry(HuntQuota.Count.CALLS, 2L)
                .containsEntry(HuntQuota.Count.THROTTLED, 1L)
                .containsEntry(HuntQuota.Count.SUCCEEDED, 1L)
                .containsEntry(HuntQuota.Count.FAILED, 0L);
    }
}
