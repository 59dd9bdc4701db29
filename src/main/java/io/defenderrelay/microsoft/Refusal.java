package io.defenderrelay.microsoft;

/** Why Microsoft surely did not do what it was asked, so that asking again does not help. */
public enum Refusal {
    /** The application lacks a permission, or its consent. */
    PERMISSION,
    /** The tenant's plan does not include it. */
    LICENCE,
    /** A setting of the tenant forbids it. */
    FEATURE_OFF,
    /** The device's system or client cannot do it, or the cloud has no such service. */
    NOT_SUPPORTED,
    /** The target is privileged: the application needs a directory role beside its permission. */
    PRIVILEGED_TARGET,
    /** The account is mastered on premises, and is to be changed there. */
    ON_PREMISES,
    /** Microsoft knows no such target. */
    NOT_FOUND,
    /** The request itself is wrong. */
    INVALID,
    /** No token could be had, or Microsoft takes none of ours. */
    SIGN_IN
}
