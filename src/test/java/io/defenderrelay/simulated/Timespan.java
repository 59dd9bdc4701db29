package io.defenderrelay.simulated;

import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The time range of a hunting query: {@code P7D}, a start, or a start and an end of which one may be a duration.
 * Source: Microsoft Graph, "security: runHuntingQuery", Timespan.
 */
final class Timespan {

    private static final Pattern DURATION =
            Pattern.compile("P(?=.)(\\d+Y)?(\\d+M)?(\\d+W)?(\\d+D)?(T(?=.)(\\d+H)?(\\d+M)?(\\d+([.]\\d+)?S)?)?");
    private static final List<String> LEFT_OUT = List.of("", "Z", "T00:00:00Z");

    private Timespan() {}

    static boolean isValid(String text) {
        String[] ends = text.split("/", -1);
        if (ends.length == 1) {
            return isDuration(text) || isTime(text);
        }
        return ends.length == 2
                && (isTime(ends[0]) || isTime(ends[1]))
                && (isTime(ends[0]) || isDuration(ends[0]))
                && (isTime(ends[1]) || isDuration(ends[1]));
    }

    private static boolean isDuration(String text) {
        return DURATION.matcher(text).matches();
    }

    private static boolean isTime(String text) {
        return LEFT_OUT.stream().anyMatch(end -> parses(text + end));
    }

    private static boolean parses(String time) {
        try {
            Ticks.parse(time);
            return true;
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
