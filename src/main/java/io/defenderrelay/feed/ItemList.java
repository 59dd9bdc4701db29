package io.defenderrelay.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.defenderrelay.answer.Answer;
import io.defenderrelay.answer.AnswerBuffer;
import io.defenderrelay.answer.JsonAnswer;
import io.defenderrelay.model.AlertSummary;
import io.defenderrelay.model.Kind;
import io.defenderrelay.store.Revision;
import io.defenderrelay.store.StoredBody;
import org.jspecify.annotations.Nullable;

/** The answer that lists revisions, while it is being written. */
final class ItemList {
    private final AnswerBuffer out = new AnswerBuffer();
    private final FindingForm form;
    private final ItemWriter writer;
    private int items;

    ItemList(String alias, FindingForm form) {
        this.form = form;
        this.writer = new ItemWriter(out, alias, form);
        text("{\"items\":[");
    }

    int items() {
        return items;
    }

    /** Adds the revision with its finding; false, and nothing added, when the answer has no room left for it. */
    boolean add(Kind kind, Revision revision, @Nullable StoredBody body) {
        AnswerBuffer.Mark before = out.mark();
        separate();
        if (form.mayFit(revision.reference())) {
            writer.whole(kind, revision, body);
        } else {
            writer.tooLarge(kind, revision);
        }
        if (!out.fits()) {
            out.backTo(before);
            if (items > 0) {
                return false;
            }
            writer.tooLarge(kind, revision);
        }
        items++;
        return true;
    }

    /** Adds the alert as its incident knows it. */
    void add(AlertSummary alert) {
        separate();
        writer.summary(alert);
        items++;
    }

    /** Adds the revision without its finding. */
    void addBare(Kind kind, Revision revision) {
        separate();
        writer.bare(kind, revision);
        items++;
    }

    /** As {@link #end(String, boolean)}, for the list of an incident that was merged into another. */
    Answer end(@Nullable String next, boolean more, String redirectedTo) {
        text("],\"redirectedTo\":" + JsonAnswer.text(redirectedTo));
        return close(next, more);
    }

    /** @param next token of where to go on, which needs no escapes; null at the end of a list that ends */
    Answer end(@Nullable String next, boolean more) {
        text("]");
        return close(next, more);
    }

    private Answer close(@Nullable String next, boolean more) {
        text(",");
        if (next != null) {
            text("\"next\":\"" + next + "\",");
        }
        text("\"more\":" + more + "}");
        return Answer.json(out.text(), items);
    }

    private void separate() {
        if (items > 0) {
            text(",");
        }
    }

    private void text(String json) {
        byte[] bytes = json.getBytes(UTF_8);
        out.write(bytes, 0, bytes.length);
    }
}
