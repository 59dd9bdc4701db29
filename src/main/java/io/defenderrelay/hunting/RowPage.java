package io.defenderrelay.hunting;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.defenderrelay.answer.Answer;
import io.defenderrelay.answer.AnswerBuffer;
import io.defenderrelay.problem.InvalidRequestException;
import io.defenderrelay.problem.StoreException;
import io.defenderrelay.problem.UnprocessableException;
import io.defenderrelay.store.Hunt;
import io.defenderrelay.store.HuntRows;
import java.util.LinkedHashMap;
import java.util.Map;

/** An answer with some of a hunt's rows, while it is being written. */
final class RowPage {
    /** Bytes after which an answer that has rows ends: it is held three times over while it is handed over. */
    private static final int ROOM = 2_000_000;

    private final Hunt hunt;
    private final RowFormat format;
    private final RowText text;
    private final AnswerBuffer out = new AnswerBuffer();
    private int written;

    RowPage(Hunt hunt, RowFormat format) {
        this.hunt = hunt;
        this.format = format;
        this.text = new RowText(hunt.columns());
    }

    /** At most {@code limit} rows, fewer when the answer has no room for more. */
    Answer read(HuntRows rows, long after, int limit) {
        if (after > hunt.rows()) {
            throw new InvalidRequestException(
                    "after",
                    "Parameter 'after' must be at most " + hunt.rows()
                            + ", the number of rows: start without it, or use the 'next' of an answer");
        }
        begin();
        long at = after;
        long end = Math.min(hunt.rows(), after + limit);
        if (at < end) {
            HuntRows.Reader reader = rows.read(hunt, after);
            while (at < end && add(next(reader, at), at)) {
                at++;
            }
        }
        return end(at, limit);
    }

    private byte[] next(HuntRows.Reader reader, long number) {
        return reader.next()
                .orElseThrow(() -> new StoreException(
                        "Row " + number + " of hunt " + hunt.id() + " is not in the table: ask the question again",
                        null));
    }

    private void begin() {
        switch (format) {
            case JSON -> write("{\"columns\":" + text.columns() + ",\"rows\":[");
            case NDJSON -> {
                // nothing but rows
            }
            case CSV -> write(text.header());
        }
    }

    private boolean add(byte[] row, long number) {
        AnswerBuffer.Mark before = out.mark();
        switch (format) {
            case JSON -> write((written == 0 ? "" : ",") + text.json(row));
            case NDJSON -> write(text.json(row) + "\n");
            case CSV -> write(text.csv(row));
        }
        boolean full = written > 0 && out.mark().used() > ROOM;
        if (out.fits() && !full) {
            written++;
            return true;
        }
        out.backTo(before);
        if (written == 0) {
            throw new UnprocessableException(
                    "format",
                    "Row " + number + " does not fit into an answer in this format: ask for it with format=ndjson");
        }
        return false;
    }

    private Answer end(long next, int limit) {
        boolean more = next < hunt.rows();
        if (format == RowFormat.JSON) {
            write("]" + (more ? ",\"next\":\"" + next + "\"" : "") + ",\"more\":" + more + "}");
        }
        Map<String, String> headers = new LinkedHashMap<>();
        if (more) {
            headers.put(
                    "Link",
                    "</v1/tenants/" + hunt.alias() + "/hunts/" + hunt.id() + "/rows?after=" + next + "&limit=" + limit
                            + "&format=" + format.word() + ">; rel=\"next\"");
        }
        return new Answer(200, format.type(), headers, out.text(), written);
    }

    private void write(String part) {
        byte[] bytes = part.getBytes(UTF_8);
        out.write(bytes, 0, bytes.length);
    }
}
