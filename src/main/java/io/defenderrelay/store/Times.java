package io.defenderrelay.store;

import io.defenderrelay.aws.Item;
import io.defenderrelay.model.UtcTime;
import io.defenderrelay.problem.StoreException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Times as attributes of items. */
final class Times {
    private Times() {}

    static Instant required(Item item, String name) {
        return UtcTime.parse(item.text(name))
                .orElseThrow(() -> new StoreException("Attribute '" + name + "' of an item is no time", null));
    }

    static @Nullable Instant optional(Item item, String name) {
        return item.has(name) ? required(item, name) : null;
    }

    static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : UtcTime.text(time);
    }
}
