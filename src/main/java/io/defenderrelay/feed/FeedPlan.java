package io.defenderrelay.feed;

import io.defenderrelay.answer.AnswerBuffer;
import io.defenderrelay.store.Reference;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides which revisions one answer takes, before any of their bodies is read: each log in its own order, several by the
 * time of their commits. Hands them out in batches whose bodies are small enough to be held at once.
 */
final class FeedPlan {
    private static final int MOST_IN_BATCH = 100;
    private static final long MOST_BYTES_IN_BATCH = 1_000_000;

    private final List<LogReader> readers;
    private final FindingForm form;
    private final int limit;
    private int planned;
    private long bytes;

    FeedPlan(List<LogReader> readers, FindingForm form, int limit) {
        this.readers = List.copyOf(readers);
        this.form = form;
        this.limit = limit;
    }

    /** The next few; empty when the answer is full, the logs end, or the next page of one is no longer kept. */
    List<LogReader.Next> batch() {
        List<LogReader.Next> batch = new ArrayList<>();
        long held = 0;
        while (planned < limit && batch.size() < MOST_IN_BATCH) {
            LogReader.Next next = earliest();
            if (next == null) {
                break;
            }
            Reference reference = next.revision().reference();
            long size = form.mayFit(reference) ? reference.size() : 0;
            long shown = form.mayFit(reference) ? form.size(reference) : 0;
            long cost = shown + ItemWriter.frame(reference);
            boolean answerFull = planned > 0 && bytes + cost > AnswerBuffer.SHARED_ROOM;
            boolean batchFull = !batch.isEmpty() && held + size > MOST_BYTES_IN_BATCH;
            if (answerFull || batchFull) {
                break;
            }
            next.reader().advance();
            batch.add(next);
            planned++;
            bytes += cost;
            held += size;
        }
        return batch;
    }

    private LogReader.@Nullable Next earliest() {
        LogReader.Next earliest = null;
        for (LogReader reader : readers) {
            LogReader.Next next = reader.peek(limit - planned);
            if (reader.gone()) {
                return null;
            }
            if (next != null
                    && (earliest == null
                            || next.revision()
                                    .committedAt()
                                    .isBefore(earliest.revision().committedAt()))) {
                earliest = next;
            }
        }
        return earliest;
    }
}
