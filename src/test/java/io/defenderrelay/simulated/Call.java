package io.defenderrelay.simulated;

import java.net.URI;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One recorded call. {@code number} counts from 1 among the calls of the same target; {@code query} holds decoded
 * parameters; {@code status} is 0 while the call is not answered yet, as a fault's predicate sees it, and for ever when
 * the connection was broken.
 */
public record Call(
        int number,
        Target target,
        Instant at,
        String method,
        String url,
        Map<String, String> query,
        Sent sent,
        int status) {

    public Call {
        query = Collections.unmodifiableMap(new LinkedHashMap<>(query));
    }

    /** The headers of interest as they were sent; of the authorization only whether it was there. */
    public record Sent(
            boolean authorization,
            @Nullable String prefer,
            @Nullable String acceptEncoding,
            @Nullable String requestId) {

        boolean acceptsGzip() {
            return acceptEncoding != null && acceptEncoding.contains("gzip");
        }

        boolean prefersUnknownMembers() {
            return prefer != null && prefer.contains("include-unknown-enum-members");
        }
    }

    /** The path, not decoded. */
    public String path() {
        int end = url.indexOf('?');
        return end < 0 ? url : url.substring(0, end);
    }

    /** One decoded parameter, such as {@code $filter}; null when absent. */
    public @Nullable String query(String name) {
        return query.get(name);
    }

    URI absolute(URI endpoint) {
        return URI.create(endpoint + url);
    }

    Call answered(int status) {
        return new Call(number, target, at, method, url, query, sent, status);
    }
}
