package io.defenderrelay.remediation;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.defenderrelay.problem.InvalidRequestException;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the members of a body; what it does not know or cannot use it refuses by the member's name. */
final class RequestReader {
    private static final Pattern WORD = Pattern.compile("[A-Za-z]{1,32}");
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final JsonNode root;

    private RequestReader(JsonNode root) {
        this.root = root;
    }

    /** @param optional whether there need be no body at all */
    static RequestReader of(String body, boolean optional) {
        if (optional && body.isBlank()) {
            return new RequestReader(JSON.createObjectNode());
        }
        try {
            JsonNode root = JSON.readTree(body);
            if (root.isObject()) {
                return new RequestReader(root);
            }
        } catch (JsonProcessingException notJson) {
            throw notAnObject();
        }
        throw notAnObject();
    }

    static RequestReader of(JsonNode object, String field) {
        if (!object.isObject()) {
            throw refused(field, "must be an object");
        }
        return new RequestReader(object);
    }

    void known(Set<String> names) {
        root.fieldNames().forEachRemaining(name -> {
            if (!names.contains(name)) {
                String shown = WORD.matcher(name).matches() ? "'" + name + "'" : "of an unprintable name";
                throw new InvalidRequestException(
                        "body",
                        "Unknown member " + shown + ": known here are "
                                + String.join(", ", names.stream().sorted().toList()));
            }
        });
    }

    JsonNode member(String name) {
        return root.path(name);
    }

    /** The text, without blanks at its ends. */
    String text(String name, int longest) {
        String text = optionalText(name, longest);
        if (text == null) {
            throw refused(name, "is missing: it must be a text of 1 to " + longest + " characters");
        }
        return text;
    }

    @Nullable
    String optionalText(String name, int longest) {
        JsonNode value = root.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        String text = value.isTextual() ? value.textValue().strip() : "";
        if (text.isEmpty() || text.length() > longest || !plain(text)) {
            throw refused(name, "must be a text of 1 to " + longest + " characters, none of them a control character");
        }
        return text;
    }

    /** A text that is one of these. */
    String word(String name, Set<String> words, @Nullable String fallback) {
        String text = optionalText(name, 64);
        if (text == null && fallback != null) {
            return fallback;
        }
        if (text == null || !words.contains(text)) {
            throw refused(
                    name,
                    "must be one of "
                            + String.join(", ", words.stream().sorted().toList()));
        }
        return text;
    }

    boolean flag(String name) {
        JsonNode value = root.path(name);
        if (!value.isMissingNode() && !value.isBoolean()) {
            throw refused(name, "must be true or false");
        }
        return value.asBoolean(false);
    }

    static InvalidRequestException refused(String field, String what) {
        return new InvalidRequestException(field, "Member '" + field + "' " + what);
    }

    /** No control and direction characters, no separators of lines, no half of a pair: what is read is what is shown. */
    private static boolean plain(String text) {
        return text.codePoints().noneMatch(point -> switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> false;
        });
    }

    private static InvalidRequestException notAnObject() {
        return new InvalidRequestException("body", "The body must be one JSON object without double members");
    }
}
