package io.defenderrelay.microsoft;

import java.util.regex.Pattern;

/** Text of Microsoft's that may be shown: on one line, short, of characters that every reader takes for the same. */
final class ErrorText {
    private static final int LONGEST = 200;
    /** Control and format characters (with them all that turn the direction of text), separators, halves of pairs. */
    private static final Pattern UNSHOWN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}\\p{Co}\\p{Cn}]+");

    private ErrorText() {}

    static String shown(String text) {
        int end = Math.min(text.length(), 10 * LONGEST);
        String plain = UNSHOWN.matcher(text.substring(0, end)).replaceAll(" ").strip();
        if (plain.codePointCount(0, plain.length()) <= LONGEST) {
            return plain;
        }
        return plain.substring(0, plain.offsetByCodePoints(0, LONGEST));
    }
}
