package io.defenderrelay.simulated;

import com.fasterxml.jackson.databind.JsonNode;
import io.defenderrelay.simulated.ODataFilter.Operator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** What the {@code $filter} of the directory's users may compare: names, and addresses by {@code any}; without case. */
final class DirectoryFilter implements FilterGrammar.Terms<Predicate<JsonNode>> {

    private static final Set<String> NAMES = Set.of("id", "userPrincipalName", "mail");
    private static final String ANY = "proxyAddresses/any";

    private boolean addresses;

    /** Throws {@link InvalidQuery} for whatever is not documented. */
    Predicate<JsonNode> parse(String text) {
        return new FilterGrammar<>(this, text).parse();
    }

    /** Whether the filter that was parsed compares addresses. */
    boolean comparesAddresses() {
        return addresses;
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
        if (name.equals(ANY)) {
            return any(text);
        }
        if (!NAMES.contains(name)) {
            throw unsupported(name);
        }
        String word = equal(text);
        return row -> row.path(name).asText().equalsIgnoreCase(word);
    }

    private Predicate<JsonNode> any(FilterGrammar<Predicate<JsonNode>> text) {
        addresses = true;
        text.expect("(");
        String variable = text.next();
        if (!variable.matches("(\\w+):\\1")) {
            throw unsupported(ANY);
        }
        String word = equal(text);
        text.expect(")");
        return row -> {
            for (JsonNode address : row.path("proxyAddresses")) {
                if (address.asText().equalsIgnoreCase(word)) {
                    return true;
                }
            }
            return false;
        };
    }

    private static String equal(FilterGrammar<Predicate<JsonNode>> text) {
        if (text.operator() != Operator.EQ) {
            throw unsupported("it");
        }
        return FilterGrammar.word(text.next());
    }

    private static InvalidQuery unsupported(String what) {
        return new InvalidQuery(
                "Request_UnsupportedQuery", "Unsupported or invalid query filter clause specified for '" + what + "'.");
    }
}
