package io.defenderrelay.microsoft;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Single JSON values that stand alone. */
final class JsonText {
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private JsonText() {}

    /** The string that {@code json} is; malformed if it is none. */
    static String string(String json) throws IOException {
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() == JsonToken.VALUE_STRING) {
                return parser.getText();
            }
        } catch (JsonProcessingException notJson) {
            throw noText();
        }
        throw noText();
    }

    /** The whole number that {@code json} is, or null. */
    static @Nullable Long number(String json) throws IOException {
        try (JsonParser parser = JSON.createParser(json)) {
            return parser.nextToken() == JsonToken.VALUE_NUMBER_INT ? parser.getLongValue() : null;
        } catch (JsonProcessingException notJsonOrTooLarge) {
            return null;
        }
    }

    private static MalformedPageException noText() {
        return new MalformedPageException("its '@odata.nextLink' is no text");
    }
}
