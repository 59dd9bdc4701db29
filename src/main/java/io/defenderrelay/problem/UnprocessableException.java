package io.defenderrelay.problem;

/** What the caller sent can be read but not be done; names the field and what would do, never the value. */
public final class UnprocessableException extends ConnectorException {
    private final String field;

    public UnprocessableException(String field, String message) {
        super(ProblemType.UNPROCESSABLE, message, null);
        this.field = field;
    }

    public String field() {
        return field;
    }
}
