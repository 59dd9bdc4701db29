package io.defenderrelay.simulated;

import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the text of one {@code $filter} by recursive descent: or, then and, then comparison or parentheses. What a
 * comparison means is for the caller to say.
 */
final class FilterGrammar<N> {

    private static final Pattern TOKEN = Pattern.compile("\\s*(?:([()])|('(?:[^']|'')*')|([^\\s()']+))");
    private static final Pattern TIME =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,7})?(Z|[+-]\\d{2}:\\d{2})");
    private static final int DEEPEST = 100;

    private final Terms<N> terms;
    private final List<String> tokens;
    private int position;
    private int depth;

    /** What the parts of a filter become. */
    interface Terms<N> {
        /** Reads one comparison with {@link FilterGrammar#next()}, from its first word on. */
        N comparison(FilterGrammar<N> text);

        N and(List<N> parts);

        N or(List<N> parts);
    }

    FilterGrammar(Terms<N> terms, String text) {
        this.terms = terms;
        this.tokens = tokens(text);
    }

    N parse() {
        N filter = either();
        if (position < tokens.size()) {
            throw syntaxError("unexpected '" + tokens.get(position) + "'");
        }
        return filter;
    }

    private N either() {
        List<N> parts = new ArrayList<>(List.of(both()));
        while (skip("or")) {
            parts.add(both());
        }
        return parts.size() == 1 ? parts.get(0) : terms.or(List.copyOf(parts));
    }

    private N both() {
        List<N> parts = new ArrayList<>(List.of(single()));
        while (skip("and")) {
            parts.add(single());
        }
        return parts.size() == 1 ? parts.get(0) : terms.and(List.copyOf(parts));
    }

    private N single() {
        if (!skip("(")) {
            return terms.comparison(this);
        }
        if (++depth > DEEPEST) {
            throw syntaxError("the recursion limit has been exceeded");
        }
        N inside = either();
        expect(")");
        depth--;
        return inside;
    }

    ODataFilter.Operator operator() {
        String word = next();
        return switch (word) {
            case "eq" -> ODataFilter.Operator.EQ;
            case "ge" -> ODataFilter.Operator.GE;
            case "gt" -> ODataFilter.Operator.GT;
            case "le" -> ODataFilter.Operator.LE;
            case "lt" -> ODataFilter.Operator.LT;
            default -> throw syntaxError("operator '" + word + "' is not supported");
        };
    }

    /** The ticks of a date-time literal. */
    static long time(String literal) {
        if (!TIME.matcher(literal).matches()) {
            throw syntaxError("'" + literal + "' is not a date-time");
        }
        try {
            return Ticks.parse(literal);
        } catch (DateTimeParseException e) {
            throw syntaxError("'" + literal + "' is not a date-time");
        }
    }

    /** The text of a literal in quotes. */
    static String word(String literal) {
        if (!literal.startsWith("'")) {
            throw syntaxError("'" + literal + "' must stand in quotes");
        }
        return literal.substring(1, literal.length() - 1).replace("''", "'");
    }

    boolean skip(String token) {
        if (position < tokens.size() && tokens.get(position).equals(token)) {
            position++;
            return true;
        }
        return false;
    }

    void expect(String token) {
        if (!skip(token)) {
            throw syntaxError("'" + token + "' expected");
        }
    }

    String next() {
        if (position == tokens.size()) {
            throw syntaxError("an expression was expected at the end");
        }
        return tokens.get(position++);
    }

    private static List<String> tokens(String text) {
        List<String> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(text);
        int end = 0;
        while (matcher.lookingAt()) {
            tokens.add(matcher.group().strip());
            end = matcher.end();
            matcher.region(end, text.length());
        }
        if (!text.substring(end).isBlank()) {
            throw syntaxError("unterminated literal");
        }
        return tokens;
    }

    private static InvalidQuery syntaxError(String what) {
        return new InvalidQuery("Invalid filter clause: Syntax error, " + what + ".");
    }
}
