package io.defenderrelay.model;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Times as text with exactly seven decimals, the finest that Microsoft's services write: text of this form sorts as the
 * times do. Source: Microsoft Graph, "alert resource type"; 0 to 7 decimals occur on the wire.
 */
public final class UtcTime {
    private static final int LONGEST = 64;
    private static final DateTimeFormatter SEVEN_DECIMALS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSS'Z'").withZone(ZoneOffset.UTC);

    private UtcTime() {}

    /** Seven decimals, UTC. Finer digits are cut off. */
    public static String text(Instant time) {
        return SEVEN_DECIMALS.format(time);
    }

    /**
     * Reads ISO 8601 with any offset and any number of decimals, cut to seven; empty for absent text, text that is no
     * time, and years outside 0001 to 9999, which could not be sorted as text.
     */
    public static Optional<Instant> parse(@Nullable String text) {
        if (text == null || text.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            OffsetDateTime utc = OffsetDateTime.parse(text).withOffsetSameInstant(ZoneOffset.UTC);
            if (utc.getYear() < 1 || utc.getYear() > 9999) {
                return Optional.empty();
            }
            return Optional.of(ticks(utc.toInstant()));
        } catch (DateTimeException notATime) {
            return Optional.empty();
        }
    }

    /** The time cut to tenths of a microsecond, the unit in which Microsoft counts. */
    public static Instant ticks(Instant time) {
        return time.with(ChronoField.NANO_OF_SECOND, time.get(ChronoField.NANO_OF_SECOND) / 100 * 100L);
    }
}
