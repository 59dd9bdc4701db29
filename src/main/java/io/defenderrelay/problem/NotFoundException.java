package io.defenderrelay.problem;

/** There is no such thing for this caller; absent and foreign things answer alike. */
public final class NotFoundException extends ConnectorException {
    public NotFoundException(String message) {
        super(ProblemType.NOT_FOUND, message, null);
    }
}
