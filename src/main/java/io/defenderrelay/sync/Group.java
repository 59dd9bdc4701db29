package io.defenderrelay.sync;

import io.defenderrelay.model.Finding;
import io.defenderrelay.model.Reading;
import io.defenderrelay.store.Ledger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The records read since the last commit; of each finding the newest. Bounded in number and in bytes. */
final class Group {
    private static final long MOST_BYTES = 1_000_000;

    private final Map<String, Finding> findings = new LinkedHashMap<>();
    private final List<Reading.Unreadable> unreadable = new ArrayList<>();
    private long bytes;

    void add(Finding finding) {
        Finding before = findings.get(finding.id());
        if (before != null && before.version().isAfter(finding.version())) {
            return;
        }
        findings.remove(finding.id());
        findings.put(finding.id(), finding);
        bytes += finding.body().size();
    }

    void add(Reading.Unreadable record) {
        unreadable.add(record);
        bytes += record.body().size();
    }

    boolean full() {
        return findings.size() + unreadable.size() >= Ledger.MOST || bytes >= MOST_BYTES;
    }

    Collection<Finding> findings() {
        return findings.values();
    }

    List<Reading.Unreadable> unreadable() {
        return unreadable;
    }

    void clear() {
        findings.clear();
        unreadable.clear();
        bytes = 0;
    }
}
