package io.defenderrelay.simulated;

/** What a call asks for. */
public enum Target {
    /** A token from the sign-in endpoint. */
    SIGN_IN,
    /** A page of a list. */
    LIST,
    /** One record by its id. */
    READ,
    /** A change of one record. */
    PATCH,
    /** A new comment. */
    COMMENT,
    /** Several requests in one. */
    BATCH,
    /** A hunting query. */
    HUNTING,
    /** Anything else, answered with 404. */
    OTHER
}
