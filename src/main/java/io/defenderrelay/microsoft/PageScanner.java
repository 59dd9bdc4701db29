package io.defenderrelay.microsoft;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.defenderrelay.model.Body;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a list answer {@code {"value": [...], "@odata.nextLink": "..."}} into its records, byte for byte, one at a time.
 * It only follows quotes and brackets, so a record that no parser would accept cannot spoil its neighbours, and a record
 * beyond {@value #LARGEST} bytes costs no more memory than that.
 */
final class PageScanner {
    /** Bytes kept of one record. */
    static final int LARGEST = 16_000_000;

    private static final int LARGEST_MEMBER = 16_384;
    private static final int BUFFER = 16_384;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private int position;
    private int limit;
    private boolean started;
    private boolean inArray;
    private boolean valueSeen;
    private boolean overflowed;
    private @Nullable String nextLink;
    private @Nullable Long count;

    PageScanner(InputStream in) {
        this.in = in;
    }

    /**
     * The next record, or null when the answer ended as an answer must: as a whole JSON object that has a
     * {@code value}.
     *
     * @throws MalformedPageException when it did not
     */
    @Nullable
    Body next() throws IOException {
        if (!started) {
            start();
        }
        while (true) {
            if (inArray) {
                int first = skipBlanksAnd(',');
                if (first != ']') {
                    return record(first);
                }
                inArray = false;
            }
            int first = skipBlanksAnd(',');
            if (first == '}') {
                end();
                return null;
            }
            member(first);
        }
    }

    /** Whether the record last returned is only the beginning of a larger one. */
    boolean overflowed() {
        return overflowed;
    }

    /** The link to the next page, once {@link #next} has returned null. */
    @Nullable
    String nextLink() {
        return nextLink;
    }

    /** {@code @odata.count}, if the answer has it, once {@link #next} has returned null. */
    @Nullable
    Long count() {
        return count;
    }

    private void start() throws IOException {
        started = true;
        int first = skipBlanksAnd(' ');
        if (first == 0xEF && read() == 0xBB && read() == 0xBF) {
            first = skipBlanksAnd(' ');
        }
        if (first != '{') {
            throw new MalformedPageException("it is not a JSON object");
        }
    }

    private void end() throws IOException {
        if (!valueSeen) {
            throw new MalformedPageException("it has no 'value'");
        }
        int next = fill() ? skipToEnd() : -1;
        if (next >= 0) {
            throw new MalformedPageException("something follows its end");
        }
    }

    private int skipToEnd() throws IOException {
        while (fill()) {
            int next = buffer[position++] & 0xFF;
            if (!blank(next)) {
                return next;
            }
        }
        return -1;
    }

    private void member(int first) throws IOException {
        if (first != '"') {
            throw new MalformedPageException("its members cannot be read");
        }
        String name = text(value('"', LARGEST_MEMBER));
        if (skipBlanksAnd(' ') != ':') {
            throw new MalformedPageException("its members cannot be read");
        }
        int next = skipBlanksAnd(' ');
        if (name.equals("\"value\"") && next == '[') {
            valueSeen = true;
            inArray = true;
            return;
        }
        Body.Builder value = value(next, LARGEST_MEMBER);
        if (name.equals("\"@odata.nextLink\"") && next != 'n') {
            nextLink = JsonText.string(text(value));
        } else if (name.equals("\"@odata.count\"")) {
            count = JsonText.number(text(value));
        }
    }

    private Body record(int first) throws IOException {
        Body.Builder record = value(first, LARGEST);
        overflowed = record.overflowed();
        return record.build();
    }

    private static String text(Body.Builder value) throws IOException {
        if (value.overflowed()) {
            throw new MalformedPageException("a member beside 'value' is too long");
        }
        return new String(value.build().open().readAllBytes(), UTF_8);
    }

    /** Takes one value whose first byte has been read: to its closing quote or bracket, or up to what ends a scalar. */
    private Body.Builder value(int first, int largest) throws IOException {
        Body.Builder value = new Body.Builder(largest);
        value.append(new byte[] {(byte) first}, 0, 1);
        if (first == '"') {
            nested(value, 0, true);
        } else if (first == '{' || first == '[') {
            nested(value, 1, false);
        } else {
            scalar(value);
        }
        return value;
    }

    private void nested(Body.Builder value, int startDepth, boolean startQuoted) throws IOException {
        int depth = startDepth;
        boolean quoted = startQuoted;
        boolean escaped = false;
        while (true) {
            need();
            int from = position;
            while (position < limit) {
                byte next = buffer[position++];
                if (quoted) {
                    quoted = escaped || next != '"';
                    escaped = !escaped && next == '\\';
                } else if (next == '"') {
                    quoted = true;
                } else if (next == '{' || next == '[') {
                    depth++;
                } else if (next == '}' || next == ']') {
                    depth--;
                }
                if (depth == 0 && !quoted) {
                    value.append(buffer, from, position - from);
                    return;
                }
            }
            value.append(buffer, from, position - from);
        }
    }

    private void scalar(Body.Builder value) throws IOException {
        while (true) {
            need();
            int next = buffer[position] & 0xFF;
            if (next == ',' || next == ']' || next == '}' || blank(next)) {
                return;
            }
            value.append(buffer, position, 1);
            position++;
        }
    }

    private int skipBlanksAnd(char other) throws IOException {
        int next = read();
        while (blank(next) || next == other) {
            next = read();
        }
        return next;
    }

    private int read() throws IOException {
        need();
        return buffer[position++] & 0xFF;
    }

    private void need() throws IOException {
        if (!fill()) {
            throw new MalformedPageException("it is cut off");
        }
    }

    private boolean fill() throws IOException {
        while (position == limit) {
            int read = in.read(buffer, 0, BUFFER);
            if (read < 0) {
                return false;
            }
            position = 0;
            limit = read;
        }
        return true;
    }

    private static boolean blank(int next) {
        return next == ' ' || next == '\n' || next == '\r' || next == '\t';
    }
}
