package io.defenderrelay.microsoft;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The canonical form of a JSON value: members sorted by name, unordered arrays sorted by their elements' forms, so that
 * replicas which differ only in order give the same form. A container's form is the SHA-256 of its children's forms, so
 * the value is never held whole.
 */
final class Canonical {
    private static final Set<String> UNORDERED = Set.of(
            "evidence",
            "comments",
            "systemTags",
            "customTags",
            "mitreTechniques",
            "categories",
            "roles",
            "tags",
            "detailedRoles");
    private static final Set<String> DROPPED = Set.of("@odata.context", "@odata.etag", "@odata.count");

    private Canonical() {}

    /** Whether a member says nothing about the record itself. */
    static boolean dropped(String name) {
        return DROPPED.contains(name);
    }

    /** The form of the value that {@code parser} stands on; leaves it on the value's last token. */
    static byte[] form(JsonParser parser, String name) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            return objectForm(parser);
        }
        if (token == JsonToken.START_ARRAY) {
            return arrayForm(parser, UNORDERED.contains(name), text -> {});
        }
        String text = token == JsonToken.VALUE_NULL ? "" : parser.getText();
        byte[] bytes = text.getBytes(UTF_8);
        byte[] form = new byte[bytes.length + 1];
        form[0] = kind(token);
        System.arraycopy(bytes, 0, form, 1, bytes.length);
        return form;
    }

    /** The form of the unordered array that {@code parser} stands on; shows each text in it on the way. */
    static byte[] unorderedForm(JsonParser parser, Consumer<String> texts) throws IOException {
        return arrayForm(parser, true, texts);
    }

    /** The form of an object with these members, each a name and the form of its value. */
    static byte[] form(List<Map.Entry<String, byte[]>> members) {
        MessageDigest digest = sha256();
        digest.update((byte) '{');
        members.stream().sorted(Map.Entry.comparingByKey()).forEach(member -> {
            update(digest, member.getKey().getBytes(UTF_8));
            update(digest, member.getValue());
        });
        return digest.digest();
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }

    private static byte[] objectForm(JsonParser parser) throws IOException {
        List<Map.Entry<String, byte[]>> members = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            byte[] form = form(parser, name);
            if (!dropped(name)) {
                members.add(Map.entry(name, form));
            }
        }
        return form(members);
    }

    private static byte[] arrayForm(JsonParser parser, boolean unordered, Consumer<String> texts) throws IOException {
        List<byte[]> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == JsonToken.VALUE_STRING) {
                texts.accept(parser.getText());
            }
            elements.add(form(parser, ""));
        }
        if (unordered) {
            elements.sort(Arrays::compare);
        }
        MessageDigest digest = sha256();
        digest.update((byte) '[');
        elements.forEach(element -> update(digest, element));
        return digest.digest();
    }

    private static byte kind(JsonToken token) {
        return switch (token) {
            case VALUE_STRING -> 's';
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> 'n';
            case VALUE_TRUE, VALUE_FALSE -> 'b';
            default -> '0';
        };
    }

    private static void update(MessageDigest digest, byte[] bytes) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        digest.update(bytes);
    }
}
