package io.defenderrelay.microsoft;

/** A service did not accept the token (401); a new one may do. */
final class UnauthorizedException extends RuntimeException {
    UnauthorizedException() {
        super("The service did not accept the token", null, false, false);
    }
}
