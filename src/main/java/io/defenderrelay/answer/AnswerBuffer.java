package io.defenderrelay.answer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.OutputStream;
import java.util.Arrays;

/**
 * An answer while it is being written: UTF-8 JSON up to a size, and told whether it is still within it. What comes
 * beyond is dropped, and the writer goes back to a mark. Two sizes count: the answer's own, and the one it has as a text
 * inside the JSON that Lambda hands over, where quotes and backslashes are escaped; without the second a finding full of
 * quotes would be refused by Lambda, and every reader would stop there for ever. Source: AWS Lambda Developer Guide,
 * "Lambda quotas", invocation payload (6 MB, 6,291,556 bytes).
 */
public final class AnswerBuffer extends OutputStream {
    private static final int MOST = 5_000_000;
    private static final int MOST_HANDED_OVER = 6_000_000;
    private static final int END = 2_000;
    /** Bytes of an answer but for its short end. */
    public static final int ROOM = MOST - END;
    /**
     * Bytes that an answer of several items has room for. Smaller than need be: as text an answer takes up to two bytes a
     * character, once more while it is made and again when it is handed over.
     */
    public static final int SHARED_ROOM = 3_000_000;

    private static final int FIRST = 16_384;

    private byte[] bytes = new byte[FIRST];
    private int used;
    private long escapes;
    private boolean dropped;

    /** A place to go back to. */
    public record Mark(int used, long escapes) {}

    @Override
    public void write(int one) {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] source, int offset, int length) {
        if (length > MOST - used) {
            dropped = true;
            return;
        }
        if (used + length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(MOST, Math.max(bytes.length * 2, used + length)));
        }
        System.arraycopy(source, offset, bytes, used, length);
        used += length;
        for (int at = offset; at < offset + length; at++) {
            escapes += escapes(source[at]);
        }
    }

    public Mark mark() {
        return new Mark(used, escapes);
    }

    public void backTo(Mark mark) {
        used = mark.used();
        escapes = mark.escapes();
        dropped = false;
    }

    /** Whether all was taken and a short end still fits. */
    public boolean fits() {
        return !dropped && used <= ROOM && used + escapes <= MOST_HANDED_OVER - END;
    }

    public String text() {
        if (dropped) {
            throw new IllegalStateException("An answer was handed out that is cut off");
        }
        return new String(bytes, 0, used, UTF_8);
    }

    /** How many bytes more it takes inside a JSON text. */
    private static int escapes(byte one) {
        if (one == '"' || one == '\\') {
            return 1;
        }
        if (one >= 0 && one < ' ') {
            return 5;
        }
        return 0;
    }
}
