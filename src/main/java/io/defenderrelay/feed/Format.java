package io.defenderrelay.feed;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a finding is shown as. */
public enum Format {
    /** An event of OCSF 1.8, of at most 200 KB. */
    OCSF,
    /** Microsoft's own JSON, byte for byte. */
    GRAPH;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Format> parse(String word) {
        return Arrays.stream(values())
                .filter(format -> format.word().equals(word))
                .findFirst();
    }
}
