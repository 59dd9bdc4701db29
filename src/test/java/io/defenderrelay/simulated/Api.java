package io.defenderrelay.simulated;

import java.util.Collections;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The interfaces of the tenant, which differ in the tokens that they take and in the words of their errors. */
enum Api {
    /** Microsoft Graph, its security part. */
    SECURITY,
    /** Microsoft Graph, its directory part. */
    DIRECTORY,
    /** Defender for Endpoint. */
    DEFENDER;

    private static final Set<String> GRAPH_AUDIENCES = Set.of(
            SignIn.GRAPH,
            "https://graph.microsoft.us",
            "https://dod-graph.microsoft.us",
            "00000003-0000-0000-c000-000000000000");
    private static final Set<String> DEFENDER_AUDIENCES = Set.of(
            "https://api.securitycenter.microsoft.com",
            "https://securitycenter.onmicrosoft.com/windowsatpservice",
            "https://api-gcc.securitycenter.microsoft.us",
            "https://api-gov.securitycenter.microsoft.us",
            "fc780465-2017-40d4-a0c5-307022471b92");
    /** Where calls go, but not what tokens are for: such a token is let in and has no roles. */
    private static final String TRAP = "https://api.security.microsoft.com";

    /** What a resource's tokens hold: roles of Graph, of Defender, or none. */
    static boolean isDefender(String audience) {
        return DEFENDER_AUDIENCES.contains(audience);
    }

    static boolean isTrap(String audience) {
        return audience.equals(TRAP);
    }

    /** Null when the token holds one of these roles; any token does when there are none. */
    @Nullable
    Answer refusal(Call call, @Nullable String authorization, @Nullable AccessToken token, Set<String> accepted) {
        if (authorization == null || !authorization.startsWith("Bearer ")) {
            return unauthorized(call, "Access token is empty.");
        }
        if (token == null) {
            return unauthorized(call, "Access token validation failure. Invalid token.");
        }
        if (token.expired(call.at())) {
            return unauthorized(call, expired());
        }
        if (!takes(token.audience())) {
            return unauthorized(call, "Access token validation failure. Invalid audience.");
        }
        return accepted.isEmpty() || !Collections.disjoint(accepted, token.roles())
                ? null
                : forbidden(call, accepted, token.roles());
    }

    /** 401 in this interface's form. */
    Answer unauthorized(Call call, String message) {
        return this == DEFENDER ? DefenderErrors.unauthorized(message) : GraphErrors.unauthorized(call, message);
    }

    Answer forbidden(Call call, Set<String> required, Set<String> held) {
        return switch (this) {
            case SECURITY -> GraphErrors.forbidden(call);
            case DIRECTORY -> GraphErrors.denied(call);
            case DEFENDER -> DefenderErrors.forbidden(required, held);
        };
    }

    /** 400. */
    Answer refused(Call call, InvalidQuery query) {
        return this == DEFENDER
                ? DefenderErrors.error(400, query.code(), query.text())
                : GraphErrors.refused(call, query);
    }

    /** 405. */
    Answer notAllowed(Call call) {
        String message = "Specified HTTP method is not allowed.";
        return this == DEFENDER
                ? DefenderErrors.error(405, "BadRequest", message)
                : GraphErrors.error(405, call, "Request_BadRequest", message);
    }

    /** What it says of a body that it cannot read. */
    InvalidQuery unreadable() {
        return switch (this) {
            case SECURITY -> new InvalidQuery("Unable to read JSON request payload.");
            case DIRECTORY -> new InvalidQuery("Request_BadRequest", "Unable to read JSON request payload.");
            case DEFENDER -> new InvalidQuery("InvalidRequestBody", "Request body is incorrect");
        };
    }

    String expired() {
        return this == DEFENDER ? "Token expired" : "Access token has expired or is not yet valid.";
    }

    private boolean takes(String audience) {
        return this == DEFENDER ? isDefender(audience) || isTrap(audience) : GRAPH_AUDIENCES.contains(audience);
    }
}
