package io.defenderrelay.hunting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.defenderrelay.local.Boundaries;
import io.defenderrelay.local.WriteUnits;
import io.defenderrelay.problem.ConnectorException;
import io.defenderrelay.simulated.Target;
import io.defenderrelay.store.HuntQuota;
import io.defenderrelay.store.Hunts;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Hunts whose workers die, sleep, come twice or too late, and hunts that wait for each other. */
@QuarkusTest
class HuntRacesTest extends HuntRuns {

    @Test
    void twoTicketsOfOneHuntAskMicrosoftOnce() {
        microsoft.hunting().rows(3);
        String id = world.ask("a");
        HuntTicket ticket = world.take(1).get(0);
        List<String> during = new ArrayList<>();
        Boundaries asking = Boundaries.freezeBefore(
                huntCall(), () -> during.add(world.runner().run(ticket).outcome()));

        world.runner(asking).run(ticket);
        HuntReport after = world.runner().run(ticket);

        assertThat(during).containsExactly("held");
        assertThat(after.outcome()).isEqualTo("nothing to do");
        assertThat(microsoft.huntingCalls()).hasSize(1);
        assertThat(world.rows(id)).hasSize(3);
    }

    @Test
    void twoHuntsOfATenantRunAtOnceAndAnotherTenantsBesideThem() {
        microsoft.hunting().rows(1);
        world.tenant("beta", "{}");
        HuntTicket one = ticket(world.ask("a"));
        HuntTicket two = ticket(world.ask("b"));
        HuntTicket three = ticket(world.ask("c"));
        HuntTicket other = new HuntTicket("beta", world.askIn("beta", "a"));
        List<String> during = new ArrayList<>();
        Boundaries second = Boundaries.freezeBefore(huntCall(), () -> {
            during.add(world.runner().run(three).outcome());
            during.add(world.runner().run(other).outcome());
        });
        Boundaries first = Boundaries.freezeBefore(
                huntCall(), () -> during.add(world.runner(second).run(two).outcome()));

        String outer = world.runner(first).run(one).outcome();
        String later = world.runner().run(three).outcome();

        assertThat(during).containsExactly("waiting for a place", "succeeded", "succeeded");
        assertThat(outer).isEqualTo("succeeded");
        assertThat(later).isEqualTo("succeeded");
    }

    @Test
    void oldestHuntsAskForAPlaceOftenAndTheOthersRarely() {
        List<HuntTicket> tickets = new ArrayList<>();
        for (int hunt = 0; hunt < 6; hunt++) {
            tickets.add(ticket(world.ask("h" + hunt)));
            world.clock.move(Duration.ofSeconds(1));
        }
        List<Duration> turns = new ArrayList<>();
        Boundaries second = Boundaries.freezeBefore(huntCall(), () -> {
            for (HuntTicket waiting : tickets.subList(2, 6)) {
                world.delays.longest();
                world.runner().run(waiting);
                turns.add(world.delays.longest());
            }
        });
        Boundaries first =
                Boundaries.freezeBefore(huntCall(), () -> world.runner(second).run(tickets.get(1)));

        world.runner(first).run(tickets.get(0));

        assertThat(turns.subList(0, 2)).allMatch(turn -> turn.compareTo(Duration.ofSeconds(7)) <= 0);
        assertThat(turns.subList(2, 4)).allMatch(turn -> turn.compareTo(Duration.ofSeconds(20)) >= 0);
    }

    @Test
    void youngHuntLeavesAFreePlaceToTheOldestButNotForEver() {
        microsoft.hunting().rows(1);
        for (int hunt = 0; hunt < 4; hunt++) {
            world.ask("stuck" + hunt);
            world.clock.move(Duration.ofSeconds(1));
        }
        HuntTicket young = ticket(world.ask("young"));

        String atOnce = world.runner().run(young).outcome();
        world.clock.move(Duration.ofMinutes(3));
        String later = world.runner().run(young).outcome();

        assertThat(atOnce).isEqualTo("waiting for a place");
        assertThat(later).isEqualTo("succeeded");
    }

    @Test
    void doubleOfARunningHuntCostsItsTenantNothing() {
        HuntTicket one = ticket(world.ask("a"));
        WriteUnits units = new WriteUnits();
        Boundaries asking = Boundaries.freezeBefore(
                huntCall(), () -> world.runner(Boundaries.countOnly(), units).run(one));

        world.runner(asking).run(one);

        assertThat(units.written()).isZero();
        assertThat(new HuntQuota(world.table).lastHour(world.alias, world.clock.instant()))
                .containsEntry(HuntQuota.Count.CALLS, 1L);
    }

    @Test
    void deletedHuntIsNotBegunAgain() {
        microsoft.faults().throttle(Duration.ofSeconds(30)).on(Target.HUNTING).times(1);
        String id = world.ask("a");
        HuntTicket ticket = world.take(1).get(0);
        Boundaries deleted =
                Boundaries.freezeBefore(huntCall(), () -> world.hunting().cancel(world.alias, id));

        world.runner(deleted).run(ticket);
        world.clock.move(Duration.ofMinutes(1));
        world.workUntilIdle();

        assertThat(microsoft.huntingCalls()).hasSize(1);
        assertThat(new Hunts(world.table).open(world.alias, 10, world.clock.instant()))
                .isEmpty();
    }

    @Test
    void deletedHuntWhoseWorkerDiedIsEndedByItsNextTicketAtOnce() {
        String id = world.ask("a");
        HuntTicket ticket = world.take(1).get(0);
        die(Boundaries.cutBefore(huntCall()), ticket);
        world.hunting().cancel(world.alias, id);
        world.giveBack(ticket);
        world.clock.move(HuntWorld.TIMEOUT.plusSeconds(10));

        String outcome = world.workOnce().outcome();

        assertThat(outcome).isEqualTo("no longer wanted");
        assertThat(world.workOnce().outcome()).isEqualTo("no ticket");
        assertThat(new Hunts(world.table).open(world.alias, 10, world.clock.instant()))
                .isEmpty();
    }

    @Test
    void huntThatNobodyRanIsNoLongerOpenAfterItsHour() {
        world.ask("a");
        world.take(1);
        int before = new Hunts(world.table)
                .open(world.alias, 10, world.clock.instant())
                .size();

        world.clock.move(Duration.ofMinutes(61));

        assertThat(before).isEqualTo(1);
        assertThat(new Hunts(world.table).open(world.alias, 10, world.clock.instant()))
                .isEmpty();
    }

    @Test
    void callsOfAnyMinuteStayWithinMicrosoftsLimit() {
        microsoft.hunting().rows(0);
        for (int hunt = 0; hunt < 60; hunt++) {
            world.ask("h" + hunt);
        }
        List<Instant> asked = new ArrayList<>();

        for (int turn = 0; turn < 2_000 && asked.size() < 60; turn++) {
            HuntReport report = world.workOnce();
            world.delays.longest();
            if (report.outcome().equals("succeeded")) {
                asked.add(world.clock.instant());
            }
            world.clock.move(Duration.ofMillis(500));
        }

        assertThat(asked).hasSize(60);
        assertThat(IntStream.range(0, asked.size() - HuntQuota.CALLS_A_MINUTE))
                .allMatch(at -> Duration.between(asked.get(at), asked.get(at + HuntQuota.CALLS_A_MINUTE))
                                .compareTo(Duration.ofMinutes(1))
                        > 0);
    }

    @Test
    void diesAnywhereAndEndsWithAllRowsOrAReason() {
        microsoft.hunting().rows(700, 400);
        List<JsonNode> expected = sent(700);
        List<String> broken = new ArrayList<>();
        for (IntFunction<Boundaries> cut : List.<IntFunction<Boundaries>>of(
                Boundaries::cutBefore, Boundaries::cutAfter, Boundaries::loseAnswer, Boundaries::sendTwice)) {
            for (int call = 1; call <= callsOfAHunt(); call++) {
                String id = world.ask("cut" + broken.size() + cut.hashCode() + call);
                HuntTicket ticket = world.take(1).get(0);
                die(cut.apply(call), ticket);
                JsonNode between = world.state(id);
                world.giveBack(ticket);
                world.clock.move(HuntWorld.TIMEOUT.plusSeconds(10));
                world.workUntilIdle();
                JsonNode state = world.state(id);
                boolean whole = state.path("state").asText().equals("succeeded")
                        && parsed(world.rows(id)).equals(expected);
                boolean changed = between.path("state").asText().equals("succeeded") && !between.equals(state);
                if (!whole || changed) {
                    broken.add("call " + call + ": " + state);
                }
            }
        }

        assertThat(broken).isEmpty();
    }

    @Test
    void workerThatWakesAfterItsHuntWasGivenToAnotherChangesNothing() {
        microsoft.hunting().rows(700, 400);
        String id = world.ask("a");
        HuntTicket ticket = world.take(1).get(0);
        List<String> broken = new ArrayList<>();
        for (int call = huntCall(); call <= callsOfAHunt(); call++) {
            String slept = world.ask("sleeper" + call);
            HuntTicket own = world.take(1).get(0);
            Boundaries sleeps = Boundaries.freezeBefore(call, () -> {
                world.clock.move(HuntWorld.TIMEOUT.plusSeconds(10));
                world.runner().run(own);
            });
            try {
                world.runner(sleeps).run(own);
            } catch (ConnectorException tooLate) {
                assertThat(tooLate).isNotNull();
            }
            world.workUntilIdle();
            if (!parsed(world.rows(slept)).equals(sent(700))) {
                broken.add("call " + call);
            }
        }
        world.giveBack(ticket);
        world.workUntilIdle();

        assertThat(broken).isEmpty();
        assertThat(world.rows(id)).hasSize(700);
    }

    @Test
    void huntWhoseWorkersKeepDyingFails() {
        String id = world.ask("a");
        HuntTicket ticket = world.take(1).get(0);
        for (int death = 0; death < 5; death++) {
            die(Boundaries.cutAfter(huntCall()), ticket);
            world.clock.move(HuntWorld.TIMEOUT.plusSeconds(10));
        }

        world.runner().run(ticket);

        assertThat(world.state(id).path("state").textValue()).isEqualTo("failed");
        assertThat(world.state(id).at("/problem/detail").textValue()).contains("never came to its end");
    }

    @Test
    void huntThatDidNotEndInAnHourReadsAsFailedAndStaysSo() {
        microsoft.hunting().rows(3);
        String id = world.ask("a");
        HuntTicket ticket = world.take(1).get(0);
        world.clock.move(Duration.ofMinutes(61));

        JsonNode overdue = world.state(id);
        world.runner().run(ticket);

        assertThat(overdue.path("state").textValue()).isEqualTo("failed");
        assertThat(overdue.at("/problem/status").intValue()).isEqualTo(504);
        assertThat(world.state(id).path("state").textValue()).isEqualTo("failed");
        assertThat(microsoft.huntingCalls()).isEmpty();
    }

    @Test
    void resultThatComesAfterTheHuntsTimeIsNotShown() {
        microsoft.hunting().rows(700, 400);
        String id = world.ask("a");
        HuntTicket ticket = world.take(1).get(0);
        Boundaries slow = Boundaries.freezeBefore(callsOfAHunt() - 2, () -> {
            world.clock.move(Duration.ofMinutes(61));
            world.state(id);
        });

        world.runner(slow).run(ticket);

        assertThat(world.state(id).path("state").textValue()).isEqualTo("failed");
        assertThatThrownBy(() -> world.rows(id)).isInstanceOf(ConnectorException.class);
    }

    @Test
    void cancelledHuntIsNotRun() {
        String id = world.ask("a");

        world.hunting().cancel(world.alias, id);
        world.workUntilIdle();

        assertThat(world.state(id).path("state").textValue()).isEqualTo("cancelled");
        assertThat(microsoft.huntingCalls()).isEmpty();
    }

    @Test
    void huntThatIsDeletedWhileItRunsIsNeverShown() {
        microsoft.hunting().rows(3);
        String id = world.ask("a");
        HuntTicket ticket = world.take(1).get(0);
        Boundaries deleted =
                Boundaries.freezeBefore(huntCall(), () -> world.hunting().cancel(world.alias, id));

        world.runner(deleted).run(ticket);

        assertThatThrownBy(() -> world.state(id)).isInstanceOf(ConnectorException.class);
        assertThatThrownBy(() -> world.rows(id)).isInstanceOf(ConnectorException.class);
    }

    @Test
    void ticketThatFindsNoPlaceWritesNothing() {
        HuntTicket one = ticket(world.ask("a"));
        HuntTicket two = ticket(world.ask("b"));
        HuntTicket three = ticket(world.ask("c"));
        WriteUnits units = new WriteUnits();
        Boundaries second = Boundaries.freezeBefore(
                huntCall(), () -> world.runner(Boundaries.countOnly(), units).run(three));
        Boundaries first =
                Boundaries.freezeBefore(huntCall(), () -> world.runner(second).run(two));

        world.runner(first).run(one);

        assertThat(units.written()).isZero();
    }
}
