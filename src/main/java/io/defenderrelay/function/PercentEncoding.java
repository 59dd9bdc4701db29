package io.defenderrelay.function;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.defenderrelay.problem.InvalidRequestException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/** Percent-encoding, read strictly and once. Source: RFC 3986, section 2.1; a plus sign is a plus sign. */
final class PercentEncoding {
    private PercentEncoding() {}

    /** @param field what to name when it is malformed, which includes what is not UTF-8 */
    static String decode(String field, String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        byte[] encoded = text.getBytes(UTF_8);
        for (int at = 0; at < encoded.length; at++) {
            if (encoded[at] != '%') {
                bytes.write(encoded[at]);
                continue;
            }
            int high = at + 2 < encoded.length ? Character.digit(encoded[at + 1], 16) : -1;
            int low = high >= 0 ? Character.digit(encoded[at + 2], 16) : -1;
            if (low < 0) {
                throw malformed(field);
            }
            bytes.write(high * 16 + low);
            at += 2;
        }
        try {
            return UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            throw malformed(field);
        }
    }

    private static InvalidRequestException malformed(String field) {
        return new InvalidRequestException(
                field, "The percent-encoding of '" + field + "' is malformed: encode UTF-8, two hex digits a byte");
    }
}
