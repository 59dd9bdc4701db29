package io.defenderrelay.store;

import io.defenderrelay.aws.SortRange;
import io.defenderrelay.aws.Table;
import io.defenderrelay.model.Kind;
import java.time.Clock;
import java.util.List;

/** What Microsoft listed and was no finding, kept aside. */
public final class UnreadableRecords {
    /** Counting ends here: who has so many does not need to know how many more. */
    static final int MOST = 1_000;

    private final Table table;
    private final Clock clock;

    public UnreadableRecords(Table table, Clock clock) {
        this.table = table;
        this.clock = clock;
    }

    static String partition(String alias) {
        return "Q#" + alias;
    }

    /** How many of a feed are kept, counted among the first {@value #MOST} of its tenant. */
    public long count(String alias, Kind kind) {
        long now = clock.instant().getEpochSecond();
        return table.query(partition(alias), SortRange.all(), MOST, true, List.of("feed", "ttl")).stream()
                .filter(item -> item.number("ttl") > now && item.text("feed").equals(kind.feed()))
                .count();
    }
}
