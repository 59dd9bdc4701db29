package io.defenderrelay.store;

import io.defenderrelay.aws.Item;
import io.defenderrelay.aws.Key;
import io.defenderrelay.aws.SortRange;
import io.defenderrelay.aws.Table;
import io.defenderrelay.model.Kind;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The log of a feed, for any reader. A page is kept until its time is over, whether or not DynamoDB has deleted it by
 * then. Source: DynamoDB Developer Guide, "Using time to live": expired items are deleted within a few days.
 */
public final class PageLog {
    private final Table table;
    private final Cursors cursors;
    private final Clock clock;

    public PageLog(Table table, Clock clock) {
        this.table = table;
        this.cursors = new Cursors(table);
        this.clock = clock;
    }

    /** Number of the newest page, which may be one no longer kept; 0 before the first. */
    public long newest(String alias, Kind kind) {
        return cursors.read(alias, kind).map(Cursor::committed).orElse(0L);
    }

    /** The page, if it is still kept. */
    public Optional<Page> page(String alias, Kind kind, long number) {
        return table.get(key(alias, kind, number)).filter(this::kept).map(Page::of);
    }

    /** At most {@code count} pages from {@code from} on; ends before the first that is not kept. */
    public List<Page> pages(String alias, Kind kind, long from, int count) {
        SortRange range = SortRange.between(Page.sortKey(from), Page.sortKey(from + count - 1));
        List<Page> pages = new ArrayList<>();
        for (Item item : table.query(Page.partition(alias, kind), range, count, true)) {
            if (number(item) != from + pages.size() || !kept(item)) {
                break;
            }
            pages.add(Page.of(item));
        }
        return pages;
    }

    /**
     * The first page from {@code from} on that is kept while the one before it is not; the number after {@code newest}
     * when none is. Takes one read as a rule, and some twenty while DynamoDB still has to delete. After a tenant's
     * retention was shortened pages may expire out of order; those before the last gap may then be passed over.
     */
    public long oldest(String alias, Kind kind, long from, long newest) {
        SortRange range = SortRange.between(Page.sortKey(from), Page.sortKey(newest));
        List<Item> first = table.query(Page.partition(alias, kind), range, 1, true, List.of("ttl"));
        if (first.isEmpty()) {
            return newest + 1;
        }
        long gone = number(first.get(0));
        if (kept(first.get(0))) {
            return gone;
        }
        long kept = newest + 1;
        while (kept - gone > 1) {
            long middle = gone + (kept - gone) / 2;
            if (kept(alias, kind, middle)) {
                kept = middle;
            } else {
                gone = middle;
            }
        }
        return kept;
    }

    private boolean kept(String alias, Kind kind, long number) {
        return table.getAll(List.of(key(alias, kind, number)), List.of("ttl")).stream()
                .anyMatch(this::kept);
    }

    private boolean kept(Item item) {
        return item.number("ttl") > clock.instant().getEpochSecond();
    }

    private static long number(Item item) {
        return Long.parseLong(item.key().sk().substring(Page.PREFIX.length()));
    }

    private static Key key(String alias, Kind kind, long number) {
        return new Key(Page.partition(alias, kind), Page.sortKey(number));
    }
}
