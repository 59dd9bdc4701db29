package io.defenderrelay.hunting;

import java.util.Locale;
import java.util.Set;

/**
 * A piece of KQL.
 *
 * @param text as it is written; of a text what stands between its quotes
 */
record KqlToken(Kind kind, String text) {
    enum Kind {
        /** An identifier or keyword. */
        NAME,
        NUMBER,
        /** A literal that is written like a call, such as {@code datetime(2026-09-01)}. */
        VALUE,
        /** A string, of whatever quotes. */
        TEXT,
        SYMBOL
    }

    boolean isSymbol(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    /** Whether it is one of the names, in any case. */
    boolean isName(Set<String> lowerCase) {
        return kind == Kind.NAME && lowerCase.contains(word());
    }

    /** The text in lower case. */
    String word() {
        return text.toLowerCase(Locale.ROOT);
    }
}
