package io.defenderrelay.feed;

import org.jspecify.annotations.Nullable;

/**
 * What a caller gets.
 *
 * @param body JSON
 * @param items how many things it lists, for the log
 * @param revision the number of the revision that it shows, if it shows just one
 */
public record Answer(String body, int items, @Nullable Long revision) {
    /** An answer that is not one revision. */
    Answer(String body, int items) {
        this(body, items, null);
    }
}
