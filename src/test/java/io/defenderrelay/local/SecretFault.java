package io.defenderrelay.local;

/** An error answer of the stand-in for Secrets Manager. */
final class SecretFault extends RuntimeException {
    private final int status;
    private final String code;

    SecretFault(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }
}
