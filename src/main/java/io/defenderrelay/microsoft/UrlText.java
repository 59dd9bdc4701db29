package io.defenderrelay.microsoft;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Text as it stands in a URL. */
final class UrlText {
    private UrlText() {}

    /** Percent-encoded, for one segment of a path or one value of a query. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** A text literal of OData, not encoded yet. Source: OData 4.01, "URL Conventions": quotes are doubled. */
    static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
