package io.defenderrelay.simulated;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Microsoft Graph's error answers, from the recorded bodies with the ids and time of the call. */
final class GraphErrors {

    private static final ObjectNode BAD_REQUEST = Recorded.json("graph/error-400-invalid-filter.json");
    private static final ObjectNode UNAUTHORIZED = Recorded.json("graph/error-401-invalid-token.json");
    private static final ObjectNode FORBIDDEN = Recorded.json("graph/error-403-missing-role.json");
    private static final ObjectNode NOT_FOUND = Recorded.json("graph/error-404-not-found.json");
    private static final ObjectNode THROTTLED = Recorded.json("graph/error-429-generic.json");
    private static final ObjectNode PREEMPTED = Recorded.json("graph/error-400-hunting-resources.json");
    private static final ObjectNode TOO_LARGE = Recorded.json("graph/error-400-hunting-result-size.json");
    private static final ObjectNode DENIED = Recorded.json("graph/error-403-authorization-request-denied.json");
    private static final ObjectNode NO_USER = Recorded.json("identity/user-not-found-error.json");
    private static final ObjectNode ON_PREMISES = Recorded.json("identity/onprem-mastered-error.json");
    private static final ObjectNode NOT_PREMIUM = Recorded.json("identity/signIns-no-premium-error.json");
    private static final ObjectNode UNKNOWN = Recorded.json("graph/error-500-unknown.json");

    private GraphErrors() {}

    static Answer refused(Call call, InvalidQuery query) {
        return error(400, BAD_REQUEST, call, query.code(), query.text());
    }

    static Answer unauthorized(Call call, String message) {
        return error(401, UNAUTHORIZED, call, null, message)
                .with(
                        "WWW-Authenticate",
                        "Bearer realm=\"\", authorization_uri=\"https://login.microsoftonline.com/\"");
    }

    static Answer forbidden(Call call) {
        return error(403, FORBIDDEN, call, null, null);
    }

    /** The directory refuses: a role is missing, or the target is privileged. */
    static Answer denied(Call call) {
        return error(403, DENIED, call, null, null);
    }

    /** The directory has no such user. */
    static Answer noUser(Call call, String id) {
        String message = "Resource '" + id
                + "' does not exist or one of its queried reference-property objects are not present.";
        return error(404, NO_USER, call, null, message);
    }

    /** The property is mastered on premises. */
    static Answer onPremises(Call call) {
        return error(400, ON_PREMISES, call, null, null);
    }

    /** The tenant lacks the licence. */
    static Answer notPremium(Call call) {
        return error(403, NOT_PREMIUM, call, null, null);
    }

    static Answer notFound(Call call) {
        return error(404, NOT_FOUND, call, null, null);
    }

    /** 429 with a Retry-After just as given, or none. */
    static Answer throttled(Call call, @Nullable String retryAfter) {
        return throttled(call, retryAfter, null);
    }

    /** 429 with a message of its own. */
    static Answer throttled(Call call, @Nullable String retryAfter, @Nullable String message) {
        Answer answer = error(429, THROTTLED, call, null, message);
        return retryAfter == null ? answer : answer.with("Retry-After", retryAfter);
    }

    /** A hunting query was stopped because it took too much. */
    static Answer preempted(Call call) {
        return error(400, PREEMPTED, call, null, null);
    }

    /** A hunting query found too much. */
    static Answer resultTooLarge(Call call) {
        return error(400, TOO_LARGE, call, null, null);
    }

    /** Any other status, with UnknownError and no message. */
    static Answer unknown(Call call, int status) {
        return error(status, UNKNOWN, call, null, null);
    }

    static Answer error(int status, Call call, String code, String message) {
        return error(status, BAD_REQUEST, call, code, message);
    }

    private static Answer error(
            int status, ObjectNode recorded, Call call, @Nullable String code, @Nullable String message) {
        ObjectNode body = recorded.deepCopy();
        ObjectNode error = (ObjectNode) body.get("error");
        if (code != null) {
            error.put("code", code);
        }
        if (message != null) {
            error.put("message", message);
        }
        String requestId = UUID.randomUUID().toString();
        String clientId = call.sent().requestId();
        ((ObjectNode) error.get("innerError"))
                .put("date", Ticks.text(call.at(), 0).replace("Z", ""))
                .put("request-id", requestId)
                .put("client-request-id", clientId == null ? requestId : clientId);
        return Answer.json(status, Body.of(body.toString())).with("request-id", requestId);
    }
}
