package io.defenderrelay.sync;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.defenderrelay.simulated.StoredRecord;
import io.defenderrelay.store.LogReader.Entry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compares a feed with everything that Microsoft ever listed; tells every way in which the promises are broken. */
final class FeedOracle {
    private final List<String> faults = new ArrayList<>();

    private record State(String id, Instant version, String body) {}

    private FeedOracle() {}

    /** What is wrong; empty when the feed keeps its promises. */
    static List<String> faults(SyncWorld world) {
        FeedOracle oracle = new FeedOracle();
        List<Entry> feed = world.feed();
        oracle.nothingInventedNothingTwice(feed, world.records().history());
        oracle.revisionsCount(feed);
        oracle.pagesCount(feed, world.cursor().committed());
        oracle.nothingLost(feed, world.records().all());
        return oracle.faults;
    }

    private void nothingInventedNothingTwice(List<Entry> feed, List<StoredRecord> history) {
        Set<State> listed = new HashSet<>();
        history.forEach(alert -> listed.add(state(alert)));
        Set<State> shown = new HashSet<>();
        for (Entry entry : feed) {
            State state = state(entry);
            if (!listed.contains(state)) {
                faults.add("invented: " + label(entry));
            }
            if (!shown.add(state)) {
                faults.add("twice: " + label(entry));
            }
        }
    }

    private void revisionsCount(List<Entry> feed) {
        Map<String, Entry> last = new HashMap<>();
        for (Entry entry : feed) {
            Entry before = last.put(entry.reference().id(), entry);
            long expected = before == null ? 1 : before.reference().revision() + 1;
            if (entry.reference().revision() != expected) {
                faults.add("gap: " + label(entry) + ", expected revision " + expected);
            }
            if (before != null
                    && entry.reference().version().isBefore(before.reference().version())) {
                faults.add("backwards: " + label(entry));
            }
            long previousPage = before == null ? 0 : before.page();
            if (entry.reference().previousPage() != previousPage) {
                faults.add("history broken: " + label(entry));
            }
        }
    }

    private void pagesCount(List<Entry> feed, long committed) {
        long page = 0;
        for (Entry entry : feed) {
            if (entry.page() != page && entry.page() != page + 1) {
                faults.add("page missing before " + entry.page());
            }
            page = entry.page();
        }
        if (page != committed) {
            faults.add("the log ends with page " + page + ", the cursor with " + committed);
        }
    }

    private void nothingLost(List<Entry> feed, List<StoredRecord> listed) {
        Map<String, Entry> newest = new HashMap<>();
        Set<State> shown = new HashSet<>();
        feed.forEach(entry -> {
            newest.put(entry.reference().id(), entry);
            shown.add(state(entry));
        });
        for (StoredRecord alert : listed) {
            Entry entry = newest.get(alert.id());
            if (entry == null) {
                faults.add("lost: " + alert.id());
            } else if (!shown.contains(state(alert))
                    && !entry.reference().version().isAfter(alert.lastUpdateDateTime())) {
                faults.add("lost revision: " + alert.id() + " " + alert.lastUpdateDateTime() + ", feed ends with "
                        + label(entry));
            }
        }
    }

    private static State state(Entry entry) {
        return new State(entry.reference().id(), entry.reference().version(), entry.body());
    }

    private static State state(StoredRecord alert) {
        return new State(alert.id(), alert.lastUpdateDateTime(), new String(alert.json(), UTF_8));
    }

    private static String label(Entry entry) {
        return entry.reference().id() + " revision " + entry.reference().revision() + " of "
                + entry.reference().version() + " on page " + entry.page();
    }
}
