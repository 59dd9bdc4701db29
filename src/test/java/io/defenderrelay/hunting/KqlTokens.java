package io.defenderrelay.hunting;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A second reader of KQL, made of one regular expression, which shares nothing with the product's own. It knows as much of
 * KQL as templates use, and their places for values.
 */
final class KqlTokens {
    private static final String BREAKS = "\\r\\n\\x{85}\\x{2028}\\x{2029}";
    private static final Pattern NEXT = Pattern.compile(
            "(?<gap>[ \\t\\r\\n]+|//[^" + BREAKS + "]*)"
                    + "|(?<place>\\$\\{[A-Za-z]+})"
                    + "|(?<text>\"(?:[^\"\\\\" + BREAKS + "]|\\\\[^" + BREAKS + "])*+\")"
                    + "|(?<datetime>datetime\\([^()\"']*\\))"
                    + "|(?<timespan>timespan\\([^()\"']*\\))"
                    + "|(?<number>[0-9]+(?![0-9A-Za-z_]))"
                    + "|(?<word>[A-Za-z_][0-9A-Za-z_]*)"
                    + "|(?<sign>[-()\\[\\]{}|.,;:+*/%<>=!~])"
                    + "|(?<unknown>.)",
            Pattern.DOTALL);

    private KqlTokens() {}

    enum Kind {
        GAP,
        PLACE,
        TEXT,
        DATETIME,
        TIMESPAN,
        NUMBER,
        WORD,
        SIGN,
        UNKNOWN
    }

    record Token(Kind kind, String text) {
        boolean is(String word) {
            return text.equals(word);
        }
    }

    /** All tokens, those between them too: put together they are the query. */
    static List<Token> of(String query) {
        List<Token> tokens = new ArrayList<>();
        Matcher next = NEXT.matcher(query);
        while (next.lookingAt()) {
            tokens.add(new Token(kind(next), next.group()));
            next.region(next.end(), query.length());
        }
        return tokens;
    }

    /** The tokens without blanks and comments. */
    static List<Token> code(String query) {
        return of(query).stream().filter(token -> token.kind() != Kind.GAP).toList();
    }

    /** What a text says. */
    static String decoded(Token text) {
        String inside = text.text().substring(1, text.text().length() - 1);
        if (!inside.matches("(?s)(?:[^\\\\\"]|\\\\\\\\|\\\\\")*+")) {
            throw new AssertionError("The text has escapes that no value needs");
        }
        return inside.replaceAll("\\\\(.)", "$1");
    }

    private static Kind kind(Matcher match) {
        for (Kind kind : Kind.values()) {
            if (match.group(kind.name().toLowerCase(Locale.ROOT)) != null) {
                return kind;
            }
        }
        throw new AssertionError("A match of no group");
    }
}
