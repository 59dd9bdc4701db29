package io.defenderrelay.problem;

/** Another run has taken this feed over; this one must stop and has written nothing since. */
public final class LeaseLostException extends ConnectorException {
    public LeaseLostException(String alias, String feed) {
        super(
                ProblemType.STORE_FAILED,
                "Another run took over the " + feed + " of tenant '" + alias + "'; nothing to do, it goes on",
                null);
    }
}
