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
    /** One device of Defender for Endpoint, or a list of them. */
    MACHINES(Api.DEFENDER),
    /** A new action on a device. */
    MACHINE_ACTION_POST(Api.DEFENDER),
    /** One action on a device, or a list of them. */
    MACHINE_ACTIONS(Api.DEFENDER),
    /** The end of an action before its time. */
    MACHINE_ACTION_CANCEL(Api.DEFENDER),
    /** The link to an investigation package. */
    PACKAGE_URI(Api.DEFENDER),
    /** A list of indicators. */
    INDICATORS(Api.DEFENDER),
    /** An indicator submitted or deleted. */
    INDICATOR_WRITE(Api.DEFENDER),
    /** A user of the directory, or what the user is member of. */
    USERS(Api.DIRECTORY),
    /** The directory roles that somebody may activate, and what roles are called. */
    ELIGIBILITY(Api.DIRECTORY),
    /** A change of a user, or the end of the user's sessions. */
    USER_WRITE(Api.DIRECTORY),
    /** What Identity Protection knows of a user. */
    RISK(Api.DIRECTORY),
    /** What Identity Protection is told of users. */
    RISK_WRITE(Api.DIRECTORY),
    /** A remediation of mail. */
    MAIL,
    /** Anything else below {@code /api}, answered with 404. */
    OTHER_OF_DEFENDER(Api.DEFENDER),
    /** Anything else, answered with 404. */
    OTHER;

    private final Api api;

    Target() {
        this(Api.SECURITY);
    }

    Target(Api api) {
        this.api = api;
    }

    Api api() {
        return api;
    }
}
