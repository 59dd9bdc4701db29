package io.defenderrelay.store;

import io.defenderrelay.aws.Item;
import io.defenderrelay.model.Kind;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far the events of one feed of one tenant have gone out, and who sends them. One run holds it and changes it in
 * memory; {@link PublishCursors} makes the changes last. Not for use by several threads.
 */
public final class PublishCursor {
    /** Events that the bus took. */
    public static final String SENT = "sent";

    /** Events among them that were cut to size. */
    public static final String TRUNCATED = "truncated";

    /** Events among them that say no more than that there is a revision. */
    public static final String MINIMAL = "minimal";

    /** Revisions that the bus refused in every form. */
    public static final String REFUSED = "refused";

    /** Pages that were no longer kept when their turn came. */
    public static final String EXPIRED_PAGES = "expiredPages";

    /** All that is counted. */
    public static final List<String> COUNTS = List.of(SENT, TRUNCATED, MINIMAL, REFUSED, EXPIRED_PAGES);

    private final String alias;
    private final Kind kind;
    private final long epoch;
    private long page;
    private int offset;
    private final Map<String, Long> counts = new LinkedHashMap<>();
    private Told told;
    private @Nullable Told telling;
    private Cursor.@Nullable LastError lastError;

    /** A state of the feed that receivers were told, and since when it is so. */
    public record Told(FeedHealth.State state, Instant since) {}

    PublishCursor(String alias, Kind kind, Item item) {
        this.alias = alias;
        this.kind = kind;
        this.epoch = item.number("epoch", 0);
        this.page = item.number("page", 0);
        this.offset = (int) item.number("offset", 0);
        item.map("counts").attributes().forEach((name, count) -> counts.put(name, (Long) count));
        Told known = told(item, "told");
        this.told = known == null ? new Told(FeedHealth.State.HEALTHY, Instant.EPOCH) : known;
        this.telling = told(item, "telling");
        this.lastError = item.has("lastError") ? Cursor.error(item.map("lastError")) : null;
    }

    public String alias() {
        return alias;
    }

    public Kind kind() {
        return kind;
    }

    /** The page of the next revision to send; 0 before the first run. */
    public long page() {
        return page;
    }

    /** Where in the page the next revision stands. */
    public int offset() {
        return offset;
    }

    /** How often something happened since the first event. */
    public long count(String name) {
        return counts.getOrDefault(name, 0L);
    }

    /** The state that receivers know. */
    public Told told() {
        return told;
    }

    /** The state that receivers are being told; null when there is nothing to tell. */
    public @Nullable Told telling() {
        return telling;
    }

    public Cursor.@Nullable LastError lastError() {
        return lastError;
    }

    public void moveTo(long nextPage, int nextOffset) {
        page = nextPage;
        offset = nextOffset;
    }

    public void count(String name, long more) {
        if (more > 0) {
            counts.merge(name, more, Long::sum);
        }
    }

    /** Decides to tell receivers of a state; until it is {@link #told(Told)} every run tells of it as of the same moment. */
    public void tell(@Nullable Told state) {
        telling = state;
    }

    public void told(Told state) {
        told = state;
        telling = null;
    }

    /** Keeps why the run failed; null when it did not. */
    public void failed(Cursor.@Nullable LastError error) {
        lastError = error;
    }

    long epoch() {
        return epoch;
    }

    Map<String, @Nullable Object> progress() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("page", page);
        map.put("offset", (long) offset);
        map.put("counts", Map.copyOf(counts));
        map.put("told", map(told));
        map.put("telling", telling == null ? null : map(telling));
        map.put("lastError", lastError == null ? null : Cursor.errorMap(lastError));
        return map;
    }

    private static Map<String, Object> map(Told told) {
        return Map.of("state", told.state().name(), "since", String.valueOf(Times.text(told.since())));
    }

    private static @Nullable Told told(Item item, String name) {
        if (!item.has(name)) {
            return null;
        }
        Item map = item.map(name);
        return new Told(FeedHealth.State.valueOf(map.text("state")), Times.required(map, "since"));
    }
}
