package io.defenderrelay.model;

import java.util.Locale;

/** What a revision is to the finding it belongs to. */
public enum Change {
    CREATED,
    UPDATED,
    CLOSED;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
