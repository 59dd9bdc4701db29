package io.defenderrelay.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import io.defenderrelay.simulated.TenantClient.Reply;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SimulatedActionListTest {

    private static final Instant NOW = Instant.parse("2026-09-14T10:40:00Z");
    private static final String PATH = "/api/machineactions";

    private final SimulatedTenant tenant = SimulatedTenant.start(Clock.fixed(NOW, ZoneOffset.UTC));
    private final TenantClient client = new TenantClient(tenant);
    private final MachineActions actions = tenant.estate().actions();
    private final String machine = tenant.estate().machines().add("fin-01");
    private final String first = actions.portal("Isolate", machine);
    private String second = "";
    private String third = "";

    @BeforeEach
    void threeActions() throws Exception {
        tenant.signIn().grantDefender("Machine.Read.All");
        client.onDefender();
        at(NOW.plusSeconds(100));
        second = actions.portal("Unisolate", machine);
        at(NOW.plusSeconds(105));
        third = actions.portal("Isolate", machine);
        at(NOW.plusSeconds(120));
    }

    @AfterEach
    void stop() {
        tenant.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "machineId eq '{machine}'|3 2 1",
                "machineId eq '{machine}' and type eq 'Isolate'|3 1",
                "status eq 'Succeeded'|1",
                "status eq 'Pending' or status eq 'InProgress'|3 2",
                "creationDateTimeUtc ge 2026-09-14T10:41:40Z|3 2",
                "creationDateTimeUtc gt 2026-09-14T10:41:40Z|3",
                "creationDateTimeUtc lt 2026-09-14T10:41:40Z|1",
                "creationDateTimeUtc le 2026-09-14T10:41:40Z and type eq 'Unisolate'|2",
                "id eq {first}|1",
                "id eq '{first}'|1",
                "requestor eq 'nobody'|''"
            })
    void filtersSelectNewestFirst(String filter, String expected) throws Exception {
        String text = filter.replace("{machine}", machine).replace("{first}", first);

        List<String> ids = client.getPath(PATH, "$filter", text).ids();

        List<String> numbers = ids.stream()
                .map(id -> id.equals(first) ? "1" : id.equals(second) ? "2" : "3")
                .toList();
        assertThat(String.join(" ", numbers)).isEqualTo(expected.replace("'", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"type in ('Isolate','Unisolate')", "scope eq 'Full'", "type ne 'Isolate'", "type gt 'Isolate'"})
    void otherFiltersAreRefused(String filter) throws Exception {
        assertThat(client.getPath(PATH, "$filter", filter).status()).isEqualTo(400);
    }

    @Test
    void pagesAreLinkedInEitherOrder() throws Exception {
        Reply page = client.getPath(PATH, "$top", "2", "$orderby", "creationDateTimeUtc asc");
        Reply rest = client.get(page.next());
        Reply skipped = client.getPath(PATH, "$skip", "2");

        assertThat(page.ids()).containsExactly(first, second);
        assertThat(rest.ids()).containsExactly(third);
        assertThat(rest.next()).isEmpty();
        assertThat(skipped.ids()).containsExactly(first);
    }

    @Test
    void otherOptionsAndTooLargePagesAreRefused() throws Exception {
        int order = client.getPath(PATH, "$orderby", "type").status();
        int top = client.getPath(PATH, "$top", "10001").status();
        int expand = client.getPath(PATH, "$expand", "commands").status();

        assertThat(List.of(order, top, expand)).containsOnly(400);
    }

    @Test
    void newActionIsNotListedYet() throws Exception {
        tenant.signIn().grantDefender("Machine.Scan");
        client.onDefender()
                .post("/api/machines/" + machine + "/runAntiVirusScan", "{\"Comment\":\"c\",\"ScanType\":\"Quick\"}");

        int before = client.getPath(PATH).ids().size();
        at(NOW.plusSeconds(125));
        int after = client.getPath(PATH).ids().size();

        assertThat(List.of(before, after)).containsExactly(3, 4);
    }

    private void at(Instant time) {
        tenant.clock(Clock.fixed(time, ZoneOffset.UTC));
    }
}
