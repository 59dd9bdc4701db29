package io.defenderrelay.writeback;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What a request did.
 *
 * @param body JSON
 * @param members how many members were changed, for the log
 */
public record Outcome(String body, int members) {
    static ObjectNode json() {
        return JsonNodeFactory.instance.objectNode();
    }
}
