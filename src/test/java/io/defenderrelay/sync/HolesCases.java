package io.defenderrelay.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.defenderrelay.simulated.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records that Microsoft cannot deliver delay nothing but themselves. */
abstract class HolesCases extends SimulatedSync {
    private static final Instant POISONED = START.minus(Duration.ofHours(3));

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everythingButTheOneThatFailsArrivesAndItsHoleIsListed(boolean unsorted) {
        world.pageSize(20).add(200, START.minus(Duration.ofDays(2)), START);
        addRecord("poison", POISONED);
        microsoft.faults().poison("poison");
        if (unsorted) {
            microsoft.faults().ignoreOrder();
        }

        untilAllBut("poison", 30);

        assertThat(FeedOracle.faults(world)).containsExactly("lost: poison");
        assertThat(world.cursor().holes())
                .isNotEmpty()
                .allSatisfy(hole -> assertThat(hole.from()).isBetween(POISONED.minusSeconds(2), POISONED))
                .allSatisfy(hole -> assertThat(hole.to()).isBetween(POISONED, POISONED.plusSeconds(2)));
    }

    @Test
    void holeClosesWhenWhatFailedIsWellAgain() {
        world.pageSize(20).add(60, START.minus(Duration.ofDays(2)), START);
        addRecord("poison", POISONED);
        Fault poison = microsoft.faults().poison("poison");
        untilAllBut("poison", 30);
        poison.clear();

        List<String> faults = faultsWhenIdle();

        assertThat(faults).isEmpty();
        assertThat(world.cursor().holes()).isEmpty();
    }

    @Test
    void holeClosesWhenWhatFailedWasDeleted() {
        addRecord("well", POISONED.plusSeconds(60));
        addRecord("poison", POISONED);
        microsoft.faults().poison("poison");
        untilAllBut("poison", 30);
        world.records().remove("poison");

        List<String> faults = faultsWhenIdle();

        assertThat(faults).isEmpty();
        assertThat(world.cursor().holes()).isEmpty();
    }

    @Test
    void successorsOfWhatFailsAreNotDelayed() {
        addRecord("poison", START.minusSeconds(30));
        microsoft.faults().poison("poison");
        untilAllBut("poison", 10);

        for (int minute = 0; minute < 30; minute++) {
            pass(Duration.ofMinutes(1));
            addRecord("minute-" + minute, world.clock.instant().minusSeconds(5));
            SyncReport report = world.run();

            assertThat(report.created()).as("minute " + minute).isEqualTo(1);
            assertThat(report.calls()).as("minute " + minute).isLessThanOrEqualTo(minute < 5 ? Limits.CALLS : 12);
        }
    }

    @Test
    void neighboursOfTheSameSecondArrive() {
        for (int number = 0; number < 60; number++) {
            addRecord("neighbour-" + number, POISONED);
        }
        addRecord("poison", POISONED);
        microsoft.faults().poison("poison");

        untilAllBut("poison", 40);

        assertThat(FeedOracle.faults(world)).containsExactly("lost: poison");
    }

    @Test
    void severalThatFailAreListedEachForItself() {
        world.pageSize(20).add(100, START.minus(Duration.ofDays(2)), START);
        for (int number = 0; number < 4; number++) {
            addRecord("poison-" + number, POISONED.minus(Duration.ofHours(number)));
            microsoft.faults().poison("poison-" + number);
        }

        untilAllBut("poison", 60);

        assertThat(FeedOracle.faults(world))
                .containsExactlyInAnyOrder("lost: poison-0", "lost: poison-1", "lost: poison-2", "lost: poison-3");
        microsoft.faults().clear();
        assertThat(faultsWhenIdle()).isEmpty();
    }

    @Test
    void lateArrivalsAroundAHoleAreFoundAllTheSame() {
        addRecord("poison", POISONED);
        microsoft.faults().poison("poison");
        untilAllBut("poison", 20);
        addRecord("before", POISONED.minusSeconds(600));
        addRecord("behind", POISONED.plusSeconds(600));
        pass(Duration.ofHours(1));

        untilAllBut("poison", 20);

        assertThat(feedIds()).containsExactlyInAnyOrder("before", "behind");
    }

    /** Runs until all but what is named so has arrived. */
    private void untilAllBut(String prefix, int mostRuns) {
        for (int runs = 0; runs < mostRuns; runs++) {
            world.run();
            pass(Duration.ofMinutes(1));
            if (FeedOracle.faults(world).stream().allMatch(fault -> fault.startsWith("lost: " + prefix))) {
                return;
            }
        }
        assertThat(FeedOracle.faults(world))
                .as("after " + mostRuns + " runs")
                .allMatch(fault -> fault.startsWith("lost: " + prefix));
    }
}
