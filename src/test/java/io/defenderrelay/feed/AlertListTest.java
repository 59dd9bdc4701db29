package io.defenderrelay.feed;

import static io.defenderrelay.feed.WrittenLog.alertOf;
import static io.defenderrelay.feed.WrittenLog.incident;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.defenderrelay.aws.Table;
import io.defenderrelay.local.LocalAws;
import io.defenderrelay.local.MovableClock;
import io.defenderrelay.local.WriteUnits;
import io.defenderrelay.model.AlertSummary;
import io.defenderrelay.model.Finding;
import io.defenderrelay.problem.InvalidRequestException;
import io.defenderrelay.problem.NotFoundException;
import io.defenderrelay.store.History;
import io.defenderrelay.store.IncidentAlerts;
import io.defenderrelay.store.Ledger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlertListTest {
    private static final int MANY = 10_000;

    private final WriteUnits units = new WriteUnits();
    private final Table table = LocalAws.table(units);
    private final MovableClock clock = new MovableClock(Instant.parse("2026-11-01T00:00:00Z"));
    private final WrittenLog acme = new WrittenLog(table, clock, "acme", 30);
    private final IncidentAlerts index = new IncidentAlerts(table);
    private final AlertList list = new AlertList(new History(table, clock), index);
    private final ObjectMapper mapper = new ObjectMapper();

    @Test
    void alertsOfAnIncidentAreListedOldestFirstPageByPage() throws Exception {
        acme.commitIncidents(incident("8", 1, null));
        acme.commit(alertOf("8", "c", 3), alertOf("8", "a", 1), alertOf("9", "other", 2));
        acme.commit(alertOf("8", "b", 2));

        JsonNode first = page("8", 2, null);
        JsonNode second = page("8", 2, first.path("next").textValue());

        assertThat(ids(first)).containsExactly("a", "b");
        assertThat(first.path("more").booleanValue()).isTrue();
        assertThat(ids(second)).containsExactly("c");
        assertThat(second.path("more").booleanValue()).isFalse();
        assertThat(second.has("next")).isFalse();
    }

    @Test
    void alertIsToldAsItsNewestRevisionSays() throws Exception {
        acme.commitIncidents(incident("8", 1, null));
        acme.commit(alertOf("8", "a", 1));

        JsonNode alert = page("8", 10, null).at("/items/0");

        assertThat(alert.toString())
                .isEqualTo("{\"kind\":\"alert\",\"id\":\"a\",\"version\":\"2026-10-01T08:00:01.0000000Z\","
                        + "\"createdAt\":\"2026-10-01T08:00:01.0000000Z\",\"title\":\"Alert a\",\"status\":\"new\","
                        + "\"severity\":\"high\",\"techniques\":[]}");
    }

    @Test
    void mergedIncidentNamesTheOneThatHasItsAlerts() throws Exception {
        acme.commitIncidents(incident("7", 1, null), incident("8", 1, null));
        acme.commit(alertOf("7", "a", 1), alertOf("7", "slow", 2));
        acme.commitIncidents(incident("7", 2, "8"));
        acme.commit(alertOf("8", "a", 3));

        JsonNode merged = page("7", 10, null);

        assertThat(merged.path("redirectedTo").textValue()).isEqualTo("8");
        assertThat(ids(merged)).as("alerts whose move was not told yet").containsExactly("slow");
        assertThat(ids(page("8", 10, null))).containsExactly("a");
        assertThat(page("8", 10, null).has("redirectedTo")).isFalse();
    }

    @Test
    void unknownAndForeignIncidentsAreNotFoundThoughAlertsNameThem() {
        new WrittenLog(table, clock, "emea", 30).commitIncidents(incident("8", 1, null));
        acme.commit(alertOf("8", "early", 1));

        assertThatThrownBy(() -> list.alerts("acme", "8", 10, null)).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> list.alerts("acme", "nobodys", 10, null)).isInstanceOf(NotFoundException.class);
    }

    @Test
    void tokenOfAnotherIncidentOnlySaysWhereToGoOn() throws Exception {
        acme.commitIncidents(incident("7", 1, null), incident("8", 1, null));
        acme.commit(alertOf("7", "a", 1), alertOf("7", "b", 2), alertOf("8", "c", 3));

        String token = page("7", 1, null).path("next").textValue();

        assertThat(ids(page("8", 10, token))).containsExactly("c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "", "%", "MjAyNi0xMC0wMQ", "AAAA"})
    void tokenThatIsNoneIsRefusedByName(String token) {
        acme.commitIncidents(incident("8", 1, null));

        assertThatThrownBy(() -> list.alerts("acme", "8", 10, token))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("after");
    }

    @Test
    void tenThousandAlertsOfOneIncidentAreListedOnceEachAtTheCostOfWhatIsShown() throws Exception {
        acme.commitIncidents(incident("8", 1, null));
        List<List<Finding>> pages = new ArrayList<>();
        for (int from = 0; from < MANY; from += Ledger.MOST) {
            pages.add(IntStream.range(from, Math.min(MANY, from + Ledger.MOST))
                    .mapToObj(number -> alertOf("8", "alert-" + number, number / 3))
                    .toList());
        }
        acme.commitEach(pages);
        units.reset();

        List<String> listed = new ArrayList<>();
        String next = null;
        int answers = 0;
        do {
            JsonNode page = page("8", 500, next);
            listed.addAll(ids(page));
            next = page.path("next").textValue();
            answers++;
        } while (next != null);

        assertThat(answers).isEqualTo(20);
        assertThat(listed).hasSize(MANY).doesNotHaveDuplicates();
        assertThat(units.read()).isLessThan(answers * 30.0);
        assertThat(index.newest("acme", "8", 100))
                .extracting(AlertSummary::id)
                .startsWith("alert-9999")
                .hasSize(100);
    }

    private JsonNode page(String incident, int limit, @Nullable String after) throws Exception {
        return mapper.readTree(list.alerts("acme", incident, limit, after).body());
    }

    private static List<String> ids(JsonNode page) {
        return page.path("items").findValuesAsText("id");
    }
}
