package io.defenderrelay.problem;

/** The caller sent something we cannot use; names the field and what would do, never the value. */
public final class InvalidRequestException extends ConnectorException {
    private final String field;

    public InvalidRequestException(String field, String message) {
        super(ProblemType.INVALID_REQUEST, message, null);
        this.field = field;
    }

    /** Name of the parameter, header or member at fault. */
    public String field() {
        return field;
    }
}
