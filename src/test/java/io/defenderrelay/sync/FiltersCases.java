package io.defenderrelay.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.defenderrelay.aws.Key;
import io.defenderrelay.local.Boundaries;
import io.defenderrelay.model.Kind;
import io.defenderrelay.problem.ConfigurationException;
import io.defenderrelay.store.Tenants;
import io.defenderrelay.tenant.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a tenant's settings leave out, and settings that change. */
abstract class FiltersCases extends SimulatedSync {
    private static final String START_FROM = "\"startFrom\":\"" + START.minus(Duration.ofDays(40)) + "\"";

    @Test
    void filtersLeaveOutWhatIsNotWantedAtFirstSight() {
        world.settings("\"serviceSources\":[\"microsoftSentinel\"],\"severities\":[\"high\",\"medium\"]," + START_FROM);
        add("wanted", "microsoftSentinel", "high");
        add("other-source", "dataLossPrevention", "high");
        add("other-severity", "microsoftSentinel", "low");

        world.run();

        assertThat(feedIds())
                .containsExactlyInAnyOrder(
                        kind() == Kind.ALERT ? new String[] {"wanted"} : new String[] {"wanted", "other-source"});
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "\"severities\":[],", "\"serviceSources\":[],", "\"severities\":[],\"serviceSources\":[],"})
    void emptyFilterLeavesNothingOut(String filters) {
        world.settings(filters + START_FROM);
        world.add(30, START.minus(Duration.ofHours(5)), START);

        SyncReport report = world.run();

        assertThat(report.error()).isNull();
        assertThat(report.created()).isEqualTo(30);
    }

    @Test
    void filtersAreNeverPartOfTheQuestion() {
        world.settings("\"serviceSources\":[\"microsoftSentinel\"],\"severities\":[\"high\"]," + START_FROM);
        add("wanted", "microsoftSentinel", "high");

        world.run();

        assertThat(microsoft.listCalls())
                .allSatisfy(call -> assertThat(call.query("$filter")).matches("lastUpdateDateTime ge \\S+"));
    }

    @Test
    void findingInTheFeedStaysThereWhenItNoLongerMatches() {
        world.settings("\"severities\":[\"high\"]," + START_FROM);
        add("alert", "microsoftSentinel", "high");
        world.run();
        world.records().update("alert", START, alert -> alert.put("severity", "low"));
        pass(Duration.ofMinutes(1));

        world.run();

        assertThat(feedOf("alert")).hasSize(2);
    }

    @Test
    void findingThatComesToMatchArrives() {
        world.settings("\"severities\":[\"high\"]," + START_FROM);
        add("alert", "microsoftSentinel", "low");
        world.run();
        world.records().update("alert", START, alert -> alert.put("severity", "High"));
        pass(Duration.ofMinutes(1));

        SyncReport report = world.run();

        assertThat(report.created()).isEqualTo(1);
    }

    @Test
    void widenedFilterSweepsFromTheStart() {
        world.settings("\"severities\":[\"high\"]," + START_FROM);
        world.pageSize(20).add(200, START.minus(Duration.ofDays(35)), START);
        world.runUntilIdle();
        world.settings(START_FROM);
        pass(Duration.ofMinutes(1));

        List<String> faults = faultsWhenIdle();

        assertThat(faults).isEmpty();
        assertThat(world.feed()).hasSize(200);
    }

    @Test
    void earlierStartSweepsFromThere() {
        world.settings("\"startFrom\":\"" + START.minus(Duration.ofDays(2)) + "\"");
        world.add(100, START.minus(Duration.ofDays(20)), START);
        world.runUntilIdle();
        assertThat(world.feed()).hasSizeLessThan(60);
        world.settings(START_FROM);
        pass(Duration.ofMinutes(1));

        List<String> faults = faultsWhenIdle();

        assertThat(faults).isEmpty();
    }

    @Test
    void laterStartTakesNothingBackAndGoesOn() {
        world.add(50, START.minus(Duration.ofDays(20)), START);
        world.runUntilIdle();
        world.settings("\"startFrom\":\"" + START.minus(Duration.ofDays(2)) + "\"");
        addRecord("next", START.plusSeconds(30));
        pass(Duration.ofMinutes(1));

        List<String> faults = faultsWhenIdle();

        assertThat(faults).isEmpty();
    }

    @Test
    void nothingBeforeTheStartIsImportedButWhatChangedSinceIs() {
        Instant start = START.minus(Duration.ofDays(2));
        world.settings("\"startFrom\":\"" + start + "\"");
        addRecord("before", start.minusSeconds(1));
        addRecord("at", start);
        world.records().add(world.generator.record(start.minus(Duration.ofDays(90)), start.plusSeconds(1)));

        world.run();
        world.sweepAll();

        assertThat(feedIds()).hasSize(2).contains("at").doesNotContain("before");
    }

    @Test
    void firstRunReachesSevenDaysBackWithoutAStart() {
        world.settings("\"alerts\":true");
        addRecord("six", START.minus(Duration.ofDays(6)));
        addRecord("eight", START.minus(Duration.ofDays(8)));

        world.run();

        assertThat(feedIds()).containsExactly("six");
    }

    @Test
    void changedSettingsEndTheRunAtTheNextPage() {
        SyncReport report = midRun(() -> world.settings("\"severities\":[\"high\"]," + START_FROM));

        assertThat(report.error()).isNull();
        assertThat(report.behind()).isTrue();
        world.settings(START_FROM);
        pass(Duration.ofMinutes(1));
        assertThat(faultsWhenIdle()).isEmpty();
    }

    @Test
    void removedTenantEndsTheRunAtTheNextPage() {
        SyncReport report = midRun(() -> world.table.delete(new Key("TENANTS", world.alias)));

        assertThat(report.created()).isBetween(1L, 100L);
    }

    @Test
    void suspendedTenantEndsTheRunAtTheNextPage() {
        String json = "{\"tenantId\":\"" + microsoft.tenantId() + "\",\"sync\":{" + START_FROM + "}}";

        SyncReport report = midRun(() -> new Tenants(world.table).put(world.alias, Tenant.State.PENDING, 2, json));

        assertThat(report.created()).isBetween(1L, 100L);
    }

    @Test
    void settingsThatBecomeMalformedEndTheRunAndAreNamed() {
        SyncReport report = midRun(() -> world.settings("\"colour\":\"blue\""));

        assertThat(report.error()).isInstanceOf(ConfigurationException.class).hasMessageContaining("colour");
    }

    /** Runs over many pages; in their midst this happens, after which at most one more page may be asked for. */
    private SyncReport midRun(Runnable change) {
        world.pageSize(10).add(200, START.minus(Duration.ofDays(20)), START);
        AtomicInteger before = new AtomicInteger();
        SyncReport report = world.run(Boundaries.freezeBefore(15, () -> {
            before.set(microsoft.listCalls().size());
            change.run();
        }));
        assertThat(before.get()).isBetween(1, 10);
        assertThat(microsoft.listCalls()).hasSizeLessThanOrEqualTo(before.get() + 1);
        return report;
    }

    private void add(String id, String source, String severity) {
        ObjectNode alert = world.generator.record(id, START.minusSeconds(60));
        world.records().add(alert.put("serviceSource", source).put("severity", severity));
    }
}
