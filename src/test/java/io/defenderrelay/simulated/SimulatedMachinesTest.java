package io.defenderrelay.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import io.defenderrelay.simulated.TenantClient.Reply;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SimulatedMachinesTest {

    private static final Instant NOW = Instant.parse("2026-09-14T10:40:15Z");
    private static final String GUID = "9e31c5d2-6f0b-4e88-a7c4-1d2b3c4e5f60";

    private final SimulatedTenant tenant = SimulatedTenant.start(Clock.fixed(NOW, ZoneOffset.UTC));
    private final TenantClient client = new TenantClient(tenant);
    private final Machines machines = tenant.estate().machines();

    @BeforeEach
    void signIn() throws Exception {
        tenant.signIn()
                .grantDefender("Machine.Read.All")
                .grantDefender("Machine.Isolate")
                .grantDefender("Alert.ReadWrite.All");
        client.onDefender();
    }

    @AfterEach
    void stop() {
        tenant.close();
    }

    @Test
    void machineIsReadAsItWasSet() throws Exception {
        String id = machines.add("fin-01.contoso.com");
        machines.machine(id)
                .osPlatform("Linux")
                .healthStatus("Inactive")
                .onboardingStatus("CanBeOnboarded")
                .aadDeviceId(GUID)
                .lastSeen(NOW.minusSeconds(60))
                .tags("tier-0");

        Reply read = client.getPath("/api/v1.0/machines/" + id);

        assertThat(id).matches("[0-9a-f]{40}");
        assertThat(read.status()).isEqualTo(200);
        assertThat(read.text("@odata.context")).endsWith("#Machines/$entity");
        assertThat(read.text("osPlatform")).isEqualTo("Linux");
        assertThat(read.text("healthStatus")).isEqualTo("Inactive");
        assertThat(read.text("onboardingStatus")).isEqualTo("CanBeOnboarded");
        assertThat(read.text("aadDeviceId")).isEqualTo(GUID);
        assertThat(read.text("lastSeen")).isEqualTo("2026-09-14T10:39:15.0000000Z");
        assertThat(read.json().path("machineTags").toString()).isEqualTo("[\"tier-0\"]");
    }

    @Test
    void unknownMachineIsNotFound() throws Exception {
        Reply read = client.getPath("/api/machines/0000");

        assertThat(read.status()).isEqualTo(404);
        assertThat(read.code()).isEqualTo("ResourceNotFound");
        assertThat(read.json().path("error").path("message").asText()).isEqualTo("Machine 0000 was not found");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "computerDnsName eq 'fin-01'|1",
                "computerDnsName eq 'fin'|0",
                "startswith(computerDnsName,'fin')|2",
                "startswith(computerDnsName, 'fin') and osPlatform eq 'Linux'|1",
                "aadDeviceId eq " + GUID + "|1",
                "aadDeviceId eq '" + GUID + "'|1",
                "lastSeen ge 2026-09-14T10:40:00Z|3",
                "computerDnsName eq 'fin-01' or computerDnsName eq 'hr-01'|2"
            })
    void filtersSelect(String filter, int found) throws Exception {
        machines.machine(machines.add("fin-01")).aadDeviceId(GUID);
        machines.machine(machines.add("fin-02")).osPlatform("Linux");
        machines.add("hr-01");

        assertThat(client.getPath("/api/machines", "$filter", filter).ids()).hasSize(found);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "computerDnsName eq fin-01",
                "computerDnsName in ('fin-01')",
                "isolated eq 'yes'",
                "startswith(aadDeviceId,'9e')",
                "lastSeen ge 'today'"
            })
    void otherFiltersAreRefused(String filter) throws Exception {
        Reply refused = client.getPath("/api/machines", "$filter", filter);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("ODataError");
    }

    @Test
    void pagesAreLinked() throws Exception {
        machines.machine(machines.add("old")).lastSeen(NOW.minusSeconds(60));
        machines.add("new");

        Reply first = client.getPath("/api/machines", "$top", "1");
        Reply second = client.get(first.next());

        assertThat(first.json().path("value").path(0).path("computerDnsName").asText())
                .isEqualTo("new");
        assertThat(second.json().path("value").path(0).path("computerDnsName").asText())
                .isEqualTo("old");
        assertThat(second.next()).isEmpty();
    }

    @Test
    void nothingFoundCanBeNotFound() throws Exception {
        int empty = client.getPath("/api/machines").status();
        machines.emptyIsNotFound(true);
        int notFound = client.getPath("/api/machines").status();

        assertThat(List.of(empty, notFound)).containsExactly(200, 404);
    }

    @Test
    void callsBeyondTheMinuteAreThrottledForThatApplicationAlone() throws Exception {
        tenant.estate().actions().limits(true);
        tenant.signIn().grantResponderDefender("Machine.Read.All");

        List<Integer> statuses = reads(100);
        Reply refused = client.getPath("/api/machineactions");
        Reply other = client.respondingOnDefender().getPath("/api/machines");

        assertThat(statuses).containsOnly(200);
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("Retry-After")).isEqualTo("45");
        assertThat(refused.code()).isEqualTo("429");
        assertThat(refused.body()).contains("maximum allowed 100 per 00:01:00");
        assertThat(other.status()).isEqualTo(200);
    }

    @Test
    void investigationHasAnEntityOfItsOwn() throws Exception {
        String id = machines.add("fin-01");

        Reply reply = client.post("/api/machines/" + id + "/startInvestigation", "{\"Comment\":\"r-1\"}");

        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.text("state")).isEqualTo("Running");
        assertThat(reply.text("machineId")).isEqualTo(id);
        assertThat(tenant.estate().actions().executed())
                .extracting(ExecutedAction::comment)
                .containsExactly("r-1");
    }

    @Test
    void investigationsAndPackagesHaveLimitsOfTheirOwn() throws Exception {
        tenant.estate().actions().limits(true);
        String path = "/api/machines/" + machines.add("fin-01") + "/startInvestigation";

        List<Integer> investigations = new ArrayList<>();
        for (int i = 0; i < 51; i++) {
            investigations.add(client.post(path, "{\"Comment\":\"c\"}").status());
        }
        Reply hourly = client.post(path, "{\"Comment\":\"c\"}");
        List<Integer> packages = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            packages.add(client.getPath("/api/machineactions/x/getPackageUri").status());
        }

        assertThat(investigations.subList(0, 50)).containsOnly(201);
        assertThat(hourly.status()).isEqualTo(429);
        assertThat(hourly.code()).isEqualTo("TooManyRequests");
        assertThat(hourly.body()).contains("maximum allowed 50 per 01:00:00");
        assertThat(packages).containsExactly(404, 404, 429);
    }

    @Test
    void faultsSpeakAsDefender() throws Exception {
        tenant.faults().throttle("7").on(Target.MACHINES).times(1);
        tenant.faults().unauthorized().on(Target.MACHINES).onCall(2);
        tenant.faults().status(500).on(Target.MACHINES).onCall(3);

        Reply throttled = client.getPath("/api/machines");
        Reply unauthorized = client.getPath("/api/machines");
        Reply broken = client.getPath("/api/machines");

        assertThat(List.of(throttled.status(), unauthorized.status(), broken.status()))
                .containsExactly(429, 401, 500);
        assertThat(throttled.header("Retry-After")).isEqualTo("7");
        assertThat(unauthorized.code()).isEqualTo("Unauthorized");
        assertThat(broken.code()).isEqualTo("InternalServerError");
        assertThat(tenant.calls()).extracting(Call::target).endsWith(Target.MACHINES);
    }

    private List<Integer> reads(int calls) throws Exception {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            statuses.add(client.getPath("/api/machines").status());
        }
        return statuses;
    }
}
