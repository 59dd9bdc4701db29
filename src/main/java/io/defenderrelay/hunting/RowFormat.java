package io.defenderrelay.hunting;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What rows are shown as. */
public enum RowFormat {
    JSON("application/json"),
    NDJSON("application/x-ndjson"),
    CSV("text/csv; charset=utf-8; header=present");

    private final String type;

    RowFormat(String type) {
        this.type = type;
    }

    /** As a media type. */
    String type() {
        return type;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<RowFormat> parse(String word) {
        return Arrays.stream(values())
                .filter(format -> format.word().equals(word))
                .findFirst();
    }
}
