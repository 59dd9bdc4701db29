package io.defenderrelay.problem;

import org.jspecify.annotations.Nullable;

/** An AWS service (table, secret store, queue) did not do what was asked, after its client's own retries. */
public final class StoreException extends ConnectorException {
    public StoreException(String message, @Nullable Throwable cause) {
        super(ProblemType.STORE_FAILED, message, cause);
    }
}
