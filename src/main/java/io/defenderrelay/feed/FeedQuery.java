package io.defenderrelay.feed;

import io.defenderrelay.model.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a caller wants of the feed.
 *
 * @param kinds each once
 * @param format what findings are shown as
 * @param limit the most items
 * @param after the position after which to go on, as the caller gave it; null for the oldest kept
 */
public record FeedQuery(
        List<Kind> kinds,
        Format format,
        int limit,
        @Nullable String after) {
    public FeedQuery {
        kinds = kinds.stream().sorted().toList();
    }
}
