package io.defenderrelay.local;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What {@code alert-sync} and {@code incident-sync} say of a run in its log: counts by their names, and why it ended early if it did.
 *
 * @param held whether another run held the lease, so that nothing was done
 */
record SyncLine(boolean held, Map<String, String> values, Optional<String> problem) {
    private static final Pattern VALUE = Pattern.compile("(\\w+)=(\\S+)");
    private static final Pattern PROBLEM =
            Pattern.compile("(?:alert|incident)-sync (?:degraded|failed) .*?message=\"(.*)\"", Pattern.DOTALL);

    SyncLine {
        values = Map.copyOf(values);
    }

    /** Reads the lines that a run printed; empty when they do not tell of one. */
    static Optional<SyncLine> read(List<String> printed) {
        List<String> messages = LogMessages.of(printed);
        Optional<String> done = starting(messages, "-sync done ").findFirst();
        Optional<String> problem = messages.stream()
                .map(PROBLEM::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .findFirst();
        boolean held = starting(messages, "-sync held").findAny().isPresent();
        if (done.isEmpty() && problem.isEmpty() && !held) {
            return Optional.empty();
        }
        Map<String, String> values = new HashMap<>();
        done.map(VALUE::matcher)
                .ifPresent(matcher -> matcher.results().forEach(found -> values.put(found.group(1), found.group(2))));
        return Optional.of(new SyncLine(held, values, problem));
    }

    long created() {
        return number("created");
    }

    long changed() {
        return number("updated");
    }

    long closed() {
        return number("closed");
    }

    long calls() {
        return number("calls");
    }

    /** Whether older changes are still to be read. */
    boolean behind() {
        return "true".equals(values.get("behind"));
    }

    private long number(String name) {
        return Long.parseLong(values.getOrDefault(name, "0"));
    }

    private static Stream<String> starting(List<String> messages, String start) {
        return messages.stream()
                .filter(message -> message.startsWith("alert" + start) || message.startsWith("incident" + start));
    }
}
