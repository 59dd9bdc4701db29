package io.defenderrelay.microsoft;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FindingQueryTest {
    private static final Instant FROM = Instant.parse("2026-11-20T12:00:00.1234567Z");
    private static final Instant TO = Instant.parse("2026-11-20T12:00:01Z");

    @Test
    void timesAreWrittenWithSevenDecimalsAndEncoded() {
        FindingQuery query = new FindingQuery(FROM, null, Map.of(), 500, false);

        assertThat(query.text(false))
                .isEqualTo("$top=500&$filter=lastUpdateDateTime%20ge%202026-11-20T12%3A00%3A00.1234567Z");
    }

    @Test
    void everyOptionStandsInItsPlace() {
        FindingQuery query = new FindingQuery(FROM, TO, Map.of("severity", "high"), 25, true);

        assertThat(query.text(true))
                .isEqualTo("$top=25&$filter=lastUpdateDateTime%20ge%202026-11-20T12%3A00%3A00.1234567Z"
                        + "%20and%20lastUpdateDateTime%20lt%202026-11-20T12%3A00%3A01.0000000Z"
                        + "%20and%20severity%20eq%20%27high%27"
                        + "&$orderby=lastUpdateDateTime%20asc&$count=true");
    }

    @Test
    void everyValueNarrowsTheFilter() {
        FindingQuery query =
                new FindingQuery(FROM, TO, Map.of("severity", "high", "serviceSource", "microsoftSentinel"), 25, false);

        assertThat(query.text(false))
                .contains("%20and%20severity%20eq%20%27high%27")
                .contains("%20and%20serviceSource%20eq%20%27microsoftSentinel%27");
    }

    @Test
    void laterChangesOfTheValuesDoNotReachTheQuery() {
        Map<String, String> values = new LinkedHashMap<>(Map.of("severity", "high"));
        FindingQuery query = new FindingQuery(FROM, TO, values, 25, false);

        values.put("status", "new");

        assertThat(query.text(false)).doesNotContain("status");
    }
}
