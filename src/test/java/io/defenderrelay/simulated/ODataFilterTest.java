package io.defenderrelay.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ODataFilterTest {

    private final StoredRecord alert = StoredRecord.read("""
            {"id":"a","lastUpdateDateTime":"2026-09-14T10:00:00.1234567Z","createdDateTime":"2026-09-14T09:00:00Z",
             "status":"inProgress","severity":"high","serviceSource":"microsoftSentinel","assignedTo":"o'neil",
             "classification":null}
            """.getBytes(StandardCharsets.UTF_8), "-", null);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lastUpdateDateTime ge 2026-09-14T10:00:00.1234567Z",
                "lastUpdateDateTime gt 2026-09-14T10:00:00.1234566Z",
                "lastUpdateDateTime lt 2026-09-14T12:00:00.2+02:00",
                "lastUpdateDateTime eq 2026-09-14T10:00:00.1234567Z",
                "createdDateTime le 2026-09-14T09:00:00Z",
                "status eq 'InProgress'",
                "assignedTo eq 'o''neil'",
                "classification eq null",
                "status eq 'new' or severity eq 'high' and serviceSource eq 'microsoftSentinel'",
                "(status eq 'new' or severity eq 'high') and status eq 'inProgress'"
            })
    void matchingFiltersMatch(String filter) {
        assertThat(ODataFilter.parse(Entity.ALERTS, filter).matches(alert)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lastUpdateDateTime gt 2026-09-14T10:00:00.1234567Z",
                "lastUpdateDateTime lt 2026-09-14T10:00:00.1234567Z",
                "status eq 'new'",
                "assignedTo eq 'O''NEIL'",
                "severity eq null",
                "(status eq 'new' or severity eq 'high') and serviceSource eq 'microsoft365Defender'"
            })
    void otherFiltersDoNot(String filter) {
        assertThat(ODataFilter.parse(Entity.ALERTS, filter).matches(alert)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "status",
                "status eq",
                "status eq new",
                "status eq 'nonsense'",
                "status eq 'new",
                "status ne 'new'",
                "status gt 'new'",
                "title eq 'x'",
                "evidence/any(e: e/id eq '1')",
                "lastUpdateDateTime ge '2026-09-14T10:00:00Z'",
                "lastUpdateDateTime ge 2026-09-14",
                "lastUpdateDateTime ge 2026-13-14T10:00:00Z",
                "lastUpdateDateTime ge 2026-09-14T10:00:00.12345678Z",
                "(status eq 'new'",
                "status eq 'new')",
                "status eq 'new' and",
                "not status eq 'new'",
                "status eq 'new' status eq 'new'"
            })
    void unsupportedFiltersAreRefused(String filter) {
        assertThatThrownBy(() -> ODataFilter.parse(Entity.ALERTS, filter)).isInstanceOf(InvalidQuery.class);
    }

    @Test
    void spanIsExactForConjunctionsOfTimes() {
        ODataFilter.Span span = ODataFilter.parse(
                        Entity.ALERTS,
                        "(lastUpdateDateTime ge 1970-01-01T00:00:01Z) and lastUpdateDateTime le 1970-01-01T00:00:02Z")
                .span();

        assertThat(span).isEqualTo(new ODataFilter.Span(10_000_000, 20_000_001, true));
    }

    @Test
    void deepParenthesesAreRefused() {
        String filter = "(".repeat(5000) + "status eq 'new'" + ")".repeat(5000);

        assertThatThrownBy(() -> ODataFilter.parse(Entity.ALERTS, filter)).isInstanceOf(InvalidQuery.class);
    }
}
