package io.defenderrelay.microsoft;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.defenderrelay.model.UtcTime;
import java.net.URLEncoder;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to list: records last updated in {@code [from, to)}.
 *
 * @param to exclusive; null for no end
 * @param equal values that properties must have, from the collection's own {@link FindingCollection.Split}s
 * @param top records a page
 * @param count whether to ask for the number of all records that match
 */
public record FindingQuery(Instant from, @Nullable Instant to, Map<String, String> equal, int top, boolean count) {
    public FindingQuery {
        equal = Map.copyOf(equal);
    }

    /** The query part of the URL, percent-encoded. */
    String text(boolean ordered) {
        StringBuilder filter = new StringBuilder("lastUpdateDateTime ge ").append(UtcTime.text(from));
        if (to != null) {
            filter.append(" and lastUpdateDateTime lt ").append(UtcTime.text(to));
        }
        equal.forEach((property, value) -> filter.append(" and ")
                .append(property)
                .append(" eq '")
                .append(value)
                .append('\''));
        Map<String, String> options = new LinkedHashMap<>();
        options.put("$top", Integer.toString(top));
        options.put("$filter", filter.toString());
        if (ordered) {
            options.put("$orderby", "lastUpdateDateTime asc");
        }
        if (count) {
            options.put("$count", "true");
        }
        StringBuilder text = new StringBuilder();
        options.forEach((name, value) -> text.append(text.isEmpty() ? "" : "&")
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, UTF_8).replace("+", "%20")));
        return text.toString();
    }
}
