package io.defenderrelay.ocsf;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** OCSF's verdict on a finding, and the pair of Microsoft's words that says the same. */
public enum Verdict {
    UNKNOWN(0, "Unknown", null, null),
    FALSE_POSITIVE(1, "False Positive", "falsePositive", "notMalicious"),
    TRUE_POSITIVE(2, "True Positive", "truePositive", "other"),
    BENIGN(5, "Benign", "informationalExpectedActivity", "confirmedActivity"),
    TEST(6, "Test", "informationalExpectedActivity", "securityTesting"),
    INSUFFICIENT_DATA(7, "Insufficient Data", "falsePositive", "notEnoughDataToValidate"),
    DUPLICATE(10, "Duplicate", null, null),
    OTHER(99, "Other", null, null);

    private final int id;
    private final String caption;
    private final @Nullable String classification;
    private final @Nullable String determination;

    Verdict(int id, String caption, @Nullable String classification, @Nullable String determination) {
        this.id = id;
        this.caption = caption;
        this.classification = classification;
        this.determination = determination;
    }

    /** The verdict of a pair, in any spelling and either of Microsoft's two vocabularies. */
    public static Verdict of(@Nullable String classification, @Nullable String determination) {
        boolean test = is(determination, "securityTesting");
        return switch (lower(classification)) {
            case "", "unknown" -> UNKNOWN;
            case "truepositive" -> test ? TEST : TRUE_POSITIVE;
            case "falsepositive" ->
                is(determination, "insufficientData") || is(determination, "notEnoughDataToValidate")
                        ? INSUFFICIENT_DATA
                        : FALSE_POSITIVE;
            case "informationalexpectedactivity" -> test ? TEST : BENIGN;
            default -> OTHER;
        };
    }

    /** The verdict of that number that can be written; empty for those without a counterpart. */
    public static Optional<Verdict> writable(int id) {
        return Arrays.stream(values())
                .filter(verdict -> verdict.id == id && verdict.classification != null)
                .findFirst();
    }

    public int id() {
        return id;
    }

    public String caption() {
        return caption;
    }

    /** Microsoft's word; empty for verdicts that cannot be written. */
    public Optional<String> classification() {
        return Optional.ofNullable(classification);
    }

    /** Microsoft's word, unless a more telling one is given; empty for verdicts that cannot be written. */
    public Optional<String> determination() {
        return Optional.ofNullable(determination);
    }

    private static boolean is(@Nullable String word, String other) {
        return lower(word).equals(lower(other));
    }

    private static String lower(@Nullable String word) {
        return word == null ? "" : word.toLowerCase(Locale.ROOT);
    }
}
