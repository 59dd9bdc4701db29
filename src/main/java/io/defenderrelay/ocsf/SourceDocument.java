package io.defenderrelay.ocsf;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The body of a finding, read once: as much of it as could be part of an event, what it weighs and its digest. Numbers
 * keep all their digits.
 *
 * @param members what was read; may be changed by the one who maps it
 * @param size bytes of the body
 * @param passedOver bytes of what was not read since no event has room for it
 */
record SourceDocument(ObjectNode members, String sha256, long size, long passedOver) {
    /** What is read, in characters and so many more for each value: twenty times what an event holds. */
    private static final int BUDGET = 4_000_000;

    private static final int COST_OF_VALUE = 40;
    private static final int DEEPEST = 200;
    private static final int LONGEST_TEXT = 200_000;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(1_000)
                    .maxStringLength(20_000_000)
                    .maxNumberLength(10_000)
                    .build())
            .build();

    static SourceDocument read(InputStream body) throws MappingException {
        MessageDigest digest = newSha256();
        try (Counted counted = new Counted(new DigestInputStream(body, digest));
                JsonParser parser = JSON.createParser(counted)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new MappingException("The body is no JSON object");
            }
            Reader reader = new Reader(parser);
            ObjectNode members = reader.object(0);
            counted.drain();
            return new SourceDocument(
                    members, HexFormat.of().formatHex(digest.digest()), counted.bytes, reader.passedOver);
        } catch (IOException notJson) {
            throw new MappingException("The body is not JSON", notJson);
        }
    }

    static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }

    /** Builds the tree, as far as the budget goes. */
    private static final class Reader {
        private final JsonParser parser;
        private int left = BUDGET;
        private long passedOver;

        Reader(JsonParser parser) {
            this.parser = parser;
        }

        ObjectNode object(int depth) throws IOException {
            ObjectNode object = NODES.objectNode();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                left -= name.length();
                parser.nextToken();
                JsonNode value = value(depth + 1);
                if (value != null) {
                    object.set(name, value);
                }
            }
            return object;
        }

        private ArrayNode array(int depth) throws IOException {
            ArrayNode array = NODES.arrayNode();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                JsonNode value = value(depth + 1);
                if (value != null) {
                    array.add(value);
                }
            }
            return array;
        }

        private @Nullable JsonNode value(int depth) throws IOException {
            left -= COST_OF_VALUE;
            if (left < 0 || depth > DEEPEST) {
                long start = parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                passedOver += Math.max(1, parser.currentLocation().getByteOffset() - start);
                return null;
            }
            return switch (parser.currentToken()) {
                case START_OBJECT -> object(depth);
                case START_ARRAY -> array(depth);
                case VALUE_STRING -> NODES.textNode(text());
                case VALUE_NUMBER_INT -> NODES.numberNode(parser.getBigIntegerValue());
                case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDecimalValue());
                case VALUE_TRUE -> NODES.booleanNode(true);
                case VALUE_FALSE -> NODES.booleanNode(false);
                default -> NODES.nullNode();
            };
        }

        private String text() throws IOException {
            int length = parser.getTextLength();
            left -= Math.min(length, LONGEST_TEXT);
            if (length <= LONGEST_TEXT) {
                return parser.getText();
            }
            passedOver += length - LONGEST_TEXT;
            return new String(parser.getTextCharacters(), parser.getTextOffset(), LONGEST_TEXT);
        }
    }

    /** Counts what is read of it. */
    private static final class Counted extends java.io.FilterInputStream {
        private static final int STEP = 8_192;
        private long bytes;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int one = super.read();
            bytes += one < 0 ? 0 : 1;
            return one;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int read = super.read(target, offset, length);
            bytes += Math.max(0, read);
            return read;
        }

        void drain() throws IOException {
            byte[] step = new byte[STEP];
            while (read(step, 0, STEP) >= 0) {
                // only the digest and the count matter here
            }
        }
    }
}
