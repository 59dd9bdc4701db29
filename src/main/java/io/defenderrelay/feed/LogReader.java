package io.defenderrelay.feed;

import io.defenderrelay.model.Kind;
import io.defenderrelay.store.Ledger;
import io.defenderrelay.store.Page;
import io.defenderrelay.store.PageLog;
import io.defenderrelay.store.Reference;
import io.defenderrelay.store.Revision;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one log from a position on, for one answer; fetches no more pages than the answer is likely to need. */
final class LogReader {
    private static final int MOST_PAGES = 100;

    private final PageLog log;
    private final String alias;
    private final Kind kind;
    private final long newest;
    private Position position;
    private final Deque<Next> waiting = new ArrayDeque<>();
    private long nextPage;
    private int skip;
    private boolean gone;
    private int pagesRead;
    private int revisionsRead;

    /** A revision, and the position after it. */
    record Next(LogReader reader, Revision revision, Position after) {
        Kind kind() {
            return reader.kind();
        }
    }

    /** @param newest number of the log's newest page */
    LogReader(PageLog log, String alias, Kind kind, Position start, long newest) {
        this.log = log;
        this.alias = alias;
        this.kind = kind;
        this.newest = newest;
        this.position = start;
        this.nextPage = start.page();
        this.skip = start.offset();
        if (nextPage > newest + 1 || (nextPage == newest + 1 && skip > 0)) {
            throw FeedToken.refused();
        }
    }

    Kind kind() {
        return kind;
    }

    /** The next revision, left where it is; null at the end, and before a page that is no longer kept. */
    @Nullable
    Next peek(int wanted) {
        if (waiting.isEmpty() && !gone && nextPage <= newest) {
            fetch(wanted);
        }
        return waiting.peek();
    }

    void advance() {
        waiting.remove();
    }

    /** Where the answer has come to. */
    Position position() {
        return position;
    }

    void moveTo(Position next) {
        position = next;
    }

    /** Whether the next page is no longer kept. */
    boolean gone() {
        return gone && waiting.isEmpty();
    }

    /** Where a reader who has lost pages can go on. */
    Position oldest() {
        return gone ? Position.startOf(log.oldest(alias, kind, nextPage, newest)) : position;
    }

    /** Whether the log had more than the answer took. */
    boolean more() {
        return position.page() <= newest;
    }

    private void fetch(int wanted) {
        List<Page> pages = log.pages(alias, kind, nextPage, pagesFor(wanted));
        gone = pages.isEmpty();
        for (Page page : pages) {
            add(page);
        }
    }

    private void add(Page page) {
        List<Reference> references = page.references();
        if (skip >= references.size()) {
            throw FeedToken.refused();
        }
        for (int at = skip; at < references.size(); at++) {
            Position after = at + 1 < references.size()
                    ? new Position(page.number(), at + 1)
                    : Position.startOf(page.number() + 1);
            Revision revision = new Revision(page.number(), page.committedAt(), references.get(at));
            waiting.add(new Next(this, revision, after));
        }
        pagesRead++;
        revisionsRead += references.size();
        nextPage = page.number() + 1;
        skip = 0;
    }

    /** Pages are as full as the last ones were; the first guess is that they are full. */
    private int pagesFor(int wanted) {
        long guess = pagesRead == 0
                ? (wanted + skip + Ledger.MOST - 1) / Ledger.MOST
                : ((long) wanted * pagesRead + revisionsRead - 1) / revisionsRead;
        long left = newest - nextPage + 1;
        return (int) Math.min(Math.min(guess, left), MOST_PAGES);
    }
}
