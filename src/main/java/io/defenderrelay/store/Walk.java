package io.defenderrelay.store;

import io.defenderrelay.aws.Item;
import io.defenderrelay.model.UtcTime;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far a job has come in a stretch of time, and how wide its next step is.
 *
 * @param at everything before it has been read
 * @param end where it ends, exclusive; null for the forward job, which never ends
 * @param width the next slice; null for as wide as can be
 */
public record Walk(
        Instant at, @Nullable Instant end, @Nullable Duration width) {
    public Walk movedTo(Instant time) {
        return time.isAfter(at) ? new Walk(time, end, width) : this;
    }

    public Walk withWidth(@Nullable Duration slice) {
        return new Walk(at, end, slice);
    }

    public boolean done() {
        return end != null && !at.isBefore(end);
    }

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("at", UtcTime.text(at));
        if (end != null) {
            map.put("end", UtcTime.text(end));
        }
        if (width != null) {
            map.put("width", width.toMillis());
        }
        return map;
    }

    static Walk of(Item item) {
        Duration width = item.has("width") ? Duration.ofMillis(item.number("width")) : null;
        return new Walk(Times.required(item, "at"), Times.optional(item, "end"), width);
    }
}
