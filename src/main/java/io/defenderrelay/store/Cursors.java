package io.defenderrelay.store;

import io.defenderrelay.aws.Item;
import io.defenderrelay.aws.Key;
import io.defenderrelay.aws.Table;
import io.defenderrelay.aws.Update;
import io.defenderrelay.model.Kind;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The cursors of all feeds. */
public final class Cursors {
    private final Table table;
    private final Leases leases;

    public Cursors(Table table) {
        this.table = table;
        this.leases = new Leases(table);
    }

    /**
     * Takes the lease of a feed under a new epoch; empty when another run holds it or the feed is told to wait.
     *
     * @param owner a name that no other run has, at most 20 characters
     * @param until when the lease ends by itself
     */
    public Optional<Cursor> acquire(String alias, Kind kind, String owner, Instant now, Instant until) {
        return leases.acquire(key(alias, kind), owner, now, until).map(item -> new Cursor(alias, kind, item));
    }

    /** Makes the progress last while the run goes on; false when the lease is lost and nothing was written. */
    public boolean save(Cursor cursor) {
        return write(cursor, false);
    }

    /** Makes the progress last and gives the lease back; false when it was lost and nothing was written. */
    public boolean release(Cursor cursor) {
        return write(cursor, true);
    }

    /** The state as last written; empty before a feed's first run. */
    public Optional<Cursor> read(String alias, Kind kind) {
        return table.get(key(alias, kind)).map(item -> new Cursor(alias, kind, item));
    }

    /** Whether the log's newest page is {@code page}, written under the epoch that {@code cursor} holds. */
    boolean committed(Cursor cursor, long page) {
        Optional<Item> item = table.get(cursor.key());
        return item.isPresent()
                && item.get().number("epoch") == cursor.epoch()
                && item.get().number("committed", 0) == page;
    }

    /** The part of a commit that is made only by the holder of the lease, on top of the newest page. */
    static Update commit(Cursor cursor, long page) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("epoch", cursor.epoch());
        values.put("page", page);
        values.put("before", page - 1);
        String change = "SET #committed = :page";
        String position = Times.text(cursor.position());
        if (position != null) {
            change += ", #position = :position";
            values.put("position", position);
        }
        String first =
                page == 1 ? "(attribute_not_exists(#committed) OR #committed = :before)" : "#committed = :before";
        return new Update(cursor.key(), change, Leases.MINE + " AND " + first, values);
    }

    private boolean write(Cursor cursor, boolean release) {
        return leases.write(cursor.key(), cursor.epoch(), cursor.progress(), release);
    }

    private static Key key(String alias, Kind kind) {
        return new Key("C#" + alias, kind.feed());
    }
}
