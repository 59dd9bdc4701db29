package io.defenderrelay.simulated;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Defender for Endpoint's error answers. Source: "Common REST API error codes". */
final class DefenderErrors {

    private static final ObjectNode FORM = Recorded.json("endpoint/error-404-machine.json");
    private static final ObjectNode MINUTE = Recorded.json("endpoint/error-429.json");
    private static final ObjectNode HOUR = Recorded.json("endpoint/error-429-hourly.json");

    private DefenderErrors() {}

    static Answer error(int status, String code, String message) {
        return error(status, FORM, code, message);
    }

    static Answer unauthorized(String reason) {
        return error(401, "Unauthorized", "Unauthorized request - reason of failure: " + reason);
    }

    static Answer forbidden(Set<String> required, Set<String> held) {
        return error(
                403,
                "Forbidden",
                "Missing application roles. API required roles: " + String.join(",", new TreeSet<>(required))
                        + ", application roles: " + String.join(",", new TreeSet<>(held)) + ".");
    }

    static Answer notFound(String what) {
        return error(404, "ResourceNotFound", what + " was not found");
    }

    /** 429 with a Retry-After just as given, or none. */
    static Answer throttled(@Nullable String retryAfter) {
        Answer answer = error(429, MINUTE, null, null);
        return retryAfter == null ? answer : answer.with("Retry-After", retryAfter);
    }

    /** 429 because so many calls are allowed in a minute, or in an hour. */
    static Answer overQuota(int most, boolean hourly, String retryAfter) {
        String message =
                "API calls quota exceeded! maximum allowed " + most + " per " + (hourly ? "01:00:00" : "00:01:00");
        return error(429, hourly ? HOUR : MINUTE, null, message).with("Retry-After", retryAfter);
    }

    private static Answer error(int status, ObjectNode recorded, @Nullable String code, @Nullable String message) {
        ObjectNode body = recorded.deepCopy();
        ObjectNode error = (ObjectNode) body.get("error");
        if (code != null) {
            error.put("code", code);
        }
        if (message != null) {
            error.put("message", message);
        }
        error.put("target", UUID.randomUUID().toString());
        return Answer.json(status, Body.of(body.toString()));
    }
}
