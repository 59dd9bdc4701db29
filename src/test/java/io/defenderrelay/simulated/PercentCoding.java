package io.defenderrelay.simulated;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The coding of query strings and forms: a plus sign is read as a blank, a blank is written as %20. */
final class PercentCoding {

    private PercentCoding() {}

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%24", "$")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new InvalidQuery("The request URI is not valid: malformed percent-encoding.");
        }
    }

    /** Splits {@code a=b&c=d}; throws {@link InvalidQuery} when a name comes twice. */
    static Map<String, String> parameters(String text) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : text.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
            if (parameters.putIfAbsent(name, value) != null) {
                throw new InvalidQuery("Query option '" + name + "' was specified more than once.");
            }
        }
        return parameters;
    }
}
