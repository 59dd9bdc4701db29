package io.defenderrelay.microsoft;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The header of that name, in both its forms. Source: RFC 9110, "Retry-After". */
final class RetryAfter {
    private static final Duration LONGEST = Duration.ofDays(1);

    private RetryAfter() {}

    /**
     * The wait asked for, at least zero and at most a day; empty without a header that can be read.
     *
     * @param now by the clock of who sent the header, if known
     */
    static Optional<Duration> read(@Nullable String header, Instant now) {
        if (header == null || header.isBlank() || header.length() > 64) {
            return Optional.empty();
        }
        String text = header.strip();
        if (text.chars().allMatch(Character::isDigit)) {
            return Optional.of(text.length() > 6 ? LONGEST : within(Duration.ofSeconds(Long.parseLong(text))));
        }
        return date(text).map(time -> within(Duration.between(now, time)));
    }

    /** An HTTP date, as in {@code Date} and {@code Retry-After}. */
    static Optional<Instant> date(@Nullable String text) {
        if (text == null || text.length() > 64) {
            return Optional.empty();
        }
        try {
            return Optional.of(ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException notADate) {
            return Optional.empty();
        }
    }

    private static Duration within(Duration wait) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }
}
