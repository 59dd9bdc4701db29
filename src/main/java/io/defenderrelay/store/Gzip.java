package io.defenderrelay.store;

import io.defenderrelay.problem.StoreException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Bytes packed for storing. */
final class Gzip {
    private Gzip() {}

    static byte[] pack(byte[] bytes) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream(bytes.length / 3 + 64);
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return packed.toByteArray();
    }

    static byte[] unpack(byte[] packed) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(packed.length * 3);
        unpack(packed, bytes);
        return bytes.toByteArray();
    }

    static void unpack(byte[] packed, OutputStream out) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            in.transferTo(out);
        } catch (IOException damaged) {
            throw new StoreException(
                    "Bytes read from the table are not the gzip that was written: restore the table to a point before",
                    damaged);
        }
    }
}
