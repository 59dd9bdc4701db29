package io.defenderrelay.answer;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

/** An answer that is a list of objects, as many as it has room for. */
public final class ListAnswer {
    private final AnswerBuffer out = new AnswerBuffer();
    private int items;

    /** @param name of the member that holds the list */
    public ListAnswer(String name) {
        text("{" + JsonAnswer.text(name) + ":[");
    }

    /** Adds one; false, and nothing added, when there is no room left for it. The first one always has room. */
    public boolean add(JsonAnswer.Members members) {
        AnswerBuffer.Mark before = out.mark();
        if (items > 0) {
            text(",");
        }
        JsonAnswer.object(out, members);
        if (items > 0 && !out.fits()) {
            out.backTo(before);
            return false;
        }
        items++;
        return true;
    }

    public int items() {
        return items;
    }

    /**
     * The whole answer.
     *
     * @param next where to go on; null at the list's end
     */
    public Answer end(@Nullable String next) {
        text("],\"more\":" + (next != null) + (next == null ? "" : ",\"next\":" + JsonAnswer.text(next)) + "}");
        return Answer.json(out.text(), items);
    }

    private void text(String json) {
        byte[] bytes = json.getBytes(UTF_8);
        out.write(bytes, 0, bytes.length);
    }
}
