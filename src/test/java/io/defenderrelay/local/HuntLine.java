package io.defenderrelay.local;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code hunt-run} says in its log of a ticket that it has dealt with.
 *
 * @param hunt the hunt's id
 * @param outcome in words; {@code succeeded} when the rows are there
 * @param bytes of the rows as they are kept, before they are packed
 * @param code of the problem, if there was one
 */
record HuntLine(String hunt, String outcome, long rows, long bytes, int chunks, Optional<String> code) {
    private static final Pattern DONE = Pattern.compile(
            "hunt-run done hunt=(\\S+) outcome=\"([^\"]*)\" rows=(\\d+) bytes=(\\d+) chunks=(\\d+) code=(\\S+)");

    /** Reads the lines that a run printed; empty when they do not tell of a hunt. */
    static Optional<HuntLine> read(List<String> printed) {
        return LogMessages.of(printed).stream()
                .map(DONE::matcher)
                .filter(Matcher::matches)
                .map(HuntLine::of)
                .findFirst();
    }

    private static HuntLine of(Matcher done) {
        return new HuntLine(
                done.group(1),
                done.group(2),
                Long.parseLong(done.group(3)),
                Long.parseLong(done.group(4)),
                Integer.parseInt(done.group(5)),
                Optional.of(done.group(6)).filter(code -> !code.equals("null")));
    }

    boolean succeeded() {
        return outcome.equals("succeeded");
    }
}
