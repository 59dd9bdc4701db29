package io.defenderrelay.model;

import java.util.Arrays;
import java.util.Optional;

/** A Microsoft cloud a tenant can live in. Tokens, hosts and app registrations of one are no use in another. */
public enum Cloud {
    GLOBAL("global"),
    GCC("gcc"),
    GCC_HIGH("gcc-high"),
    DOD("dod");

    private final String word;

    Cloud(String word) {
        this.word = word;
    }

    /** As written in a tenant's settings. */
    public String word() {
        return word;
    }

    public static Optional<Cloud> parse(String word) {
        return Arrays.stream(values()).filter(cloud -> cloud.word.equals(word)).findFirst();
    }
}
