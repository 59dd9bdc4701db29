package io.defenderrelay.function;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import io.defenderrelay.model.Requester;
import io.defenderrelay.problem.ForbiddenException;
import io.defenderrelay.problem.HeaderRequiredException;
import io.defenderrelay.problem.InvalidRequestException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The headers of a request that we read, and who AWS says has sent it. */
final class RequestHeaders {
    private static final Pattern REVISION = Pattern.compile("\"([1-9][0-9]{0,17})\"");
    private static final Pattern JSON = Pattern.compile("application/(merge-patch\\+)?json *(;.*)?");
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_.:-]{1,128}");
    private static final Pattern PERSON = Pattern.compile("[\\p{L}\\p{N} .,@_'+-]{1,128}");
    private static final Pattern USER_ID = Pattern.compile("([A-Za-z0-9]{4,128})(:.*)?", Pattern.DOTALL);

    private static final Pattern WAIT = Pattern.compile("[0-9]{1,4}");
    private static final int MOST_WAIT = 20;

    private final Map<String, String> headers = new TreeMap<>();
    private final @Nullable String userId;

    RequestHeaders(APIGatewayV2HTTPEvent event) {
        Map<String, String> given = event.getHeaders();
        if (given != null) {
            given.forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value == null ? "" : value));
        }
        this.userId = userId(event);
    }

    /** The revision that the caller decided upon. */
    long ifMatch() {
        String value = headers.get("if-match");
        if (value == null) {
            throw new HeaderRequiredException(
                    "If-Match", "the ETag of the revision that you decided upon, as the API's GET answered it");
        }
        Matcher matcher = REVISION.matcher(value.strip());
        if (!matcher.matches()) {
            throw new InvalidRequestException(
                    "If-Match", "The header If-Match must be a revision's ETag, its number in quotes, such as \"3\"");
        }
        return Long.parseLong(matcher.group(1));
    }

    String idempotencyKey() {
        String value = headers.get("idempotency-key");
        if (value == null) {
            throw new HeaderRequiredException(
                    "Idempotency-Key", "a text of your own, new for each request and the same when you repeat it");
        }
        if (!KEY.matcher(value).matches()) {
            throw new InvalidRequestException(
                    "Idempotency-Key",
                    "The header Idempotency-Key must have 1 to 128 letters, digits and the signs _ . : -");
        }
        return value;
    }

    /**
     * How long the answer may wait for an end that is not reached yet; zero when nothing is said of it. Preferences that are
     * not known are passed over. Source: RFC 7240, "Prefer", wait.
     */
    Duration preferredWait() {
        for (String preference : headers.getOrDefault("prefer", "").split("[,;]", -1)) {
            String[] parts = preference.strip().split(" *= *", -1);
            if (parts[0].equalsIgnoreCase("wait")) {
                boolean right = parts.length == 2 && WAIT.matcher(parts[1]).matches();
                if (!right || Integer.parseInt(parts[1]) > MOST_WAIT) {
                    throw new InvalidRequestException(
                            "Prefer", "The header Prefer may ask for wait=N, N from 0 to " + MOST_WAIT + " seconds");
                }
                return Duration.ofSeconds(Integer.parseInt(parts[1]));
            }
        }
        return Duration.ZERO;
    }

    /** Refuses a body that says that it is something else than JSON. */
    void requireJson() {
        String type = headers.getOrDefault("content-type", "application/json").toLowerCase(Locale.ROOT);
        if (!JSON.matcher(type).matches()) {
            throw new InvalidRequestException("Content-Type", "The header Content-Type must be application/json");
        }
    }

    /** A role session's name is chosen by whoever assumes the role: only what stands before it is kept. */
    Requester requester() {
        Matcher matcher = USER_ID.matcher(userId == null ? "" : userId);
        if (!matcher.matches()) {
            throw new ForbiddenException("AWS names no caller for this request: sign it with SigV4 for execute-api");
        }
        String person = headers.get("x-on-behalf-of");
        if (person != null && !PERSON.matcher(person).matches()) {
            throw new InvalidRequestException(
                    "X-On-Behalf-Of",
                    "The header X-On-Behalf-Of must have 1 to 128 letters, digits, blanks and the signs . , @ _ ' + -");
        }
        return new Requester(matcher.group(1), person);
    }

    private static @Nullable String userId(APIGatewayV2HTTPEvent event) {
        APIGatewayV2HTTPEvent.RequestContext context = event.getRequestContext();
        boolean signed = context != null
                && context.getAuthorizer() != null
                && context.getAuthorizer().getIam() != null;
        return signed ? context.getAuthorizer().getIam().getUserId() : null;
    }
}
