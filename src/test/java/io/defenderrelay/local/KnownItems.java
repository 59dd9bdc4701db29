package io.defenderrelay.local;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What the table holds by the writes seen so far, to tell what a further write costs: in the table by the larger of the
 * item before and after, in the index by what changes there. Source: DynamoDB Developer Guide, "DynamoDB read and write
 * operations" and "Using Global Secondary Indexes", write throughput.
 */
final class KnownItems {
    private static final Set<String> PROJECTED = Set.of(
            "pk",
            "sk",
            "gsi1pk",
            "gsi1sk",
            "title",
            "severity",
            "status",
            "createdAt",
            "version",
            "source",
            "firstAt",
            "lastAt",
            "techniques");
    private static final List<String> INDEX_KEY = List.of("gsi1pk", "gsi1sk", "pk", "sk");
    private static final Pattern ASSIGNMENT = Pattern.compile("(#\\w+)\\s*=\\s*(:\\w+)");
    private static final long WRITE_UNIT = 1024;

    private final Map<String, Map<String, AttributeValue>> items = new HashMap<>();

    /** Cost in the table and the cost it brings in the index. */
    record Cost(long table, long index) {}

    Map<String, AttributeValue> get(String table, Map<String, AttributeValue> key) {
        return items.getOrDefault(name(table, key), Map.of());
    }

    /** Stores the item and returns what that costs; an empty item is a removal. */
    Cost replace(String table, Map<String, AttributeValue> key, Map<String, AttributeValue> item) {
        Map<String, AttributeValue> before = get(table, key);
        items.put(name(table, key), Map.copyOf(item));
        return new Cost(units(before, item), indexUnits(entry(before), entry(item)));
    }

    /** What a write costs that was refused: it is judged by what is there. */
    long refused(String table, Map<String, AttributeValue> key) {
        return units(get(table, key), Map.of());
    }

    /** The item after an update that did not return it: plain assignments are made, anything else is left as it was. */
    Map<String, AttributeValue> updated(
            String table,
            Map<String, AttributeValue> key,
            String expression,
            Map<String, String> names,
            Map<String, AttributeValue> values) {
        Map<String, AttributeValue> item = new LinkedHashMap<>(get(table, key));
        item.putAll(key);
        for (MatchResult assignment : ASSIGNMENT.matcher(expression).results().toList()) {
            item.put(names.get(assignment.group(1)), values.get(assignment.group(2)));
        }
        return item;
    }

    private static long indexUnits(Map<String, AttributeValue> before, Map<String, AttributeValue> after) {
        if (before.equals(after)) {
            return 0;
        }
        boolean moved = !before.isEmpty()
                && !after.isEmpty()
                && !INDEX_KEY.stream().allMatch(name -> before.get(name).equals(after.get(name)));
        return moved ? units(before, Map.of()) + units(after, Map.of()) : units(before, after);
    }

    private static Map<String, AttributeValue> entry(Map<String, AttributeValue> item) {
        if (!item.containsKey("gsi1pk") || !item.containsKey("gsi1sk")) {
            return Map.of();
        }
        Map<String, AttributeValue> entry = new HashMap<>(item);
        entry.keySet().retainAll(PROJECTED);
        return entry;
    }

    private static long units(Map<String, AttributeValue> before, Map<String, AttributeValue> after) {
        long larger = Math.max(ItemSize.of(before), ItemSize.of(after));
        return Math.max(1, (larger + WRITE_UNIT - 1) / WRITE_UNIT);
    }

    private static String name(String table, Map<String, AttributeValue> key) {
        return table + " " + key.get("pk").s() + " " + key.get("sk").s();
    }
}
