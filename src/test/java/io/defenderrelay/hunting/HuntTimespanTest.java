package io.defenderrelay.hunting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.defenderrelay.problem.InvalidRequestException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HuntTimespanTest {
    @ParameterizedTest
    @CsvSource({
        "P7D, P7D",
        "PT12H, PT12H",
        "P1DT2H3M4S, P1DT2H3M4S",
        "PT36H, P1DT12H",
        "PT0H90M, PT1H30M",
        "P007D, P7D",
        "2026-09-01T00:00:00Z, 2026-09-01T00:00:00Z",
        "2026-09-01T02:00:00+02:00, 2026-09-01T00:00:00Z",
        "2026-09-01T00:00:00.5Z, 2026-09-01T00:00:00.5000000Z",
        "2026-09-01T00:00:00Z/2026-09-02T00:00:00Z, 2026-09-01T00:00:00Z/2026-09-02T00:00:00Z",
        "2026-09-01T00:00:00Z/2026-09-01T00:00:00.0000001Z, 2026-09-01T00:00:00Z/2026-09-01T00:00:00.0000001Z",
        "2026-09-01T00:00:00Z/PT24H, 2026-09-01T00:00:00Z/P1D",
        "P7D/2026-09-02T00:00:00Z, P7D/2026-09-02T00:00:00Z"
    })
    void timespanIsSentInOneForm(String given, String sent) {
        assertThat(HuntTimespan.check(given)).isEqualTo(sent);
        assertThat(HuntTimespan.check(sent)).isEqualTo(sent);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "P",
                "PT",
                "P1DT",
                "P0D",
                "PT0S",
                "-P1D",
                "P-1D",
                "P+1D",
                "P1M",
                "P1Y",
                "P1W",
                "P1.5D",
                "PT1.5S",
                "PT1S1H",
                "p7d",
                "P7D ",
                "P٧D",
                "P99999D",
                "7d",
                "2026-09-01",
                "2026-09-01T00:00:00",
                "2026-02-30T00:00:00Z",
                "yesterday",
                "/",
                "P7D/",
                "/P7D",
                "P7D/P7D",
                "2026-09-01T00:00:00Z/",
                "2026-09-01T00:00:00Z/now",
                "2026-09-01T00:00:00Z/P7D/P7D",
                "2026-09-01T00:00:00.1234567+02:00/2026-09-02T00:00:00.1234567+02:00",
                "P7D\"; .show tables",
            })
    void otherTextIsRefusedWithTheForms(String text) {
        assertThatThrownBy(() -> HuntTimespan.check(text))
                .isInstanceOfSatisfying(InvalidRequestException.class, refused -> assertThat(refused.field())
                        .isEqualTo("timespan"))
                .hasMessageStartingWith("'timespan' must be a duration such as P7D");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-09-02T00:00:00Z/2026-09-01T00:00:00Z",
                "2026-09-01T00:00:00Z/2026-09-01T00:00:00Z",
                "2026-09-01T00:00:00Z/2026-09-01T01:00:00+02:00"
            })
    void timespanThatEndsBeforeItBeginsIsRefused(String text) {
        assertThatThrownBy(() -> HuntTimespan.check(text))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("'timespan' must end after it begins: put the earlier time first");
    }

    @Test
    void longTextIsRefusedUnread() {
        assertThatThrownBy(() -> HuntTimespan.check("P7D".repeat(1_000_000)))
                .isInstanceOf(InvalidRequestException.class);
    }
}
