package io.defenderrelay.simulated;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as Microsoft keeps them: whole steps of 100 ns since 1970, so that they compare as numbers. */
final class Ticks {

    static final long PER_SECOND = 10_000_000L;

    private static final DateTimeFormatter TO_SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT);

    private Ticks() {}

    static long of(Instant instant) {
        return instant.getEpochSecond() * PER_SECOND + instant.getNano() / 100;
    }

    static Instant instant(long ticks) {
        return Instant.ofEpochSecond(Math.floorDiv(ticks, PER_SECOND), Math.floorMod(ticks, PER_SECOND) * 100);
    }

    /** Reads ISO 8601 with any number of decimals and any offset; throws {@code DateTimeParseException}. */
    static long parse(String text) {
        return of(OffsetDateTime.parse(text).toInstant());
    }

    /** Writes UTC with as many decimals as asked; the rest is cut off. */
    static String text(Instant instant, int decimals) {
        OffsetDateTime time = instant.atOffset(ZoneOffset.UTC);
        String seconds = time.format(TO_SECONDS);
        if (decimals == 0) {
            return seconds + "Z";
        }
        String nanos = String.format(Locale.ROOT, "%09d", time.getNano());
        return seconds + "." + nanos.substring(0, decimals) + "Z";
    }

    /** Writes UTC in the shortest exact form, as Microsoft does: trailing zeros of the fraction are left out. */
    static String text(Instant instant) {
        int decimals = 7;
        int ticks = instant.atOffset(ZoneOffset.UTC).getNano() / 100;
        while (decimals > 0 && ticks % 10 == 0) {
            ticks /= 10;
            decimals--;
        }
        return text(instant, decimals);
    }
}
