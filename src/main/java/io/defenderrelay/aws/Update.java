package io.defenderrelay.aws;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A change of single attributes of one item, made when {@code condition} holds; an absent item is created. Both texts are
 * written like those of {@link Expression} and share {@code values}.
 *
 * @param change the whole update expression, such as {@code SET #until = :until REMOVE #error}
 */
public record Update(Key key, String change, @Nullable String condition, Map<String, Object> values) {
    public Update {
        values = Map.copyOf(values);
    }
}
