package io.defenderrelay.simulated;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * As much of a query as tells whether Microsoft would refuse it: quotes, brackets, the first table and the first
 * operator. What follows is taken to be right. Source: Kusto Query Language, "The string data type", "let statement".
 */
final class Kql {

    private static final String MULTI_LINE = "```";
    private static final Set<String> SOURCES =
            Set.of("print", "union", "find", "search", "range", "datatable", "externaldata");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_]\\w*");
    private static final Pattern OPERATOR = Pattern.compile("[|]\\s*([a-z][a-z-]*)");
    private static final Pattern LET = Pattern.compile("let\\s+(\\w+).*", Pattern.DOTALL);

    private final String text;
    private final Deque<Character> closing = new ArrayDeque<>();
    private final List<String> statements = new ArrayList<>();
    private final StringBuilder statement = new StringBuilder();
    private int at;

    private Kql(String text) {
        this.text = text;
    }

    /** Throws {@link InvalidQuery} in Microsoft's words. */
    static void check(String query, Predicate<String> knownTable) {
        Set<String> named = new HashSet<>(SOURCES);
        for (String statement : new Kql(query).statements()) {
            Matcher let = LET.matcher(statement);
            if (!let.matches()) {
                checkTable(statement, named, knownTable);
                return;
            }
            named.add(let.group(1));
        }
        throw incomplete();
    }

    private static void checkTable(String statement, Set<String> named, Predicate<String> knownTable) {
        Matcher name = NAME.matcher(statement);
        if (!name.find()) {
            throw incomplete();
        }
        String table = name.group();
        if (named.contains(table) || knownTable.test(table)) {
            return;
        }
        Matcher operator = OPERATOR.matcher(statement);
        throw new InvalidQuery((operator.find() ? "'" + operator.group(1) + "' operator: " : "")
                + "Failed to resolve table or column expression named '" + table
                + "'. Fix semantic errors in your query.");
    }

    /** The statements without comments and without what stands in quotes. */
    private List<String> statements() {
        while (at < text.length()) {
            step();
        }
        if (!closing.isEmpty()) {
            throw incomplete();
        }
        endStatement();
        return statements;
    }

    private void step() {
        char next = text.charAt(at);
        if (text.startsWith("//", at)) {
            int end = text.indexOf('\n', at);
            at = end < 0 ? text.length() : end;
            return;
        }
        if (text.startsWith(MULTI_LINE, at)) {
            skipMultiLine();
            return;
        }
        if (next == '"' || next == '\'') {
            at = endOfString(next) + 1;
            return;
        }
        at++;
        bracket(next);
        if (next == ';' && closing.isEmpty()) {
            endStatement();
            return;
        }
        statement.append(next);
    }

    private void skipMultiLine() {
        int end = text.indexOf(MULTI_LINE, at + MULTI_LINE.length());
        if (end < 0) {
            throw incomplete();
        }
        at = end + MULTI_LINE.length();
    }

    /** After {@code @} a quote is written twice, elsewhere after a backslash. */
    private int endOfString(char quote) {
        boolean verbatim = at > 0 && text.charAt(at - 1) == '@';
        String escape = verbatim ? String.valueOf(quote).repeat(2) : "\\";
        int end = at + 1;
        while (end < text.length() && text.charAt(end) != '\n') {
            if (text.startsWith(escape, end)) {
                end += 2;
            } else if (text.charAt(end) == quote) {
                return end;
            } else {
                end++;
            }
        }
        throw incomplete();
    }

    private void bracket(char next) {
        int kind = "([{".indexOf(next);
        if (kind >= 0) {
            closing.push(")]}".charAt(kind));
        }
        if (")]}".indexOf(next) >= 0 && (closing.isEmpty() || closing.pop() != next)) {
            throw incomplete();
        }
    }

    private void endStatement() {
        String whole = statement.toString().strip();
        statement.setLength(0);
        if (whole.endsWith("|")) {
            throw incomplete();
        }
        if (!whole.isEmpty()) {
            statements.add(whole);
        }
    }

    private static InvalidQuery incomplete() {
        return new InvalidQuery("The incomplete fragment is unexpected. Fix syntax errors in your query.");
    }
}
