package io.defenderrelay.model;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The bytes of one record exactly as they came, cut into parts of at most {@value #PART} bytes, so that a large one
 * needs no large array and each part fits one item of the table. The same bytes always give the same parts.
 */
public final class Body {
    /** Bytes in a part; even incompressible bytes then fit an item of 400 KB. */
    public static final int PART = 384_000;

    private final List<byte[]> parts;
    private final long size;

    private Body(List<byte[]> parts, long size) {
        this.parts = parts;
        this.size = size;
    }

    public static Body of(byte[] bytes) {
        Builder builder = new Builder(Integer.MAX_VALUE);
        builder.append(bytes, 0, bytes.length);
        return builder.build();
    }

    /** In order; at least one. Callers must not change the arrays. */
    public List<byte[]> parts() {
        return parts;
    }

    /** In bytes. */
    public long size() {
        return size;
    }

    public InputStream open() {
        if (parts.size() == 1) {
            return new ByteArrayInputStream(parts.get(0));
        }
        List<InputStream> streams = new ArrayList<>(parts.size());
        parts.forEach(part -> streams.add(new ByteArrayInputStream(part)));
        return new SequenceInputStream(Collections.enumeration(streams));
    }

    /** Collects the bytes of one record up to a limit; what comes beyond it is counted and dropped. */
    public static final class Builder {
        private static final int FIRST = 8_192;

        private final int limit;
        private final List<byte[]> full = new ArrayList<>();
        private byte[] last = new byte[FIRST];
        private int used;
        private long seen;

        public Builder(int limit) {
            this.limit = limit;
        }

        public void append(byte[] bytes, int offset, int length) {
            int kept = (int) Math.min(length, Math.max(0, limit - seen));
            seen += length;
            int from = offset;
            int left = kept;
            while (left > 0) {
                int room = Math.min(left, roomFor(left));
                System.arraycopy(bytes, from, last, used, room);
                used += room;
                from += room;
                left -= room;
            }
        }

        /** Whether more bytes came than are kept. */
        public boolean overflowed() {
            return seen > limit;
        }

        public Body build() {
            List<byte[]> parts = new ArrayList<>(full);
            if (used > 0 || parts.isEmpty()) {
                parts.add(Arrays.copyOf(last, used));
            }
            return new Body(List.copyOf(parts), Math.min(seen, limit));
        }

        private int roomFor(int wanted) {
            if (used == PART) {
                full.add(last);
                last = new byte[FIRST];
                used = 0;
            }
            if (used + wanted > last.length && last.length < PART) {
                last = Arrays.copyOf(last, Math.min(PART, Math.max(last.length * 2, used + wanted)));
            }
            return last.length - used;
        }
    }
}
