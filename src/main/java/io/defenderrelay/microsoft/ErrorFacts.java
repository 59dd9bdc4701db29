package io.defenderrelay.microsoft;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an error answer of Defender's or Graph's says. Source: Microsoft Defender for Endpoint, "Common REST API error codes";
 * the texts are observed.
 *
 * @param code {@code none} when there is none
 * @param message the beginning of the text, as it came; never shown as it is
 */
record ErrorFacts(String code, String message) {
    private static final int LARGEST = 65_536;
    private static final int LONGEST = 2_000;
    private static final Pattern LICENCE = Pattern.compile(
            "no tvm license|account mode is inactive|account is not provisioned|\\bnot provisioned\\b",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern REQUIRED =
            Pattern.compile("API required roles: ?([A-Za-z0-9., -]{1,400}?), application roles:");
    private static final Pattern PERMISSION = Pattern.compile("[A-Za-z]{1,40}(?:[.-][A-Za-z]{1,40}){1,4}");
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build());

    /** Reads at most 64 KB; what cannot be read says nothing. */
    static ErrorFacts read(InputStream in) {
        try {
            byte[] body = in.readNBytes(LARGEST);
            return new ErrorFacts(ErrorBody.read(new ByteArrayInputStream(body)).code(), message(body));
        } catch (IOException unreadable) {
            return new ErrorFacts("none", "");
        }
    }

    private static String message(byte[] body) {
        try {
            JsonNode root = JSON.readTree(body);
            String text = root == null ? "" : root.path("error").path("message").asText("");
            return text.substring(0, Math.min(text.length(), LONGEST));
        } catch (IOException notJson) {
            return "";
        }
    }

    /** Whether it says that the tenant's plan does not include the service. */
    boolean licence() {
        return LICENCE.matcher(message).find();
    }

    /** Whether the text has these words, given in lower case. */
    boolean says(String words) {
        return message.toLowerCase(Locale.ROOT).contains(words);
    }

    /** The permissions of which it names one as missing; empty when it names none in the form we know. */
    List<String> required() {
        Matcher matcher = REQUIRED.matcher(message);
        if (!matcher.find()) {
            return List.of();
        }
        List<String> permissions = new ArrayList<>();
        for (String permission : matcher.group(1).split(",", -1)) {
            if (!PERMISSION.matcher(permission.strip()).matches()) {
                return List.of();
            }
            permissions.add(permission.strip());
        }
        return permissions;
    }

    /** Microsoft's text for the end of a message of ours; empty without one. */
    String quoted() {
        String shown = ErrorText.shown(message);
        return shown.isEmpty() ? "" : "; Microsoft says \"" + shown + "\"";
    }
}
