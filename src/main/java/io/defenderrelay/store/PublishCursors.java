package io.defenderrelay.store;

import io.defenderrelay.aws.Key;
import io.defenderrelay.aws.Table;
import io.defenderrelay.model.Kind;
import java.time.Instant;
import java.util.Optional;

/** How far the events of all feeds have gone out. */
public final class PublishCursors {
    private final Table table;
    private final Leases leases;

    public PublishCursors(Table table) {
        this.table = table;
        this.leases = new Leases(table);
    }

    /**
     * Takes the lease on a feed's events under a new epoch; empty when another run holds it.
     *
     * @param owner a name that no other run has, at most 20 characters
     * @param until when the lease ends by itself
     */
    public Optional<PublishCursor> acquire(String alias, Kind kind, String owner, Instant now, Instant until) {
        return leases.acquire(key(alias, kind), owner, now, until).map(item -> new PublishCursor(alias, kind, item));
    }

    /** Makes the progress last; false when the lease is lost and nothing was written. */
    public boolean save(PublishCursor cursor) {
        return leases.write(key(cursor.alias(), cursor.kind()), cursor.epoch(), cursor.progress(), false);
    }

    /** Makes the progress last and gives the lease back; false when it was lost and nothing was written. */
    public boolean release(PublishCursor cursor) {
        return leases.write(key(cursor.alias(), cursor.kind()), cursor.epoch(), cursor.progress(), true);
    }

    /** The state as last written; empty before the first run. */
    public Optional<PublishCursor> read(String alias, Kind kind) {
        return table.get(key(alias, kind)).map(item -> new PublishCursor(alias, kind, item));
    }

    private static Key key(String alias, Kind kind) {
        return new Key("P#" + alias, kind.feed());
    }
}
