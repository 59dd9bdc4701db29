package io.defenderrelay.problem;

import org.jspecify.annotations.Nullable;

/** Microsoft's service, or something on the way to it, failed or answered what cannot be read. */
public final class UpstreamException extends ConnectorException {
    private final Reason reason;

    /** What is worth doing about it. */
    public enum Reason {
        /** No whole answer came: connection, time-out, 5xx, truncated or unreadable body. A smaller request may do. */
        FAILED,
        /** A link to the next page is no longer accepted: start again from the stored position. */
        LINK_EXPIRED,
        /** A link leads where no token of ours may go, or in circles: a person should look. */
        LINK_REFUSED,
        /** The request itself was refused (4xx): the same request will be refused again. */
        REFUSED
    }

    public UpstreamException(Reason reason, String message, @Nullable Throwable cause) {
        super(ProblemType.UPSTREAM_FAILED, message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
