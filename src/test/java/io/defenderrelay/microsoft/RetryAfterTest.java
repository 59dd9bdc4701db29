package io.defenderrelay.microsoft;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "0, PT0S",
        "1, PT1S",
        "' 30 ', PT30S",
        "007, PT7S",
        "86400, PT24H",
        "86401, PT24H",
        "999999, PT24H",
        "1000000, PT24H",
        "99999999999999999999999999, PT24H",
        "'Fri, 20 Nov 2026 12:00:10 GMT', PT10S",
        "'Fri, 20 Nov 2026 12:00:00 GMT', PT0S",
        "'Fri, 20 Nov 2026 11:59:00 GMT', PT0S",
        "'Thu, 01 Jan 1970 00:00:00 GMT', PT0S",
        "'Mon, 23 Nov 2026 12:00:00 GMT', PT24H",
        "'Fri, 31 Dec 9999 23:59:59 GMT', PT24H"
    })
    void waitIsReadInBothFormsAndStaysWithinADay(String header, Duration wait) {
        assertThat(RetryAfter.read(header, NOW)).contains(wait);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                " ",
                "-1",
                "+5",
                "1.5",
                "5s",
                "1e3",
                "0x10",
                "soon",
                "2026-11-20T12:00:10Z",
                "Fri, 20 Nov 2026 25:00:10 GMT",
                "Mon, 20 Nov 2026 12:00:10 GMT",
                "99999999999999999999999999999999999999999999999999999999999999999",
                "5, 10"
            })
    void headerThatCannotBeReadAsksForNoWait(String header) {
        assertThat(RetryAfter.read(header, NOW)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'Fri, 20 Nov 2026 12:00:00 GMT', 2026-11-20T12:00:00Z",
        "' Fri, 20 Nov 2026 12:00:00 GMT ', 2026-11-20T12:00:00Z",
        "'Fri, 20 Nov 2026 12:00:00 +0100', 2026-11-20T11:00:00Z"
    })
    void dateOfAnAnswerIsRead(String header, Instant date) {
        assertThat(RetryAfter.date(header)).contains(date);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "now", "12", "2026-11-20T12:00:00Z"})
    void dateThatIsNoneIsEmpty(String header) {
        assertThat(RetryAfter.date(header)).isEmpty();
    }
}
