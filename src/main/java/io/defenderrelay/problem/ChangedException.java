package io.defenderrelay.problem;

import java.util.Map;
import java.util.TreeMap;

/** Members that the caller wants to change were changed by somebody else since the caller read them. */
public final class ChangedException extends ConnectorException {
    private final Map<String, Difference> conflicts;

    /** A member as the caller knew it and as it is, both as JSON. */
    public record Difference(String yours, String live) {}

    public ChangedException(Map<String, Difference> conflicts) {
        super(
                ProblemType.CHANGED,
                "Since the revision in If-Match somebody changed "
                        + String.join(", ", new TreeMap<>(conflicts).keySet())
                        + ": see 'conflicts', decide again, and send the request with the newest revision",
                null);
        this.conflicts = Map.copyOf(conflicts);
    }

    public Map<String, Difference> conflicts() {
        return conflicts;
    }
}
