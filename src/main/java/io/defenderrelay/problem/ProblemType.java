package io.defenderrelay.problem;

import java.net.URI;
import java.util.Locale;

/** One thing a caller can do something different about; stable, shown in every error answer. Source: RFC 9457. */
public enum ProblemType {
    INVALID_REQUEST("The request is not valid", 400, false),
    FORBIDDEN("Not allowed", 403, false),
    NOT_FOUND("Not found", 404, false),
    METHOD_NOT_ALLOWED("Method not allowed", 405, false),
    CONFLICT("Not possible now", 409, false),
    IN_PROGRESS("Another attempt is under way", 409, true),
    EXPIRED("No longer kept", 410, false),
    CHANGED("Changed by somebody else", 412, false),
    UNPROCESSABLE("The request cannot be done", 422, false),
    QUERY_REFUSED("Microsoft cannot run the query", 422, false),
    QUERY_TOO_COSTLY("The query costs Microsoft too much", 422, false),
    RESULT_TOO_LARGE("The query finds too much", 422, false),
    HEADER_REQUIRED("A header is missing", 428, false),
    THROTTLED("Too many requests", 429, true),
    CONFIGURATION("The relay is not set up correctly", 500, false),
    INTERNAL("The relay failed", 500, true),
    SIGN_IN_FAILED("Microsoft refused the sign-in", 502, false),
    PERMISSION_MISSING("A Microsoft permission is missing", 403, false),
    HUNT_OVERDUE("The hunt did not end in time", 504, true),
    UPSTREAM_FAILED("Microsoft's service failed", 502, true),
    STORE_FAILED("The table could not be read or written", 503, true);

    private static final String PREFIX = "urn:defender-relay:problem:";

    private final String title;
    private final int status;
    private final boolean retryable;

    ProblemType(String title, int status, boolean retryable) {
        this.title = title;
        this.status = status;
        this.retryable = retryable;
    }

    /** The stable short name, e.g. {@code permission-missing}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public URI uri() {
        return URI.create(PREFIX + code());
    }

    public String title() {
        return title;
    }

    /** HTTP status of an answer that ends with this problem. */
    public int status() {
        return status;
    }

    /** Whether the same request may succeed later without anybody changing anything. */
    public boolean retryable() {
        return retryable;
    }
}
