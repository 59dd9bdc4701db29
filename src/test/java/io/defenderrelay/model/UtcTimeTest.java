package io.defenderrelay.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class UtcTimeTest {
    private static final long FIRST = Instant.parse("0001-01-01T00:00:00Z").getEpochSecond();
    private static final long LAST = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

    @ParameterizedTest
    @CsvSource({
        "2026-09-14T10:40:00Z, 2026-09-14T10:40:00.0000000Z",
        "2026-09-14T10:40:00.1Z, 2026-09-14T10:40:00.1000000Z",
        "2026-09-14T10:40:00.12Z, 2026-09-14T10:40:00.1200000Z",
        "2026-09-14T10:40:00.123Z, 2026-09-14T10:40:00.1230000Z",
        "2026-09-14T10:40:00.1234Z, 2026-09-14T10:40:00.1234000Z",
        "2026-09-14T10:40:00.12345Z, 2026-09-14T10:40:00.1234500Z",
        "2026-09-14T10:40:00.123456Z, 2026-09-14T10:40:00.1234560Z",
        "2026-09-14T10:40:00.1234567Z, 2026-09-14T10:40:00.1234567Z",
        "2026-09-14T10:40:00.12345678Z, 2026-09-14T10:40:00.1234567Z",
        "2026-09-14T10:40:00.123456789Z, 2026-09-14T10:40:00.1234567Z",
        "2026-09-14T10:40Z, 2026-09-14T10:40:00.0000000Z",
        "2026-09-14T10:40:00+00:00, 2026-09-14T10:40:00.0000000Z",
        "2026-09-14T10:40:00.5+02:00, 2026-09-14T08:40:00.5000000Z",
        "2026-09-14T23:40:00-05:30, 2026-09-15T05:10:00.0000000Z",
        "0001-01-01T00:00:00Z, 0001-01-01T00:00:00.0000000Z",
        "9999-12-31T23:59:59.9999999Z, 9999-12-31T23:59:59.9999999Z"
    })
    void timeOfAnyPrecisionAndOffsetBecomesSevenDecimalsInUtc(String wire, String text) {
        assertThat(UtcTime.parse(wire)).map(UtcTime::text).contains(text);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                " ",
                "yesterday",
                "2026-09-14",
                "2026-09-14T10:40:00",
                "2026-09-14 10:40:00Z",
                "2026-13-14T10:40:00Z",
                "2026-02-30T10:40:00Z",
                "2026-09-14T25:00:00Z",
                "2026-09-14T10:40:00.Z ",
                "2026-09-14T10:40:00.1234567891Z",
                "2026-09-14T10:40:00Z/2026",
                "0000-12-31T23:59:59Z",
                "0001-01-01T00:00:00+01:00",
                "-0001-01-01T00:00:00Z",
                "+10000-01-01T00:00:00Z",
                "9999-12-31T23:59:59-01:00",
                "+999999999-12-31T23:59:59-18:00",
                "1757846400"
            })
    void whatIsNoTimeThatSortsAsTextIsEmpty(String wire) {
        assertThat(UtcTime.parse(wire)).isEmpty();
    }

    @Test
    void endlessTextIsEmpty() {
        assertThat(UtcTime.parse("2026-09-14T10:40:00." + "1".repeat(100) + "Z"))
                .isEmpty();
    }

    @Test
    void ticksCutWhatMicrosoftDoesNotCount() {
        Instant fine = Instant.parse("2026-09-14T10:40:00.123456789Z");

        assertThat(UtcTime.ticks(fine)).isEqualTo("2026-09-14T10:40:00.123456700Z");
        assertThat(UtcTime.ticks(Instant.parse("1969-12-31T23:59:59.999999999Z")))
                .isEqualTo("1969-12-31T23:59:59.999999900Z");
    }

    @Property
    void textSortsAsTheTimesDo(@ForAll("times") Instant one, @ForAll("times") Instant other) {
        int byText = UtcTime.text(one).compareTo(UtcTime.text(other));

        assertThat(Integer.signum(byText)).isEqualTo(Integer.signum(one.compareTo(other)));
    }

    @Property
    void textIsReadBackAsTheSameTime(@ForAll("times") Instant time) {
        assertThat(UtcTime.parse(UtcTime.text(time))).contains(time);
        assertThat(UtcTime.text(time)).hasSize(28);
    }

    @Provide
    Arbitrary<Instant> times() {
        Arbitrary<Long> seconds = Arbitraries.longs().between(FIRST, LAST);
        Arbitrary<Integer> ticks = Arbitraries.integers().between(0, 9_999_999);
        return seconds.flatMap(second -> ticks.map(tick -> Instant.ofEpochSecond(second, tick * 100L)));
    }
}
