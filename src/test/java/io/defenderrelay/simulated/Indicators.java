package io.defenderrelay.simulated;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The indicators of the tenant: none at first. Safe for many threads. */
public final class Indicators {

    private static final int FIRST = 2841;

    private final Map<String, ObjectNode> indicators = new LinkedHashMap<>();
    private int submitted;

    /** All as they are now, in the order in which they were made. */
    public synchronized List<ObjectNode> all() {
        return indicators.values().stream().map(ObjectNode::deepCopy).toList();
    }

    /** Adds one, which another application made; returns its id. */
    public synchronized String add(ObjectNode indicator) {
        String id = String.valueOf(FIRST + submitted++);
        indicators.put(id, indicator.deepCopy().put("id", id));
        return id;
    }

    synchronized List<ObjectNode> newestFirst(Predicate<ObjectNode> visible) {
        List<ObjectNode> rows = new ArrayList<>();
        all().stream().filter(visible).forEach(row -> rows.add(0, row));
        return rows;
    }

    synchronized Optional<ObjectNode> find(String id) {
        return Optional.ofNullable(indicators.get(id)).map(ObjectNode::deepCopy);
    }

    /** Replaces the members of the indicator with the same type and value, else makes a new one. */
    synchronized ObjectNode submit(ObjectNode asked, ObjectNode defaults) {
        for (ObjectNode there : indicators.values()) {
            if (there.path("indicatorType").equals(asked.path("indicatorType"))
                    && there.path("indicatorValue")
                            .asText()
                            .equalsIgnoreCase(asked.path("indicatorValue").asText())) {
                there.setAll(asked);
                return there.deepCopy();
            }
        }
        ObjectNode fresh = defaults.deepCopy();
        fresh.setAll(asked);
        return fresh.put("id", add(fresh));
    }

    synchronized boolean remove(String id) {
        return indicators.remove(id) != null;
    }

    synchronized void reset() {
        indicators.clear();
        submitted = 0;
    }
}
