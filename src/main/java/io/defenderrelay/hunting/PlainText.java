package io.defenderrelay.hunting;

/** Text that every reader takes for the same characters and the same lines. */
final class PlainText {
    private PlainText() {}

    /**
     * Whether it has no control characters (U+0085 is one), no line and paragraph separators, and no half of a surrogate pair.
     *
     * @param allowed control characters that it may have
     */
    static boolean is(String text, String allowed) {
        return text.codePoints().allMatch(point -> allowed.indexOf(point) >= 0 || plain(point));
    }

    private static boolean plain(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                false;
            default -> true;
        };
    }
}
