package io.defenderrelay.problem;

/** The caller may not do this. */
public final class ForbiddenException extends ConnectorException {
    public ForbiddenException(String message) {
        super(ProblemType.FORBIDDEN, message, null);
    }
}
