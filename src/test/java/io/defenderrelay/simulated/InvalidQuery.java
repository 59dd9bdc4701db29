package io.defenderrelay.simulated;

/** A request that Microsoft Graph refuses with 400, in the words it uses. */
final class InvalidQuery extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;

    InvalidQuery(String message) {
        this("BadRequest", message);
    }

    InvalidQuery(String code, String message) {
        super(message);
        this.code = code;
    }

    String code() {
        return code;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
