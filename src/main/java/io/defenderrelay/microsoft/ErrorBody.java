package io.defenderrelay.microsoft;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Pattern;

/**
 * The code in an error answer of Microsoft's, in any of the shapes it takes: {@code error} as an object with
 * {@code innerError} or {@code innererror}, as a text, or no JSON at all. The deepest code wins. Messages are not read:
 * they are not ours to show. Source: Microsoft Graph, "Error responses and resource types".
 */
record ErrorBody(String code) {
    private static final int LARGEST = 65_536;
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_.:-]{1,64}");
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    /** Reads at most 64 KB of the answer; an unreadable one has the code {@code "none"}. */
    static ErrorBody read(InputStream in) {
        try {
            return new ErrorBody(deepestCode(in.readNBytes(LARGEST)));
        } catch (IOException unreadable) {
            return new ErrorBody("none");
        }
    }

    private static String deepestCode(byte[] body) throws IOException {
        String code = "none";
        try (JsonParser parser = JSON.createParser(new ByteArrayInputStream(body))) {
            while (parser.nextToken() != null) {
                String name = parser.currentName();
                boolean text = parser.currentToken() == JsonToken.VALUE_STRING;
                if (text && ("code".equals(name) || "error".equals(name)) && word(parser.getText())) {
                    code = parser.getText();
                }
            }
        }
        return code;
    }

    private static boolean word(String text) {
        return WORD.matcher(text).matches();
    }
}
