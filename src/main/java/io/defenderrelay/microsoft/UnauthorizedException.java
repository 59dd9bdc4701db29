package io.defenderrelay.microsoft;

/** Graph did not accept the token (401); a new one may do. */
final class UnauthorizedException extends RuntimeException {
    UnauthorizedException() {
        super("Graph did not accept the token", null, false, false);
    }
}
