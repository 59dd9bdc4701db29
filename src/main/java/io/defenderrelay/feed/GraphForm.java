package io.defenderrelay.feed;

import io.defenderrelay.answer.AnswerBuffer;
import io.defenderrelay.model.Kind;
import io.defenderrelay.store.Reference;
import io.defenderrelay.store.StoredBody;
import java.io.OutputStream;

/** Microsoft's bytes as they came. */
record GraphForm() implements FindingForm {
    @Override
    public long size(Reference reference) {
        return reference.size();
    }

    @Override
    public boolean mayFit(Reference reference) {
        return reference.size() + ItemWriter.frame(reference) <= AnswerBuffer.ROOM;
    }

    @Override
    public void write(Kind kind, Reference reference, StoredBody body, OutputStream out) {
        body.writeTo(out);
    }
}
