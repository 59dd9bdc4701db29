package io.defenderrelay.store;

import io.defenderrelay.aws.Item;
import io.defenderrelay.aws.Key;
import io.defenderrelay.model.Kind;
import io.defenderrelay.model.UtcTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The state of one feed of one tenant: who holds its lease, how far the log goes and how far each job has come. One run
 * holds it and changes it in memory; {@link Cursors} makes the changes last. Not for use by several threads.
 */
public final class Cursor {
    private static final int MOST_HOLES = 300;

    private final Key key;
    private final String alias;
    private final Kind kind;
    private final long epoch;
    private final String owner;
    private long committed;
    private @Nullable Instant position;
    private @Nullable Instant startFrom;
    private @Nullable Instant readUntil;
    private @Nullable Duration width;
    private String filters;
    private boolean behind;
    private final Map<Sweep, Instant> sweptAt = new EnumMap<>(Sweep.class);
    private final Map<Sweep, Walk> sweeping = new EnumMap<>(Sweep.class);
    private List<Hole> holes;
    private final Map<String, Long> counts = new LinkedHashMap<>();
    private @Nullable Instant notBefore;
    private @Nullable Instant lastSuccess;
    private @Nullable LastError lastError;

    /** Why the last run failed: the problem's code and a sentence with its remedy. */
    public record LastError(String code, String message, Instant at) {}

    Cursor(String alias, Kind kind, Item item) {
        this.key = item.key();
        this.alias = alias;
        this.kind = kind;
        this.epoch = item.number("epoch");
        this.owner = item.text("owner");
        this.committed = item.number("committed", 0);
        this.position = Times.optional(item, "position");
        this.startFrom = Times.optional(item, "startFrom");
        this.readUntil = Times.optional(item, "readUntil");
        this.width = item.has("width") ? Duration.ofMillis(item.number("width")) : null;
        String stored = item.optionalText("filters");
        this.filters = stored == null ? "" : stored;
        this.behind = item.flag("behind");
        this.holes = item.items("holes").stream().map(Hole::of).toList();
        this.notBefore = item.number("notBefore", 0) == 0 ? null : Instant.ofEpochMilli(item.number("notBefore"));
        this.lastSuccess = Times.optional(item, "lastSuccess");
        this.lastError = item.has("lastError") ? error(item.map("lastError")) : null;
        readSweeps(item);
        item.map("counts").attributes().forEach((name, count) -> counts.put(name, (Long) count));
    }

    public String alias() {
        return alias;
    }

    public Kind kind() {
        return kind;
    }

    public long epoch() {
        return epoch;
    }

    /** Number of the newest page of the log; 0 when it has none. */
    public long committed() {
        return committed;
    }

    /** Up to where the forward job has read; null before the first run. */
    public @Nullable Instant position() {
        return position;
    }

    /** Nothing last changed before is imported; null before the first run. */
    public @Nullable Instant startFrom() {
        return startFrom;
    }

    /** The time up to which everything listed had been read at the last run that reached the end. */
    public @Nullable Instant readUntil() {
        return readUntil;
    }

    /** Width of the forward job's next slice; null for no limit. */
    public @Nullable Duration width() {
        return width;
    }

    /** Whether older changes are still being read. */
    public boolean behind() {
        return behind;
    }

    public List<Hole> holes() {
        return holes;
    }

    /** How often something noteworthy happened since the feed began. */
    public long count(String name) {
        return counts.getOrDefault(name, 0L);
    }

    public @Nullable Instant notBefore() {
        return notBefore;
    }

    public @Nullable Instant lastSuccess() {
        return lastSuccess;
    }

    public @Nullable LastError lastError() {
        return lastError;
    }

    /** When the sweep last began, by Microsoft's clock; null if never. */
    public @Nullable Instant sweptAt(Sweep sweep) {
        return sweptAt.get(sweep);
    }

    /** The sweep under way, if any. */
    public @Nullable Walk sweeping(Sweep sweep) {
        return sweeping.get(sweep);
    }

    /** Begins the feed: nothing before {@code time} will be imported. */
    public void begin(Instant time, Instant now) {
        startFrom = time;
        position = time;
        for (Sweep sweep : Sweep.values()) {
            sweptAt.put(sweep, now);
        }
    }

    public void startFrom(Instant time) {
        startFrom = time;
    }

    /** Moves the forward position on; never back. */
    public void moveTo(Instant time) {
        if (position == null || time.isAfter(position)) {
            position = time;
        }
    }

    public void width(@Nullable Duration slice) {
        width = slice;
    }

    /** Whether the tenant's filters are those of the last run; remembers them. */
    public boolean sameFilters(String now) {
        boolean same = filters.equals(now);
        filters = now;
        return same;
    }

    /** Lists these; very many are listed as one that covers them all, since the cursor must stay small. */
    public void holes(List<Hole> changed) {
        holes = changed.size() > MOST_HOLES ? List.of(Hole.covering(changed)) : List.copyOf(changed);
    }

    public void add(Hole hole) {
        List<Hole> more = new ArrayList<>(holes);
        more.add(hole);
        holes(more);
    }

    public void sweepBegins(Sweep sweep, Instant now, Walk walk) {
        sweptAt.put(sweep, now);
        sweeping.put(sweep, walk);
    }

    public void sweepStands(Sweep sweep, Walk walk) {
        if (walk.done()) {
            sweeping.remove(sweep);
        } else {
            sweeping.put(sweep, walk);
        }
    }

    public void count(String name, long more) {
        if (more > 0) {
            counts.merge(name, more, Long::sum);
        }
    }

    /** The forward job has read everything listed by {@code time}. */
    public void upToDate(Instant time) {
        behind = false;
        readUntil = time;
    }

    public void behind(boolean backlog) {
        behind = backlog;
    }

    public void succeeded(Instant now) {
        lastSuccess = now;
        lastError = null;
        notBefore = null;
    }

    /** Keeps why the run failed, and before when no run shall start; null for the next tick. */
    public void failed(LastError error, @Nullable Instant pausedUntil) {
        lastError = error;
        notBefore = pausedUntil;
    }

    Key key() {
        return key;
    }

    String owner() {
        return owner;
    }

    void committed(long page) {
        committed = page;
    }

    /** Everything but the lease and the committed page, which have writes of their own. */
    Map<String, @Nullable Object> progress() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("position", Times.text(position));
        map.put("startFrom", Times.text(startFrom));
        map.put("readUntil", Times.text(readUntil));
        map.put("width", width == null ? null : width.toMillis());
        map.put("filters", filters);
        map.put("behind", behind);
        map.put("sweptAt", sweptAtMap());
        map.put("sweeping", sweepingMap());
        map.put("holes", holes.stream().map(Hole::toMap).toList());
        map.put("counts", Map.copyOf(counts));
        map.put("notBefore", notBefore == null ? 0 : notBefore.toEpochMilli());
        map.put("lastSuccess", Times.text(lastSuccess));
        map.put("lastError", lastError == null ? null : errorMap(lastError));
        return map;
    }

    private void readSweeps(Item item) {
        Item times = item.map("sweptAt");
        Item walks = item.map("sweeping");
        for (Sweep sweep : Sweep.values()) {
            if (times.has(sweep.word())) {
                sweptAt.put(sweep, Times.required(times, sweep.word()));
            }
            if (walks.has(sweep.word())) {
                sweeping.put(sweep, Walk.of(walks.map(sweep.word())));
            }
        }
    }

    private Map<String, Object> sweptAtMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        sweptAt.forEach((sweep, time) -> map.put(sweep.word(), UtcTime.text(time)));
        return map;
    }

    private Map<String, Object> sweepingMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        sweeping.forEach((sweep, walk) -> map.put(sweep.word(), walk.toMap()));
        return map;
    }

    static Map<String, Object> errorMap(LastError error) {
        return Map.of("code", error.code(), "message", error.message(), "at", UtcTime.text(error.at()));
    }

    static LastError error(Item item) {
        return new LastError(item.text("code"), item.text("message"), Times.required(item, "at"));
    }
}
