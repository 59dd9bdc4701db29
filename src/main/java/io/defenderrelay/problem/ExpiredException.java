package io.defenderrelay.problem;

/** What was asked for existed and is no longer kept. */
public final class ExpiredException extends ConnectorException {
    private final String oldest;

    /** @param oldest the position to go on from: the oldest one still kept */
    public ExpiredException(String message, String oldest) {
        super(ProblemType.EXPIRED, message, null);
        this.oldest = oldest;
    }

    public String oldest() {
        return oldest;
    }
}
