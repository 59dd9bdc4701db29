package io.defenderrelay.simulated;

import io.defenderrelay.simulated.ODataFilter.And;
import io.defenderrelay.simulated.ODataFilter.Node;
import io.defenderrelay.simulated.ODataFilter.Operator;
import io.defenderrelay.simulated.ODataFilter.Or;
import io.defenderrelay.simulated.ODataFilter.TextComparison;
import io.defenderrelay.simulated.ODataFilter.TimeComparison;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the text of one {@code $filter} by recursive descent: or, then and, then comparison or parentheses. */
final class FilterParser {

    private static final Pattern TOKEN = Pattern.compile("\\s*(?:([()])|('(?:[^']|'')*')|([^\\s()']+))");
    private static final Pattern TIME =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,7})?(Z|[+-]\\d{2}:\\d{2})");
    private static final int DEEPEST = 100;

    private final Entity entity;
    private final List<String> tokens;
    private int position;
    private int depth;

    FilterParser(Entity entity, String text) {
        this.entity = entity;
        this.tokens = tokens(text);
    }

    Node parse() {
        Node filter = either();
        if (position < tokens.size()) {
            throw syntaxError("unexpected '" + tokens.get(position) + "'");
        }
        return filter;
    }

    private Node either() {
        List<Node> parts = new ArrayList<>(List.of(both()));
        while (skip("or")) {
            parts.add(both());
        }
        return parts.size() == 1 ? parts.get(0) : new Or(List.copyOf(parts));
    }

    private Node both() {
        List<Node> parts = new ArrayList<>(List.of(single()));
        while (skip("and")) {
            parts.add(single());
        }
        return parts.size() == 1 ? parts.get(0) : new And(List.copyOf(parts));
    }

    private Node single() {
        if (!skip("(")) {
            return comparison();
        }
        if (++depth > DEEPEST) {
            throw syntaxError("the recursion limit has been exceeded");
        }
        Node inside = either();
        if (!skip(")")) {
            throw syntaxError("')' expected");
        }
        depth--;
        return inside;
    }

    private Node comparison() {
        String name = next();
        FilterProperty property = FilterProperty.named(name)
                .filter(entity::filters)
                .orElseThrow(() -> new InvalidQuery("Invalid filter clause: Could not find a property named '" + name
                        + "' on type 'microsoft.graph.security." + entity.type() + "'."));
        Operator operator = operator(next());
        String literal = next();
        if (property.kind() == FilterProperty.Kind.TIME) {
            return new TimeComparison(property, operator, time(literal));
        }
        if (operator != Operator.EQ) {
            throw new InvalidQuery("Invalid filter clause: A binary operator with incompatible types was detected for '"
                    + name + "'.");
        }
        return literal.equals("null")
                ? new TextComparison(property, null)
                : new TextComparison(property, word(property, literal));
    }

    private Operator operator(String word) {
        return switch (word) {
            case "eq" -> Operator.EQ;
            case "ge" -> Operator.GE;
            case "gt" -> Operator.GT;
            case "le" -> Operator.LE;
            case "lt" -> Operator.LT;
            default -> throw syntaxError("operator '" + word + "' is not supported");
        };
    }

    private long time(String literal) {
        if (!TIME.matcher(literal).matches()) {
            throw syntaxError("'" + literal + "' is not a date-time");
        }
        try {
            return Ticks.parse(literal);
        } catch (DateTimeParseException e) {
            throw syntaxError("'" + literal + "' is not a date-time");
        }
    }

    private String word(FilterProperty property, String literal) {
        if (!literal.startsWith("'")) {
            throw syntaxError("'" + literal + "' must stand in quotes");
        }
        String word = literal.substring(1, literal.length() - 1).replace("''", "'");
        if (property.kind() == FilterProperty.Kind.ENUM && !hasMember(property, word)) {
            throw new InvalidQuery("Invalid filter clause: The string '" + word
                    + "' is not a valid enumeration type constant for '" + property.wireName() + "'.");
        }
        return word;
    }

    private boolean hasMember(FilterProperty property, String word) {
        return property == FilterProperty.STATUS ? entity.hasStatus(word) : property.hasMember(word);
    }

    private boolean skip(String token) {
        if (position < tokens.size() && tokens.get(position).equals(token)) {
            position++;
            return true;
        }
        return false;
    }

    private String next() {
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
