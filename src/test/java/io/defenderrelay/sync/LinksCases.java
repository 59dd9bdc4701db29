package io.defenderrelay.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.defenderrelay.simulated.Call;
import io.defenderrelay.simulated.HostileLink;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Links that expire, go in circles or lead elsewhere. */
abstract class LinksCases extends SimulatedSync {

    @ParameterizedTest
    @CsvSource({"400, ''", "410, resourceExpired", "400, BadRequest"})
    void expiredLinkGoesOnFromThePositionAndNotFromTheStart(int status, String code) {
        world.pageSize(10).add(100, START.minus(Duration.ofDays(1)), START);
        microsoft.faults().expireLinks(2, status, code, "Invalid Skip Token");

        SyncReport report = world.run();

        assertThat(report.error()).isNull();
        List<String> starts = microsoft.listCalls().stream()
                .filter(call -> call.query("$skiptoken") == null)
                .map(call -> Objects.requireNonNull(call.query("$filter")))
                .toList();
        assertThat(starts).hasSizeGreaterThan(3).doesNotHaveDuplicates().isSorted();
        assertThat(faultsWhenIdle()).isEmpty();
    }

    @Test
    void expiredLinksOfAnUnsortedListLoseNothing() {
        world.pageSize(10).add(100, START.minus(Duration.ofDays(1)), START);
        microsoft.faults().ignoreOrder();
        microsoft.faults().expireLinks(2);

        List<String> faults = faultsWhenIdle();

        assertThat(faults).isEmpty();
    }

    @Test
    void linkToItselfEndsTheRunAtOnceAndTheNextGoesOn() {
        world.pageSize(10).add(100, START.minus(Duration.ofDays(1)), START);
        microsoft.faults().linkToItself();

        SyncReport report = world.run();

        assertThat(report.error()).hasMessageContaining("leads in circles");
        assertThat(report.calls()).isLessThanOrEqualTo(3);
        assertThat(world.cursor().lastError()).isNotNull();
        microsoft.faults().clear();
        assertThat(faultsWhenIdle()).isEmpty();
        assertThat(world.cursor().lastError()).isNull();
    }

    @Test
    void linksBackAndForthEndTheRunAtOnceAndTheNextGoesOn() {
        world.pageSize(10).add(100, START.minus(Duration.ofDays(1)), START);
        microsoft.faults().linkBackAndForth();

        SyncReport report = world.run();

        assertThat(report.error()).hasMessageContaining("leads in circles");
        assertThat(report.calls()).isLessThanOrEqualTo(5);
        microsoft.faults().clear();
        assertThat(faultsWhenIdle()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(HostileLink.class)
    void hostileLinkIsNeverFollowedAndTheStatusSaysSo(HostileLink hostile) {
        world.pageSize(10).add(30, START.minus(Duration.ofDays(1)), START);
        microsoft.faults().link(hostile);

        SyncReport report = world.run();

        assertThat(strayCalls()).isEmpty();
        assertThat(microsoft.listCalls()).hasSize(1);
        assertThat(report.error()).hasMessageContaining("was refused").hasMessageContaining("No token was sent");
        assertThat(Objects.requireNonNull(world.cursor().lastError()).message()).doesNotContain("evil");
        microsoft.faults().clear();
        assertThat(faultsWhenIdle()).isEmpty();
        assertThat(world.cursor().lastError()).isNull();
    }

    @Test
    void redirectIsNotFollowed() {
        world.add(10, START.minus(Duration.ofDays(1)), START);
        microsoft.faults().redirect(microsoft.endpoint() + "/stolen");

        SyncReport report = world.run();

        assertThat(report.error()).hasMessageContaining("(302)");
        assertThat(strayCalls()).isEmpty();
        assertThat(microsoft.listCalls().stream().map(Call::path))
                .containsOnly(SyncWorld.feed(kind()).collection().path());
        microsoft.faults().clear();
        assertThat(faultsWhenIdle()).isEmpty();
    }
}
