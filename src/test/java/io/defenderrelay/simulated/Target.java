package io.defenderrelay.simulated;

/** What a call asks for. */
public enum Target {
    /** A token from the sign-in endpoint. */
    SIGN_IN,
    /** A page of the alert list. */
    LIST,
    /** One alert by its id. */
    READ,
    /** Anything else, answered with 404. */
    OTHER
}
