package io.defenderrelay.microsoft;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
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

    /** Reads at most 64 KB of the answer; one in which no code is found has the code {@code "none"}. */
    static ErrorBody read(InputStream in) {
        Deepest deepest = new Deepest();
        try {
            deepest.find(in.readNBytes(LARGEST));
            return new ErrorBody(deepest.code);
        } catch (IOException notJsonToItsEnd) {
            return new ErrorBody(deepest.code);
        }
    }

    /** The code found furthest inside so far. Lists are passed over: they hold details, of which none is the cause. */
    private static final class Deepest {
        private String code = "none";
        private int depth;

        void find(byte[] body) throws IOException {
            int at = 0;
            try (JsonParser parser = JSON.createParser(body)) {
                for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                    if (token == JsonToken.START_ARRAY) {
                        parser.skipChildren();
                    }
                    at += step(token);
                    if (token == JsonToken.VALUE_STRING && at > depth && named(parser) && word(parser.getText())) {
                        code = parser.getText();
                        depth = at;
                    }
                }
            }
        }

        private static int step(JsonToken token) {
            return switch (token) {
                case START_OBJECT -> 1;
                case END_OBJECT -> -1;
                default -> 0;
            };
        }

        private static boolean named(JsonParser parser) throws IOException {
            return "code".equals(parser.currentName()) || "error".equals(parser.currentName());
        }
    }

    private static boolean word(String text) {
        return WORD.matcher(text).matches();
    }
}
