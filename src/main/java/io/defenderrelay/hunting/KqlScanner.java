package io.defenderrelay.hunting;

import io.defenderrelay.problem.UnprocessableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts KQL into tokens and drops its comments. It knows no grammar, and is stricter than Defender: where readers of KQL
 * might differ about where a text, comment or literal ends, it refuses, for there code could be hidden from it. Source:
 * Kusto's open-source parser, {@code TokenParser}; Kusto documentation, "The string data type".
 */
final class KqlScanner {
    private static final List<String> BLOCK_QUOTES = List.of("```", "~~~");
    private static final String SYMBOLS = "()[]{}|.,;:+-*/%<>=!?@";
    private static final String ODD_BLANKS = "\u180E\u200B\uFEFF";

    /** Followed by a bracket, what stands in it is read to the next closing one, whatever it is. */
    private static final Set<String> VALUES = Set.of(
            "bool",
            "boolean",
            "date",
            "datetime",
            "decimal",
            "double",
            "guid",
            "int",
            "int32",
            "int64",
            "long",
            "real",
            "time",
            "timespan",
            "uniqueid");

    private static final Pattern VALUE =
            Pattern.compile("[ \\t]*\\((?<quote>[\"']?)(?:[A-Za-z0-9 .,:+_-]|/(?!/)){0,64}\\k<quote>\\)");

    private final String query;
    private final List<KqlToken> tokens = new ArrayList<>();
    private int at;

    private KqlScanner(String query) {
        this.query = query;
    }

    /**
     * The tokens in their order.
     *
     * @throws UnprocessableException when the query cannot be cut with certainty
     */
    static List<KqlToken> scan(String query) {
        KqlScanner scanner = new KqlScanner(query);
        while (scanner.at < query.length()) {
            scanner.step();
        }
        return List.copyOf(scanner.tokens);
    }

    private void step() {
        char letter = query.charAt(at);
        if (isBlank(letter)) {
            at++;
        } else if (query.startsWith("//", at)) {
            comment();
        } else if (!text()) {
            code(letter);
        }
    }

    private void code(char letter) {
        if (isLetter(letter) || letter == '_' || letter == '$') {
            name();
        } else if (isDigit(letter)) {
            number();
        } else {
            symbol(letter);
        }
    }

    private void comment() {
        int lineFeed = query.indexOf('\n', at);
        int end = lineFeed < 0 ? query.length() : lineFeed;
        String comment = query.substring(at, end);
        if (comment.indexOf('\r') >= 0 && comment.indexOf('\r') < comment.length() - 1) {
            throw refused("has a carriage return alone in a comment", "end lines with a line feed");
        }
        at = end;
    }

    /** Takes a text if one begins here. */
    private boolean text() {
        char first = query.charAt(at);
        int quote = first == 'h' || first == 'H' ? at + 1 : at;
        boolean verbatim = peek(quote) == '@';
        if (verbatim) {
            quote++;
        }
        char mark = peek(quote);
        if (mark == '"' || mark == '\'') {
            int end = end(quote + 1, mark, verbatim);
            take(KqlToken.Kind.TEXT, quote + 1, end, end + 1);
            return true;
        }
        for (String block : BLOCK_QUOTES) {
            if (query.startsWith(block, quote)) {
                block(quote + block.length(), block);
                return true;
            }
        }
        return false;
    }

    private int end(int from, char mark, boolean verbatim) {
        for (int next = from; next < query.length(); next++) {
            boolean escaped = !verbatim && query.charAt(next) == '\\';
            if (escaped) {
                next++;
            }
            char letter = peek(next);
            if (letter == '\n' || letter == '\r') {
                break;
            }
            if (letter == mark && !escaped) {
                if (!verbatim || peek(next + 1) != mark) {
                    return next;
                }
                next++;
            }
        }
        throw refused("has a text that is not closed", "end it on the same line with the quote that it begins with");
    }

    private void block(int from, String quotes) {
        int end = query.indexOf(quotes, from);
        if (end < 0) {
            throw refused(
                    "has a text of several lines that is not closed", "end it with the three quotes it begins with");
        }
        char mark = quotes.charAt(0);
        int after = end + quotes.length();
        if (peek(from) == mark || peek(after) == mark) {
            throw refused("has more than three such quotes in a row", "write exactly three");
        }
        take(KqlToken.Kind.TEXT, from, end, after);
    }

    private void name() {
        int end = at + 1;
        while (isNamePart(peek(end))) {
            end++;
        }
        String word = query.substring(at, end).toLowerCase(Locale.ROOT);
        if (VALUES.contains(word) && opens(end)) {
            take(KqlToken.Kind.VALUE, at, endOfValue(word, end));
        } else {
            take(KqlToken.Kind.NAME, at, word.equals("in") && peek(end) == '~' ? endOfTilde(end) : end);
        }
    }

    private boolean opens(int from) {
        int next = from;
        while (next < query.length() && isBlank(query.charAt(next))) {
            next++;
        }
        return peek(next) == '(';
    }

    private int endOfValue(String word, int from) {
        Matcher value = VALUE.matcher(query).region(from, query.length());
        if (!value.lookingAt()) {
            throw refused(
                    "has '" + word + "(...)' with something else in it than one plain value",
                    "compute values with a function such as 'todatetime(...)' or 'tolong(...)'");
        }
        return value.end();
    }

    /** Operators end with one tilde; with more it is not certain where a text would begin. */
    private int endOfTilde(int tilde) {
        if (peek(tilde + 1) == '~') {
            throw refused(
                    "has '~' several times in a row after an operator", "put a space before the text that follows");
        }
        return tilde + 1;
    }

    private void number() {
        int end = at;
        while (isNamePart(peek(end)) || (peek(end) == '.' && isDigit(peek(end + 1)))) {
            end++;
        }
        take(KqlToken.Kind.NUMBER, at, end);
    }

    private void symbol(char letter) {
        boolean tilde = (letter == '=' || letter == '!') && peek(at + 1) == '~';
        if (SYMBOLS.indexOf(letter) < 0) {
            throw refused(
                    "has a character that means nothing in KQL outside of texts and comments",
                    "remove it, or put the name that it belongs to in brackets and quotes");
        }
        take(KqlToken.Kind.SYMBOL, at, tilde ? endOfTilde(at + 1) : at + 1);
    }

    private void take(KqlToken.Kind kind, int from, int end) {
        take(kind, from, end, end);
    }

    private void take(KqlToken.Kind kind, int from, int end, int next) {
        tokens.add(new KqlToken(kind, query.substring(from, end)));
        at = next;
    }

    /** The character there; a line end beyond the last. */
    private char peek(int index) {
        return index < query.length() ? query.charAt(index) : '\n';
    }

    private UnprocessableException refused(String what, String remedy) {
        long line =
                query.substring(0, at).chars().filter(letter -> letter == '\n').count() + 1;
        return new UnprocessableException("query", "Line " + line + " of the query " + what + ": " + remedy);
    }

    private static boolean isBlank(char letter) {
        return Character.isWhitespace(letter) || Character.isSpaceChar(letter) || ODD_BLANKS.indexOf(letter) >= 0;
    }

    private static boolean isNamePart(char letter) {
        return isLetter(letter) || isDigit(letter) || letter == '_';
    }

    private static boolean isLetter(char letter) {
        return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
    }

    private static boolean isDigit(char letter) {
        return letter >= '0' && letter <= '9';
    }
}
