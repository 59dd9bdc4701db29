package io.defenderrelay.microsoft;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * KQL for advanced hunting.
 *
 * @param timespan what time is asked for, as ISO 8601 writes it; null for Microsoft's default of 30 days
 */
public record HuntingQuery(String text, @Nullable String timespan) {
    String json() {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("Query", text);
        if (timespan != null) {
            body.put("Timespan", timespan);
        }
        return body.toString();
    }
}
