package io.defenderrelay.store;

import io.defenderrelay.aws.Item;
import io.defenderrelay.aws.Key;
import io.defenderrelay.aws.SortRange;
import io.defenderrelay.aws.Table;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The rows of hunts: lines of JSON in gzip chunks, each chunk one item that is named by its attempt and its first row. A row
 * larger than a chunk lies in several parts. Nothing tells of an attempt's chunks but the hunt that it won; those of the
 * others expire.
 */
public final class HuntRows {
    /** Bytes of a chunk before it is packed; even incompressible ones then fit an item of 400 KB. */
    public static final int CHUNK = 256_000;

    private static final int CHUNKS_AT_ONCE = 4;

    private final Table table;

    public HuntRows(Table table) {
        this.table = table;
    }

    /** Takes the rows of one attempt, in their order. */
    public final class Writer {
        private final String partition;
        private final String prefix;
        private final long ttl;
        private final ByteArrayOutputStream chunk = new ByteArrayOutputStream(CHUNK);
        private long first;
        private long rows;
        private long bytes;
        private int chunks;

        private Writer(Hunt hunt, Instant keptUntil) {
            this.partition = Hunts.partition(hunt.alias(), hunt.id());
            this.prefix = prefix(hunt);
            this.ttl = keptUntil.getEpochSecond();
        }

        /** Adds a row, JSON without line breaks; it is stored now or later. */
        public void add(byte[] json) {
            if (chunk.size() + json.length + 1 > CHUNK) {
                finish();
            }
            int part = 0;
            int from = 0;
            while (json.length - from >= CHUNK) {
                store(rows, part++, json, from, CHUNK);
                from += CHUNK;
            }
            if (part > 0) {
                byte[] end = new byte[json.length - from + 1];
                System.arraycopy(json, from, end, 0, json.length - from);
                end[end.length - 1] = '\n';
                store(rows, part, end, 0, end.length);
                first = rows + 1;
            } else {
                chunk.write(json, 0, json.length);
                chunk.write('\n');
            }
            rows++;
            bytes += json.length + 1L;
        }

        /** Stores what is not stored yet. */
        public void finish() {
            if (chunk.size() > 0) {
                byte[] whole = chunk.toByteArray();
                store(first, 0, whole, 0, whole.length);
                chunk.reset();
            }
            first = rows;
        }

        public long rows() {
            return rows;
        }

        /** Bytes of all rows so far, each with its line break. */
        public long bytes() {
            return bytes;
        }

        /** Items stored so far. */
        public int chunks() {
            return chunks;
        }

        private void store(long row, int part, byte[] source, int offset, int length) {
            Item item = Item.of(
                    new Key(partition, prefix + row(row) + part(part)),
                    Map.of("rows", pack(source, offset, length), "ttl", ttl));
            table.put(item);
            chunks++;
        }
    }

    /** Takes the rows of the hunt's attempt. */
    public Writer write(Hunt hunt, Instant keptUntil) {
        return new Writer(hunt, keptUntil);
    }

    /** Hands out the rows of a hunt that succeeded, one after the other; a few chunks are held at a time. */
    public final class Reader {
        private final String partition;
        private final String prefix;
        private final Deque<Item> items = new ArrayDeque<>();
        private @Nullable InputStream lines;
        private String last;

        private Reader(Hunt hunt, long from) {
            this.partition = Hunts.partition(hunt.alias(), hunt.id());
            this.prefix = prefix(hunt);
            long first = firstOfChunk(from);
            this.last = prefix + row(first);
            for (long had = first; had < from; had++) {
                next();
            }
        }

        /** The next row, JSON; empty after the last. */
        public Optional<byte[]> next() {
            try {
                return Optional.ofNullable(line());
            } catch (IOException damaged) {
                throw new UncheckedIOException(damaged);
            }
        }

        private long firstOfChunk(long from) {
            return table
                    .query(partition, SortRange.between(prefix, prefix + row(from) + "#~"), 1, false, List.of("ttl"))
                    .stream()
                    .findFirst()
                    .map(item -> Long.parseLong(item.key().sk().split("#", -1)[2]))
                    .orElse(0L);
        }

        private byte @Nullable [] line() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            while (true) {
                InputStream open = lines;
                int next = open == null ? -1 : open.read();
                if (next == '\n') {
                    return line.toByteArray();
                }
                if (next >= 0) {
                    line.write(next);
                } else if (!open()) {
                    return null;
                }
            }
        }

        private boolean open() throws IOException {
            if (items.isEmpty()) {
                items.addAll(table.query(partition, SortRange.after(prefix, last), CHUNKS_AT_ONCE, true));
            }
            Item item = items.poll();
            if (item == null) {
                return false;
            }
            last = item.key().sk();
            byte[] bytes = unpack(item.bytes("rows"));
            lines = new ByteArrayInputStream(bytes);
            return true;
        }
    }

    /** The rows from that number on. */
    public Reader read(Hunt hunt, long from) {
        return new Reader(hunt, from);
    }

    private static byte[] pack(byte[] bytes, int offset, int length) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream(length / 4 + 64);
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes, offset, length);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return packed.toByteArray();
    }

    private static byte[] unpack(byte[] packed) throws IOException {
        try (InputStream gzip = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return gzip.readAllBytes();
        }
    }

    private static String prefix(Hunt hunt) {
        return "ROWS#" + hunt.owner() + "#";
    }

    private static String row(long number) {
        return String.format(Locale.ROOT, "%09d", number);
    }

    private static String part(int number) {
        return String.format(Locale.ROOT, "#%04d", number);
    }
}
