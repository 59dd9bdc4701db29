package io.defenderrelay.function;

import io.defenderrelay.feed.Format;
import io.defenderrelay.hunting.RowFormat;
import io.defenderrelay.model.ActionKind;
import io.defenderrelay.model.Kind;
import io.defenderrelay.model.UtcTime;
import io.defenderrelay.problem.InvalidRequestException;
import io.defenderrelay.remediation.ActionQuery;
import io.defenderrelay.store.ActionState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The query parameters of a request, read from the query as it came: API Gateway's own map joins a parameter given twice
 * into one with a comma.
 */
final class RequestQuery {
    private static final int LONGEST = 4_096;
    private static final int LONGEST_VALUE = 1_024;
    private static final int MOST_ITEMS = 500;
    private static final int DEFAULT_ITEMS = 100;
    private static final int MOST_ROWS = 10_000;
    private static final int DEFAULT_ROWS = 1_000;
    private static final Pattern WORD = Pattern.compile("[A-Za-z]{1,32}");
    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,8}");

    private final Map<String, String> values;

    private RequestQuery(Map<String, String> values) {
        this.values = values;
    }

    /** @param known names of the parameters that may be given */
    static RequestQuery parse(String query, Set<String> known) {
        if (query.length() > LONGEST) {
            throw refused("query", "The query must have at most " + LONGEST + " characters");
        }
        Map<String, String> values = new LinkedHashMap<>();
        if (query.isEmpty()) {
            return new RequestQuery(values);
        }
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = PercentEncoding.decode("query", equals < 0 ? pair : pair.substring(0, equals));
            if (!known.contains(name)) {
                throw unknown(name, known);
            }
            String value = equals < 0 ? "" : PercentEncoding.decode(name, pair.substring(equals + 1));
            if (value.isEmpty() || value.length() > LONGEST_VALUE) {
                throw refused(name, "Parameter '" + name + "' must have 1 to " + LONGEST_VALUE + " characters");
            }
            if (values.put(name, value) != null) {
                throw refused(name, "Parameter '" + name + "' is given twice: give it once");
            }
        }
        return new RequestQuery(values);
    }

    /** The position to go on from, not yet looked at; null when there is none. */
    @Nullable
    String after() {
        return values.get("after");
    }

    /** How many parts the caller has. */
    int partsRead() {
        return number("after", 0, Integer.MAX_VALUE, 0);
    }

    /** How many entries of an audit the caller has. */
    int entriesRead() {
        return number("after", 0, Integer.MAX_VALUE, 0);
    }

    /** How many rows of a hunt the caller has. */
    long rowsRead() {
        return number("after", 0, Integer.MAX_VALUE, 0);
    }

    /** How many rows of a hunt are wanted at most. */
    int rowLimit() {
        return number("limit", 1, MOST_ROWS, DEFAULT_ROWS);
    }

    /** What rows are to be shown as; JSON unless asked otherwise. */
    RowFormat rowFormat() {
        return RowFormat.parse(values.getOrDefault("format", RowFormat.JSON.word()))
                .orElseThrow(() -> refused("format", "Parameter 'format' must be json, ndjson or csv"));
    }

    int limit() {
        return number("limit", 1, MOST_ITEMS, DEFAULT_ITEMS);
    }

    /** The kinds asked for; all when none is. */
    List<Kind> kinds() {
        String text = values.get("kinds");
        if (text == null) {
            return List.of(Kind.values());
        }
        List<Kind> kinds = new ArrayList<>();
        for (String word : text.split(",", -1)) {
            Kind kind = Kind.parse(word)
                    .filter(known -> !kinds.contains(known))
                    .orElseThrow(() -> refused(
                            "kinds", "Parameter 'kinds' must be a list of kinds, each once, of these: " + known()));
            kinds.add(kind);
        }
        return kinds;
    }

    /** What findings are to be shown as; OCSF unless asked otherwise. */
    Format format() {
        return Format.parse(values.getOrDefault("format", Format.OCSF.word()))
                .orElseThrow(() -> refused("format", "Parameter 'format' must be ocsf or graph"));
    }

    /** Which actions are asked for; all when nothing else is said. */
    ActionQuery actions() {
        Instant to = time("to", Instant.parse("9999-12-31T00:00:00Z"));
        return new ActionQuery(
                words("state", ActionState::parse),
                words("kind", ActionKind::parse),
                values.get("target"),
                values.get("requester"),
                time("from", Instant.EPOCH),
                to,
                number("limit", 1, MOST_ITEMS, DEFAULT_ITEMS),
                values.get("after"));
    }

    private <T> Set<T> words(String name, Function<String, Optional<T>> parse) {
        Set<T> words = new LinkedHashSet<>();
        String text = values.get(name);
        for (String word : text == null ? new String[0] : text.split(",", -1)) {
            words.add(parse.apply(word)
                    .orElseThrow(() -> refused(
                            name,
                            "Parameter '" + name + "' must be a list of words that actions have as their " + name
                                    + ", with commas between")));
        }
        return words;
    }

    private Instant time(String name, Instant fallback) {
        String text = values.get(name);
        if (text == null) {
            return fallback;
        }
        return UtcTime.parse(text)
                .orElseThrow(
                        () -> refused(name, "Parameter '" + name + "' must be a time such as 2026-09-01T00:00:00Z"));
    }

    private int number(String name, int least, int most, int fallback) {
        String text = values.get(name);
        if (text == null) {
            return fallback;
        }
        int number = NUMBER.matcher(text).matches() ? Integer.parseInt(text) : -1;
        if (number < least || number > most) {
            throw refused(name, "Parameter '" + name + "' must be a whole number from " + least + " to " + most);
        }
        return number;
    }

    private static String known() {
        return String.join(", ", List.of(Kind.values()).stream().map(Kind::word).toList());
    }

    private static InvalidRequestException unknown(String name, Set<String> known) {
        String shown = WORD.matcher(name).matches() ? "'" + name + "'" : "of an unprintable name";
        String advice = known.isEmpty()
                ? "this path takes none"
                : "known are " + String.join(", ", known.stream().sorted().toList());
        return refused("query", "Unknown parameter " + shown + ": " + advice);
    }

    private static InvalidRequestException refused(String field, String what) {
        return new InvalidRequestException(field, what);
    }
}
