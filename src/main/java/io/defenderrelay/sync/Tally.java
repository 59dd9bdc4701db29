package io.defenderrelay.sync;

import io.defenderrelay.model.Change;
import io.defenderrelay.store.Reference;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What one run has done so far. */
final class Tally {
    private final Map<Change, Long> changes = new EnumMap<>(Change.class);
    private long seen;
    private long unreadable;
    private long late;

    void committed(List<Reference> references, boolean byForward) {
        references.forEach(reference -> changes.merge(reference.change(), 1L, Long::sum));
        late += byForward ? 0 : references.size();
    }

    void saw(int records) {
        seen += records;
    }

    void kept(int records) {
        unreadable += records;
    }

    long changes(Change change) {
        return changes.getOrDefault(change, 0L);
    }

    long seen() {
        return seen;
    }

    long unreadable() {
        return unreadable;
    }

    /** Revisions that another job than the forward one brought. */
    long late() {
        return late;
    }
}
