package io.defenderrelay.simulated;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The alerts of the simulated tenant: a collection that tests change while clients list it. Safe for many threads. */
public final class Records {

    private static final Comparator<StoredRecord> OLDEST_FIRST = Comparator.comparingLong(StoredRecord::updated);

    private final Supplier<Instant> now;
    private final Map<String, StoredRecord> visible = new HashMap<>();
    private final List<Hidden> hidden = new ArrayList<>();
    private final List<StoredRecord> history = new ArrayList<>();
    private final List<StoredRecord> fresh = new ArrayList<>();
    private final Set<StoredRecord> gone = Collections.newSetFromMap(new IdentityHashMap<>());
    private StoredRecord[] ascending = {};
    private int keyless;

    Records(Supplier<Instant> now) {
        this.now = now;
    }

    private record Hidden(StoredRecord alert, Instant appearsAt) {}

    /** Adds or replaces an alert exactly as these bytes say; its id and lastUpdateDateTime decide where it stands. */
    public void add(byte[] json) {
        insert(json, null, null);
    }

    /** Like {@link #add(byte[])}. */
    public void add(String json) {
        add(json.getBytes(StandardCharsets.UTF_8));
    }

    /** Like {@link #add(byte[])}, written without blanks. */
    public void add(ObjectNode alert) {
        add(RecordBytes.bytes(alert));
    }

    /** Adds all, in the order given. */
    public void addAll(Stream<byte[]> alerts) {
        alerts.forEach(this::add);
    }

    /** Replaces what has the same id; the same as {@link #add(byte[])}, for tests that read better so. */
    public void put(byte[] json) {
        add(json);
    }

    /** Adds a record that says nothing useful of its id or time, listed as if last changed at {@code listedAt}. */
    public void addListedAt(byte[] json, Instant listedAt) {
        insert(json, listedAt, null);
    }

    /** Adds an alert as if it had last changed at an old time: it appears behind what was already read. */
    public void addLate(byte[] json, Instant lastUpdate) {
        add(RecordBytes.timed(RecordBytes.tree(json), lastUpdate));
    }

    /** Changes an alert and sets its lastUpdateDateTime, which may stay equal or go backwards. */
    public void update(String id, Instant lastUpdate, Consumer<ObjectNode> change) {
        update(id, lastUpdate, change, null);
    }

    /** Removes an alert from lists and reads, as retention does; does nothing when it is not there. */
    public synchronized void remove(String id) {
        reveal();
        hidden.removeIf(waiting -> waiting.alert().id().equals(id));
        StoredRecord old = visible.remove(id);
        if (old != null) {
            gone.add(old);
        }
    }

    /** Forgets everything, also the history. */
    public synchronized void clear() {
        visible.clear();
        hidden.clear();
        history.clear();
        fresh.clear();
        gone.clear();
        ascending = new StoredRecord[0];
    }

    /** What is added or changed through it stays unseen until the tenant's clock shows this time. */
    public Delayed appearsAt(Instant time) {
        return new Delayed(time);
    }

    /** How many alerts can be listed now. */
    public synchronized int count() {
        reveal();
        return visible.size();
    }

    /** The ids that can be listed now, sorted. */
    public synchronized Set<String> ids() {
        reveal();
        return Collections.unmodifiableSet(new TreeSet<>(visible.keySet()));
    }

    /** What a list or read would show of this alert now. */
    public synchronized Optional<StoredRecord> current(String id) {
        reveal();
        return Optional.ofNullable(visible.get(id));
    }

    /** Every state that could ever be listed, in the order in which they became visible. */
    public synchronized List<StoredRecord> history() {
        reveal();
        return List.copyOf(history);
    }

    /** Every state that can be listed now, oldest change first. */
    public List<StoredRecord> all() {
        return view().select(ODataFilter.EVERYTHING, new ListOrder(ListOrder.Kind.OLDEST_FIRST, 0));
    }

    /** Compresses every alert now and not when it is first sent, so that a benchmark does not count that. */
    public void compress() {
        all().parallelStream().forEach(StoredRecord::deflated);
    }

    synchronized RecordView view() {
        reveal();
        if (!fresh.isEmpty() || !gone.isEmpty()) {
            ascending = merged();
            fresh.clear();
            gone.clear();
        }
        return new RecordView(ascending);
    }

    private StoredRecord[] merged() {
        fresh.removeIf(gone::contains);
        fresh.sort(OLDEST_FIRST);
        List<StoredRecord> all = new ArrayList<>(ascending.length + fresh.size());
        int next = 0;
        for (StoredRecord old : ascending) {
            while (next < fresh.size() && fresh.get(next).updated() < old.updated()) {
                all.add(fresh.get(next++));
            }
            if (gone.isEmpty() || !gone.contains(old)) {
                all.add(old);
            }
        }
        all.addAll(fresh.subList(next, fresh.size()));
        return all.toArray(StoredRecord[]::new);
    }

    private synchronized void insert(byte[] json, @Nullable Instant listedAt, @Nullable Instant appearsAt) {
        reveal();
        StoredRecord alert = StoredRecord.read(json, "without-id-" + keyless++, listedAt);
        if (appearsAt != null && appearsAt.isAfter(now.get())) {
            hidden.add(new Hidden(alert, appearsAt));
            return;
        }
        show(alert);
    }

    private synchronized void update(
            String id, Instant lastUpdate, Consumer<ObjectNode> change, @Nullable Instant appearsAt) {
        reveal();
        StoredRecord newest = visible.get(id);
        for (Hidden waiting : hidden) {
            if (waiting.alert().id().equals(id)) {
                newest = waiting.alert();
            }
        }
        if (newest == null) {
            throw new NoSuchElementException("No alert has the id " + id);
        }
        ObjectNode alert = RecordBytes.tree(newest.json());
        change.accept(alert);
        insert(RecordBytes.bytes(RecordBytes.timed(alert, lastUpdate)), null, appearsAt);
    }

    private void reveal() {
        if (hidden.isEmpty()) {
            return;
        }
        Instant time = now.get();
        List<Hidden> due = hidden.stream()
                .filter(waiting -> !waiting.appearsAt().isAfter(time))
                .sorted(Comparator.comparing(Hidden::appearsAt))
                .toList();
        hidden.removeAll(due);
        due.forEach(waiting -> show(waiting.alert()));
    }

    private void show(StoredRecord alert) {
        StoredRecord old = visible.put(alert.id(), alert);
        if (old != null) {
            gone.add(old);
        }
        fresh.add(alert);
        history.add(alert);
    }

    /** The same collection, for changes that show only from a later time on. */
    public final class Delayed {
        private final Instant time;

        private Delayed(Instant time) {
            this.time = time;
        }

        /** See {@link Records#add(byte[])}. */
        public void add(byte[] json) {
            insert(json, null, time);
        }

        /** See {@link Records#addLate}. */
        public void addLate(byte[] json, Instant lastUpdate) {
            insert(RecordBytes.bytes(RecordBytes.timed(RecordBytes.tree(json), lastUpdate)), null, time);
        }

        /** See {@link Records#update}; until then the state before is listed. */
        public void update(String id, Instant lastUpdate, Consumer<ObjectNode> change) {
            Records.this.update(id, lastUpdate, change, time);
        }
    }
}
