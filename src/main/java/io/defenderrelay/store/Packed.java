package io.defenderrelay.store;

import io.defenderrelay.problem.StoreException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Bytes packed for storing: deflated with a dictionary of the words that alerts are made of, which saves half a
 * write unit an alert. The packed bytes say which dictionary they need: a later one is added beside this one, never in
 * its place. Source: RFC 1950, "FDICT".
 */
final class Packed {
    private static final byte[] DICTIONARY = dictionary();
    private static final int STEP = 8_192;

    private Packed() {}

    static byte[] pack(byte[] bytes) {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION);
        try {
            deflater.setDictionary(DICTIONARY);
            deflater.setInput(bytes);
            deflater.finish();
            ByteArrayOutputStream packed = new ByteArrayOutputStream(bytes.length / 3 + 64);
            byte[] step = new byte[STEP];
            while (!deflater.finished()) {
                packed.write(step, 0, deflater.deflate(step));
            }
            return packed.toByteArray();
        } finally {
            deflater.end();
        }
    }

    static byte[] unpack(byte[] packed) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(packed.length * 4);
        unpack(packed, bytes);
        return bytes.toByteArray();
    }

    static void unpack(byte[] packed, OutputStream out) {
        try (InputStream in = open(packed)) {
            in.transferTo(out);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    /** The bytes, unpacked as they are read. */
    static InputStream open(byte[] packed) {
        return new Unpacking(packed);
    }

    private static StoreException damaged(Exception cause) {
        return new StoreException(
                "A stored body cannot be unpacked: it is damaged, or a newer version of the relay packed it", cause);
    }

    /** Inflates what it was given. */
    private static final class Unpacking extends InputStream {
        private final Inflater inflater = new Inflater();

        Unpacking(byte[] packed) {
            inflater.setInput(packed);
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            try {
                while (length > 0 && !inflater.finished()) {
                    int read = inflater.inflate(target, offset, length);
                    if (read > 0) {
                        return read;
                    }
                    if (inflater.needsDictionary()) {
                        inflater.setDictionary(DICTIONARY);
                    } else if (!inflater.finished()) {
                        throw new DataFormatException("cut off");
                    }
                }
                return length == 0 ? 0 : -1;
            } catch (DataFormatException | IllegalArgumentException damage) {
                throw damaged(damage);
            }
        }

        @Override
        public void close() {
            inflater.end();
        }
    }

    private static byte[] dictionary() {
        try (InputStream in = Packed.class.getResourceAsStream("/store/dictionary-1.txt")) {
            if (in == null) {
                throw new IllegalStateException("The artifact lacks store/dictionary-1.txt");
            }
            return in.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
