package io.defenderrelay.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.defenderrelay.aws.SortRange;
import io.defenderrelay.aws.Table;
import io.defenderrelay.model.Kind;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a whole log, for tests that compare it with what Microsoft listed. */
public final class LogReader {
    private static final int MOST = 1_000_000;

    private final Table table;

    public LogReader(Table table) {
        this.table = table;
    }

    /** One line of the feed with the bytes it stands for, as text. */
    public record Entry(long page, Reference reference, String body) {}

    /** All pages, in the order of the log. */
    public List<Page> pages(String alias, Kind kind) {
        return table.query(Page.partition(alias, kind), SortRange.prefix(Page.PREFIX), MOST, true).stream()
                .map(Page::of)
                .toList();
    }

    /** All revisions, in the order of the log. */
    public List<Entry> entries(String alias, Kind kind) {
        Revisions revisions = new Revisions(table);
        List<Entry> entries = new ArrayList<>();
        for (Page page : pages(alias, kind)) {
            Map<Reference, StoredBody> bodies = revisions.stored(alias, kind, page.references(), Instant.EPOCH);
            page.references()
                    .forEach(
                            reference -> entries.add(new Entry(page.number(), reference, text(bodies.get(reference)))));
        }
        return entries;
    }

    private static String text(@Nullable StoredBody body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (body != null) {
            body.writeTo(bytes);
        }
        return bytes.toString(UTF_8);
    }

    /** The records kept aside. */
    public int unreadable(String alias) {
        return table.query("Q#" + alias, SortRange.all(), MOST, true).size();
    }
}
