package io.defenderrelay.problem;

/** A request without the header that makes it safe to send. */
public final class HeaderRequiredException extends ConnectorException {
    public HeaderRequiredException(String header, String what) {
        super(ProblemType.HEADER_REQUIRED, "Send the header " + header + ": " + what, null);
    }
}
