package io.defenderrelay.problem;

import java.util.Map;

/** A query could not be run, or not to its end; says what is to be changed in it. */
public final class QueryException extends ConnectorException {
    private final Map<String, String> facts;

    /**
     * A query's problem.
     *
     * @param facts what else is known of it: {@code microsoftMessage}, {@code line}, {@code column}
     */
    public QueryException(ProblemType type, String message, Map<String, String> facts) {
        super(type, message, null);
        this.facts = Map.copyOf(facts);
    }

    public Map<String, String> facts() {
        return facts;
    }
}
