package io.defenderrelay.microsoft;

import io.defenderrelay.problem.InvalidRequestException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Text as it stands in a URL. */
final class UrlText {
    private UrlText() {}

    /** Percent-encoded, for one value of a query. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** As {@link #encoded}, of an id that must name something: none, or a step in the path, would address another thing. */
    static String segment(String id) {
        if (id.isBlank() || id.equals(".") || id.equals("..")) {
            throw new InvalidRequestException(
                    "id", "An id of Microsoft's is neither empty nor made of dots: correct it");
        }
        return encoded(id);
    }

    /** A text literal of OData, not encoded yet. Source: OData 4.01, "URL Conventions": quotes are doubled. */
    static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
