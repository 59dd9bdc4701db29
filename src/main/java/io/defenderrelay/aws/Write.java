package io.defenderrelay.aws;

import org.jspecify.annotations.Nullable;

/** One part of a transaction. A transaction names each item at most once. */
public sealed interface Write {
    /** Stores the whole item, over whatever is there. */
    record Put(Item item, @Nullable Expression condition) implements Write {}

    /** Changes attributes of one item. */
    record Change(Update update) implements Write {}
}
