package io.defenderrelay.simulated;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Gzip by joining: every alert is deflated once into blocks that refer to nothing outside, so that any page is a
 * concatenation. Compressing each page afresh would cost more than everything else the server does.
 */
final class Gzip {

    private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};
    private static final byte[] COMMA = {','};
    private static final byte[] COMMA_BLOCK = {0, 1, 0, (byte) 0xfe, (byte) 0xff, ','};
    private static final byte[] LAST_BLOCK = {3, 0};

    private Gzip() {}

    /** Raw deflate blocks that end on a byte boundary and are not the last of their stream. */
    static byte[] blocks(byte[] plain) {
        Deflater deflater = new Deflater(6, true);
        try {
            deflater.setInput(plain);
            ByteArrayOutputStream out = new ByteArrayOutputStream(plain.length / 3 + 64);
            byte[] buffer = new byte[8192];
            int length = buffer.length;
            while (length == buffer.length) {
                length = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
                out.write(buffer, 0, length);
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }

    static byte[] of(byte[] plain) {
        return of(plain, List.of(), new byte[0]);
    }

    /** Head, alerts joined by commas, tail: as one gzip member. */
    static byte[] of(byte[] head, List<StoredRecord> alerts, byte[] tail) {
        CRC32 crc = new CRC32();
        int length = head.length + tail.length + Math.max(0, alerts.size() - 1);
        ByteArrayOutputStream out = new ByteArrayOutputStream(2048 + alerts.size() * 2048);
        out.writeBytes(HEADER);
        out.writeBytes(blocks(head));
        crc.update(head, 0, head.length);
        for (int i = 0; i < alerts.size(); i++) {
            if (i > 0) {
                out.writeBytes(COMMA_BLOCK);
                crc.update(COMMA, 0, 1);
            }
            StoredRecord alert = alerts.get(i);
            out.writeBytes(alert.deflated());
            alert.checksum(crc);
            length += alert.json().length;
        }
        out.writeBytes(blocks(tail));
        crc.update(tail, 0, tail.length);
        out.writeBytes(LAST_BLOCK);
        littleEndian(out, (int) crc.getValue());
        littleEndian(out, length);
        return out.toByteArray();
    }

    /** Packs what is written while it is written, as fast as it goes. */
    static void pack(Outflow.Source source, OutputStream out) throws IOException {
        CRC32 crc = new CRC32();
        Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        try {
            out.write(HEADER);
            DeflaterOutputStream packed = new DeflaterOutputStream(out, deflater, 8192);
            source.writeTo(new CheckedOutputStream(packed, crc));
            packed.finish();
            ByteArrayOutputStream trailer = new ByteArrayOutputStream();
            littleEndian(trailer, (int) crc.getValue());
            littleEndian(trailer, (int) deflater.getBytesRead());
            out.write(trailer.toByteArray());
        } finally {
            deflater.end();
        }
    }

    /** An empty page with so many blanks inside, packed as tightly as it goes. */
    static byte[] bomb(long unpackedBytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out, 65536)) {
            byte[] blanks = new byte[65536];
            Arrays.fill(blanks, (byte) ' ');
            gzip.write("{\"value\":[".getBytes(StandardCharsets.US_ASCII));
            for (long left = unpackedBytes; left > 0; left -= blanks.length) {
                gzip.write(blanks, 0, (int) Math.min(blanks.length, left));
            }
            gzip.write("]}".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static void littleEndian(ByteArrayOutputStream out, int value) {
        for (int shift = 0; shift < 32; shift += 8) {
            out.write(value >>> shift);
        }
    }
}
