package io.defenderrelay.problem;

import org.jspecify.annotations.Nullable;

/** Microsoft issued no usable token for the tenant's application; the message says what to correct. */
public final class SignInException extends ConnectorException {
    private final String code;

    /** @param code Microsoft's own code, such as {@code AADSTS7000215}, or our short word where there is none */
    public SignInException(String code, String message, @Nullable Throwable cause) {
        super(ProblemType.SIGN_IN_FAILED, message, cause);
        this.code = code;
    }

    public String code() {
        return code;
    }
}
