package io.defenderrelay.hunting;

import io.defenderrelay.problem.UnprocessableException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * KQL that a caller wrote, looked at before it is sent: one query, of nothing but the tenant's own hunting data. What it
 * means is left to Defender. Names are compared in any case, though Defender minds it: what it refuses anyway may as well be
 * refused here.
 */
final class RawQuery {
    private static final int LONGEST = 32_000;
    private static final Map<String, String> PAIRS = Map.of(")", "(", "]", "[", "}", "{");
    private static final Set<String> LET = Set.of("let");
    private static final Set<String> STATEMENTS = Set.of("alias", "declare", "pattern", "restrict", "set");
    private static final Set<String> PLUGINS = Set.of("evaluate");
    private static final Set<String> SOURCES = Set.of("external_data", "externaldata", "inline_external_table");
    private static final Set<String> CALLS =
            Set.of("adx", "app", "arg", "cluster", "database", "external_table", "resource", "workspace");

    private RawQuery() {}

    /** @throws UnprocessableException for the first reason not to send it, with the remedy; never with a part of the query */
    static void check(String query) {
        if (query.length() > LONGEST) {
            throw refused("is longer than 32,000 characters: shorten it, or ask several hunts");
        }
        if (!PlainText.is(query, "\t\r\n")) {
            throw refused(
                    "has control characters, line separators or broken characters: keep to tabs and line feeds, and"
                            + " write others as escapes such as \\u2028 in texts");
        }
        List<KqlToken> tokens = KqlScanner.scan(query);
        for (int index = 0; index < tokens.size(); index++) {
            sources(tokens.get(index));
            if (tokens.get(index).isSymbol("(")) {
                calls(called(tokens, index));
            }
        }
        statements(tokens);
    }

    private static void sources(KqlToken token) {
        if (token.isName(PLUGINS)) {
            throw refused(
                    "uses 'evaluate', whose plugins can reach other services: leave it out; a column of that name is"
                            + " written ['evaluate']");
        }
        if (token.isName(SOURCES)) {
            throw refused("uses '" + token.word() + "', which reads data from elsewhere: put the values into the query,"
                    + " for example with datatable");
        }
    }

    private static void calls(@Nullable String name) {
        if (name == null) {
            return;
        }
        if (name.indexOf('\\') >= 0) {
            throw refused("calls a function by a name with escapes: write the name plainly");
        }
        KqlToken function = new KqlToken(KqlToken.Kind.NAME, name);
        if (function.isName(CALLS)) {
            throw refused("calls '" + function.word() + "', which reads data from elsewhere: a hunt sees the tenant's"
                    + " Defender only");
        }
    }

    /** The name before the bracket, which may be written {@code name}, {@code {name}} or {@code ['na' 'me']}. */
    private static @Nullable String called(List<KqlToken> tokens, int bracket) {
        int index = bracket - 1;
        if (index < 0) {
            return null;
        }
        KqlToken before = tokens.get(index);
        if (before.kind() == KqlToken.Kind.NAME) {
            return before.text();
        }
        if (before.isSymbol("}") && index > 1 && tokens.get(index - 2).isSymbol("{")) {
            return tokens.get(index - 1).text();
        }
        return before.isSymbol("]") ? quoted(tokens, index) : null;
    }

    private static @Nullable String quoted(List<KqlToken> tokens, int closing) {
        StringBuilder name = new StringBuilder();
        int index = closing - 1;
        while (index >= 0 && tokens.get(index).kind() == KqlToken.Kind.TEXT) {
            name.insert(0, tokens.get(index).text());
            index--;
        }
        boolean bracketed =
                index >= 0 && index < closing - 1 && tokens.get(index).isSymbol("[");
        return bracketed ? name.toString() : null;
    }

    private static void statements(List<KqlToken> tokens) {
        Deque<String> open = new ArrayDeque<>();
        boolean begins = true;
        int queries = 0;
        for (KqlToken token : tokens) {
            boolean ends = token.isSymbol(";");
            if (begins && !ends) {
                begin(token);
                queries += open.isEmpty() && !token.isName(LET) ? 1 : 0;
            }
            nest(open, token);
            begins = ends || token.isSymbol("{");
        }
        if (!open.isEmpty()) {
            throw unbalanced();
        }
        if (queries != 1) {
            throw refused(
                    queries == 0
                            ? "asks nothing: end it with an expression that names a table"
                            : "asks more than once: keep one statement beside those with 'let', and ask several hunts");
        }
    }

    private static void begin(KqlToken first) {
        if (first.isSymbol(".")) {
            throw refused("has a statement that begins with '.', a management command: leave it out");
        }
        if (first.isName(STATEMENTS)) {
            throw refused("has a statement that begins with '" + first.word()
                    + "': of statements keep 'let' and one query," + " and rename what has this name");
        }
    }

    private static void nest(Deque<String> open, KqlToken token) {
        if (token.kind() != KqlToken.Kind.SYMBOL) {
            return;
        }
        if (PAIRS.containsValue(token.text())) {
            open.push(token.text());
            return;
        }
        String opening = PAIRS.get(token.text());
        if (opening != null && !opening.equals(open.poll())) {
            throw unbalanced();
        }
    }

    private static UnprocessableException unbalanced() {
        return refused("has brackets that do not match: close each one with its like");
    }

    private static UnprocessableException refused(String what) {
        return new UnprocessableException("query", "The query " + what);
    }
}
