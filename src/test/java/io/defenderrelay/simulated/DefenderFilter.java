package io.defenderrelay.simulated;

import com.fasterxml.jackson.databind.JsonNode;
import io.defenderrelay.simulated.ODataFilter.Operator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What the {@code $filter} of a list of Defender for Endpoint may compare: words, ids with or without quotes, times. */
record DefenderFilter(Set<String> words, Set<String> ids, Set<String> times)
        implements FilterGrammar.Terms<Predicate<JsonNode>> {

    private static final Pattern GUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    DefenderFilter {
        words = Set.copyOf(words);
        ids = Set.copyOf(ids);
        times = Set.copyOf(times);
    }

    /** Throws {@link InvalidQuery} for whatever is not documented. */
    Predicate<JsonNode> parse(String text) {
        return new FilterGrammar<>(this, text).parse();
    }

    @Override
    public Predicate<JsonNode> and(List<Predicate<JsonNode>> parts) {
        return row -> parts.stream().allMatch(part -> part.test(row));
    }

    @Override
    public Predicate<JsonNode> or(List<Predicate<JsonNode>> parts) {
        return row -> parts.stream().anyMatch(part -> part.test(row));
    }

    @Override
    public Predicate<JsonNode> comparison(FilterGrammar<Predicate<JsonNode>> text) {
        String name = text.next();
        if (name.equals("startswith")) {
            return startsWith(text);
        }
        Operator operator = text.operator();
        String literal = text.next();
        if (times.contains(name)) {
            long ticks = FilterGrammar.time(literal);
            return row -> row.path(name).isTextual()
                    && operator.holds(Long.compare(Ticks.parse(row.path(name).asText()), ticks));
        }
        if (operator != Operator.EQ || !(words.contains(name) || ids.contains(name))) {
            throw new InvalidQuery("Invalid filter clause: '" + name + "' cannot be compared so.");
        }
        if (literal.equals("null")) {
            return row -> row.path(name).isNull();
        }
        if (ids.contains(name)) {
            String id = GUID.matcher(literal).matches() ? literal : FilterGrammar.word(literal);
            return row -> row.path(name).asText().equalsIgnoreCase(id);
        }
        String word = FilterGrammar.word(literal);
        return row -> row.path(name).asText().equals(word);
    }

    private Predicate<JsonNode> startsWith(FilterGrammar<Predicate<JsonNode>> text) {
        text.expect("(");
        String name = text.next();
        String separated = name.endsWith(",") ? name.substring(0, name.length() - 1) : name;
        if (separated.equals(name)) {
            text.expect(",");
        }
        String start = FilterGrammar.word(text.next());
        text.expect(")");
        if (!words.contains(separated)) {
            throw new InvalidQuery("Invalid filter clause: '" + separated + "' cannot be compared so.");
        }
        return row -> row.path(separated).asText().startsWith(start);
    }
}
