package io.defenderrelay.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecordsTest {

    private static final Instant NOW = Instant.parse("2026-09-14T10:40:00Z");

    private final SimulatedTenant tenant = SimulatedTenant.start(Clock.fixed(NOW, ZoneOffset.UTC));
    private final AlertGenerator generator = new AlertGenerator(1, tenant.tenantId());
    private final TenantClient client = new TenantClient(tenant);

    @BeforeEach
    void signIn() throws Exception {
        client.signedIn();
    }

    @AfterEach
    void stop() {
        tenant.close();
    }

    @Test
    void hiddenAlertsAppearWhenTheirTimeHasCome() throws Exception {
        tenant.alerts().appearsAt(NOW.plusSeconds(60)).addLate(generator.json("late", NOW), NOW.minusSeconds(7200));

        List<String> before = client.list().ids();
        tenant.clock(Clock.fixed(NOW.plusSeconds(60), ZoneOffset.UTC));
        List<String> after = client.list().ids();

        assertThat(before).isEmpty();
        assertThat(after).containsExactly("late");
        assertThat(tenant.alerts().history()).singleElement().satisfies(alert -> assertThat(alert.lastUpdateDateTime())
                .isEqualTo(NOW.minusSeconds(7200)));
    }

    @Test
    void historyKeepsEveryStateAndListsShowTheLast() throws Exception {
        tenant.alerts().add(generator.json("a", NOW));
        tenant.alerts().update("a", NOW, generator::change);
        tenant.alerts().update("a", NOW.minusSeconds(9), generator::change);
        byte[] last = tenant.alerts().current("a").orElseThrow().json();

        String listed = client.list().body();

        assertThat(listed).contains(new String(last, StandardCharsets.UTF_8));
        assertThat(tenant.alerts().count()).isEqualTo(1);
        assertThat(tenant.alerts().history())
                .extracting(StoredRecord::lastUpdateDateTime)
                .containsExactly(NOW, NOW, NOW.minusSeconds(9));
        assertThat(tenant.alerts().history())
                .extracting(alert -> Arrays.hashCode(alert.json()))
                .doesNotHaveDuplicates();
    }

    @Test
    void removedAlertsAreGone() throws Exception {
        add(3);

        tenant.alerts().remove("a1");

        assertThat(client.list().ids()).containsExactly("a2", "a0");
        assertThat(tenant.alerts().ids()).containsExactly("a0", "a2");
    }

    @ParameterizedTest
    @EnumSource(Oddity.class)
    void oddRecordsAreListedAsTheyAre(Oddity oddity) throws Exception {
        add(1);
        oddity.addTo(tenant.alerts(), generator, "odd", NOW);

        byte[] odd = tenant.alerts().history().get(1).json();
        byte[] body = client.without("Accept-Encoding")
                .raw(tenant.endpoint() + Entity.ALERTS.path())
                .body();

        assertThat(new String(body, StandardCharsets.ISO_8859_1))
                .contains(new String(odd, StandardCharsets.ISO_8859_1));
    }

    @Test
    void listsStayWholeWhileManyThreadsReadAndChange() throws Exception {
        add(200);
        Thread changing = new Thread(() -> IntStream.range(0, 2000)
                .forEach(i -> tenant.alerts().update("a" + i % 200, NOW.plusMillis(i), generator::change)));

        changing.start();
        List<Integer> sizes = IntStream.range(0, 40)
                .parallel()
                .mapToObj(i -> tenant.alerts().view().size())
                .toList();
        changing.join();

        assertThat(sizes).containsOnly(200);
        assertThat(client.list("$top", "1000").ids()).doesNotHaveDuplicates().hasSize(200);
        assertThat(tenant.alerts().history()).hasSize(2200);
    }

    @Test
    void tenantLivesWithEveryTick() throws Exception {
        TenantLife life = new TenantLife(tenant, generator, new IncidentGenerator(3, tenant.tenantId()), 3);

        IntStream.range(0, 20).forEach(i -> life.tick());

        List<StoredRecord> history = tenant.alerts().history();
        assertThat(tenant.alerts().count()).isBetween(20, 80);
        assertThat(history.size()).isGreaterThan(tenant.alerts().count());
        assertThat(new ObjectMapper()
                        .readTree(history.get(0).json())
                        .path("status")
                        .asText())
                .isEqualTo("new");
    }

    /** Records a0, a1, … that changed one second after another, the last one now. */
    private void add(int count) {
        for (int i = 0; i < count; i++) {
            tenant.alerts().add(generator.json("a" + i, NOW.minusSeconds(count - 1 - i)));
        }
    }
}
