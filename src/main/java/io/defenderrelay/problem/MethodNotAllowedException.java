package io.defenderrelay.problem;

/** The path is one of ours, but not with this method. */
public final class MethodNotAllowedException extends ConnectorException {
    private final String allowed;

    public MethodNotAllowedException(String allowed) {
        super(ProblemType.METHOD_NOT_ALLOWED, "This path answers " + allowed + " only; ask again with that", null);
        this.allowed = allowed;
    }

    /** The methods that the path answers, with commas between. Source: RFC 9110, "Allow". */
    public String allowed() {
        return allowed;
    }
}
