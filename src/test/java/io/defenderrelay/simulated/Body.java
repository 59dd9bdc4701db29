package io.defenderrelay.simulated;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What an answer carries, made only in the encoding that is sent. */
sealed interface Body {

    byte[] plain();

    byte[] gzip();

    /** Writes it in one of the two, at once or while it is made. */
    default void writeTo(OutputStream out, boolean gzip) throws IOException {
        out.write(gzip ? gzip() : plain());
    }

    static Body flowing(Outflow.Source source) {
        return new Flowing(source);
    }

    static Body of(String text) {
        return new Bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    static Body of(byte[] bytes) {
        return new Bytes(bytes);
    }

    static Body page(String head, List<StoredRecord> alerts, String tail) {
        return new Page(head.getBytes(StandardCharsets.UTF_8), alerts, tail.getBytes(StandardCharsets.UTF_8));
    }

    /** A body that is at hand. */
    final class Bytes implements Body {
        private final byte[] bytes;

        Bytes(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public byte[] plain() {
            return bytes;
        }

        @Override
        public byte[] gzip() {
            return Gzip.of(bytes);
        }
    }

    /** A page: alerts between a head and a tail. */
    final class Page implements Body {
        private final byte[] head;
        private final List<StoredRecord> alerts;
        private final byte[] tail;

        Page(byte[] head, List<StoredRecord> alerts, byte[] tail) {
            this.head = head;
            this.alerts = alerts;
            this.tail = tail;
        }

        @Override
        public byte[] plain() {
            int length = head.length + tail.length;
            for (StoredRecord alert : alerts) {
                length += alert.json().length + 1;
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream(length);
            out.writeBytes(head);
            for (int i = 0; i < alerts.size(); i++) {
                if (i > 0) {
                    out.write(',');
                }
                out.writeBytes(alerts.get(i).json());
            }
            out.writeBytes(tail);
            return out.toByteArray();
        }

        @Override
        public byte[] gzip() {
            return Gzip.of(head, alerts, tail);
        }
    }

    /** A body that may be too large to be made before it is sent. */
    final class Flowing implements Body {
        private final Outflow.Source source;

        Flowing(Outflow.Source source) {
            this.source = source;
        }

        @Override
        public byte[] plain() {
            return whole(false);
        }

        @Override
        public byte[] gzip() {
            return whole(true);
        }

        @Override
        public void writeTo(OutputStream out, boolean gzip) throws IOException {
            if (gzip) {
                Gzip.pack(source, out);
                return;
            }
            source.writeTo(out);
        }

        private byte[] whole(boolean gzip) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try {
                writeTo(out, gzip);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return out.toByteArray();
        }
    }
}
