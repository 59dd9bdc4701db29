package io.defenderrelay.function;

import io.defenderrelay.problem.InvalidRequestException;
import java.util.ArrayList;
import java.util.List;

/**
 * The path of a request. IAM decides by the path who may read which tenant, so nothing in it may be readable in two ways:
 * empty and dot segments are refused everywhere, also encoded, and any encoding in the tenant's segment. The rest is
 * decoded once. Source: Amazon API Gateway's HTTP APIs hand over {@code rawPath} already decoded, unlike REST APIs and
 * function URLs; what is refused here is refused in both forms.
 */
final class RequestPath {
    private static final int LONGEST = 2_048;
    private static final int TENANT = 2;

    private RequestPath() {}

    /** The segments, decoded. */
    static List<String> segments(String path) {
        if (path.length() > LONGEST || !path.startsWith("/")) {
            throw refused("must begin with / and have at most " + LONGEST + " characters");
        }
        List<String> raw = split(path);
        List<String> segments = new ArrayList<>();
        for (int at = 0; at < raw.size(); at++) {
            if (at == TENANT && raw.get(at).indexOf('%') >= 0) {
                throw new InvalidRequestException("tenant", "The tenant's alias must not be encoded: write it plainly");
            }
            String segment = PercentEncoding.decode("path", raw.get(at));
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                throw refused("must not have empty segments or segments of dots");
            }
            segments.add(segment);
        }
        return segments;
    }

    /** The parts between slashes; the one before the first is left out. */
    static List<String> split(String path) {
        List<String> parts = new ArrayList<>();
        int start = 1;
        for (int slash = path.indexOf('/', start); slash >= 0; slash = path.indexOf('/', start)) {
            parts.add(path.substring(start, slash));
            start = slash + 1;
        }
        parts.add(path.substring(Math.min(start, path.length())));
        return parts;
    }

    private static InvalidRequestException refused(String what) {
        return new InvalidRequestException("path", "The path " + what);
    }
}
