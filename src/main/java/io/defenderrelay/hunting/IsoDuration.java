package io.defenderrelay.hunting;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as ISO 8601 writes them, in whole days, hours, minutes and seconds: other units have no fixed length. */
final class IsoDuration {
    private static final Pattern FORM = Pattern.compile(
            "P(?=.)(?:([0-9]{1,4})D)?(?:T(?=.)(?:([0-9]{1,6})H)?(?:([0-9]{1,8})M)?(?:([0-9]{1,9})S)?)?");

    private IsoDuration() {}

    /** Empty for what is no such duration, and for none at all. */
    static Optional<Duration> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        Duration duration = Duration.ofDays(number(form, 1))
                .plusHours(number(form, 2))
                .plusMinutes(number(form, 3))
                .plusSeconds(number(form, 4));
        return Optional.of(duration).filter(length -> !length.isZero());
    }

    /** The same duration always as the same text, e.g. {@code P1DT12H}. */
    static String text(Duration duration) {
        Duration rest = duration.minusDays(duration.toDays());
        String days = duration.toDays() == 0 ? "P" : "P" + duration.toDays() + "D";
        return rest.isZero() ? days : days + rest.toString().substring(1);
    }

    private static long number(Matcher form, int group) {
        String digits = form.group(group);
        return digits == null ? 0 : Long.parseLong(digits);
    }
}
