package io.defenderrelay.model;

import java.util.Arrays;
import java.util.Optional;

/** A kind of finding; each has a feed of its own. */
public enum Kind {
    ALERT("alert", "alerts", "A"),
    INCIDENT("incident", "incidents", "I");

    private final String word;
    private final String feed;
    private final String letter;

    Kind(String word, String feed, String letter) {
        this.word = word;
        this.feed = feed;
        this.letter = letter;
    }

    /** As callers write it. */
    public String word() {
        return word;
    }

    /** Name of its feed. */
    public String feed() {
        return feed;
    }

    /** First letter of the keys of its findings. */
    public String letter() {
        return letter;
    }

    public static Optional<Kind> parse(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst();
    }
}
