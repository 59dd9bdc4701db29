package io.defenderrelay.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.defenderrelay.aws.Table;
import io.defenderrelay.local.LocalAws;
import io.defenderrelay.model.AlertSummary;
import io.defenderrelay.model.Finding;
import io.defenderrelay.model.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class IncidentAlertsTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:05:00Z");
    private static final Finding.Activity NONE = Finding.Activity.NONE;

    private final Table table = LocalAws.table();
    private final IncidentAlerts index = new IncidentAlerts(table);

    @Test
    void newestAreTheOnesMadeLast() {
        for (int number = 0; number < 150; number++) {
            put("8", "alert-" + (number * 7 % 150), NOW.plusSeconds(number * 7 % 150), NONE);
        }

        List<AlertSummary> newest = index.newest("acme", "8", 100);

        assertThat(newest)
                .extracting(AlertSummary::id)
                .containsExactlyElementsOf(IntStream.range(0, 100)
                        .mapToObj(number -> "alert-" + (149 - number))
                        .toList());
    }

    @Test
    void alertsWithoutATimeAreTheOldestAndThoseOfOneTimeStandByTheirIds() {
        put("8", "b", NOW, NONE);
        put("8", "a", NOW, NONE);
        put("8", "timeless#1", null, NONE);

        List<AlertSummary> all = index.from("acme", "8", "", 10);
        List<AlertSummary> rest = index.from("acme", "8", IncidentAlerts.place(all.get(0)), 10);

        assertThat(all).extracting(AlertSummary::id).containsExactly("timeless#1", "a", "b");
        assertThat(all.get(0).createdAt()).isNull();
        assertThat(rest).extracting(AlertSummary::id).containsExactly("a", "b");
    }

    @Test
    void entryTellsWhatAnIncidentEventNeeds() {
        Instant first = NOW.minusSeconds(60);
        Instant last = NOW.minusSeconds(30);
        put("8", "a", NOW, new Finding.Activity(first, last, List.of("T1059.001", "T1110")));

        assertThat(index.newest("acme", "8", 1))
                .containsExactly(new AlertSummary(
                        "a",
                        NOW,
                        NOW,
                        "a title",
                        "new",
                        "high",
                        "microsoftSentinel",
                        first,
                        last,
                        List.of("T1059.001", "T1110")));
    }

    @Test
    void incidentsOfOtherTenantsAndOfOtherIdsAreNoPartOfIt() {
        put("8", "a", NOW, NONE);

        assertThat(index.newest("emea", "8", 10)).isEmpty();
        assertThat(index.newest("acme", "80", 10)).isEmpty();
        assertThat(index.from("acme", "", "", 10)).isEmpty();
    }

    private void put(String incident, String id, @Nullable Instant createdAt, Finding.Activity activity) {
        Finding any = Findings.of(NOW, 1);
        Finding.Facts facts = new Finding.Facts(null, "new", "high", "microsoftSentinel", incident, "a title", null);
        Finding alert = new Finding(
                id, NOW, createdAt, any.canonicalHash(), any.digest(), Map.of(), facts, activity, any.body());
        table.putAll(List.of(Head.after(null, Head.key("acme", Kind.ALERT, id), alert, 1, NOW)));
    }
}
