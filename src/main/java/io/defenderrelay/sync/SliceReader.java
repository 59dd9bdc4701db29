package io.defenderrelay.sync;

import io.defenderrelay.microsoft.GraphSession;
import io.defenderrelay.microsoft.PageEnd;
import io.defenderrelay.microsoft.PageSink;
import io.defenderrelay.model.Finding;
import io.defenderrelay.model.Reading;
import io.defenderrelay.problem.ConnectorException;
import io.defenderrelay.problem.LeaseLostException;
import io.defenderrelay.problem.StoreException;
import io.defenderrelay.problem.UpstreamException;
import io.defenderrelay.problem.UpstreamException.Reason;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads one slice, page by page and record by record, and commits what is new in it. For the forward job it moves the
 * position along while the answers come in ascending order.
 */
final class SliceReader implements PageSink {
    private static final int MOST_EMPTY_PAGES = 50;

    private final SyncRun run;
    private final Slice slice;
    private final boolean forward;
    private final Group group = new Group();
    private final Set<String> visited = new HashSet<>();
    private boolean ascending = true;
    private boolean partial;
    private @Nullable Instant newest;
    private boolean ascendingBefore = true;
    private @Nullable Instant newestBefore;
    private long rows;
    private int pages;
    private int rowsOfPage;
    private int rowsOfLastPage;
    private int rowsOfFullestPage;

    SliceReader(SyncRun run, Slice slice, boolean forward) {
        this.run = run;
        this.slice = slice;
        this.forward = forward;
    }

    /**
     * Reads to the end, or as far as limits allow.
     *
     * @param top records a page
     * @param mostPages pages with records that are read at most
     * @throws ConnectorException for what is wrong with more than this slice; what was read before it is committed
     */
    Outcome read(int top, int mostPages) {
        try {
            Outcome.End end = pages(top, mostPages);
            commit();
            return outcome(end, null);
        } catch (UpstreamException failure) {
            commit();
            return outcome(end(failure), failure);
        } catch (StoreException | LeaseLostException unsafe) {
            throw unsafe;
        } catch (ConnectorException problem) {
            commit();
            throw problem;
        }
    }

    @Override
    public void begin(boolean isPartial) {
        partial |= isPartial;
        ascending = ascendingBefore;
        newest = newestBefore;
        rowsOfPage = 0;
    }

    @Override
    public void take(Reading reading) {
        rowsOfPage++;
        if (reading instanceof Reading.Unreadable unreadable) {
            group.add(unreadable);
        } else if (reading instanceof Reading.Found found) {
            take(found.finding());
        }
        if (group.full()) {
            commit();
        }
    }

    private void take(Finding finding) {
        String tenantId = finding.facts().tenantId();
        if (tenantId != null
                && !tenantId.isBlank()
                && !tenantId.equalsIgnoreCase(run.tenant().settings().tenantId())) {
            group.add(new Reading.Unreadable("belongs to another tenant", finding.digest(), finding.body()));
            return;
        }
        ascending &= newest == null || !finding.version().isBefore(newest);
        newest = newest == null || finding.version().isAfter(newest) ? finding.version() : newest;
        group.add(finding);
    }

    private Outcome.End pages(int top, int mostPages) {
        if (run.stopsHere()) {
            return Outcome.End.STOPPED;
        }
        GraphSession session = run.session();
        PageEnd page = session.list(run.feed().collection(), slice.query(top, false), this);
        pageRead();
        int empty = 0;
        while (page.nextLink() != null) {
            String link = page.nextLink();
            if (!visited.add(link)) {
                throw new UpstreamException(
                        Reason.LINK_REFUSED,
                        "Microsoft's list of " + run.feed().collection().noun() + " for tenant '"
                                + run.tenant().alias() + "' leads in circles; if it lasts, report it to Microsoft",
                        null);
            }
            empty = rowsOfPage == 0 ? empty + 1 : 0;
            if (pages >= mostPages || empty > MOST_EMPTY_PAGES) {
                return Outcome.End.UNFINISHED;
            }
            if (run.stopsHere()) {
                return Outcome.End.STOPPED;
            }
            page = session.follow(run.feed().collection(), link, this);
            pageRead();
        }
        if (partial) {
            return Outcome.End.PARTIAL;
        }
        return mayBeCutOff(top) ? counted() : Outcome.End.DRAINED;
    }

    /** Beyond some offset Microsoft's lists end without a link. Source: elastic/integrations, issue 20234. */
    private boolean mayBeCutOff(int top) {
        return rows > 0 && rowsOfLastPage >= (pages > 1 ? rowsOfFullestPage : top);
    }

    private Outcome.End counted() {
        if (run.stopsHere()) {
            return Outcome.End.STOPPED;
        }
        return run.hasNoMoreThan(rows, slice) ? Outcome.End.DRAINED : Outcome.End.UNFINISHED;
    }

    private void pageRead() {
        ascendingBefore = ascending;
        newestBefore = newest;
        rows += rowsOfPage;
        pages += rowsOfPage > 0 ? 1 : 0;
        rowsOfLastPage = rowsOfPage > 0 ? rowsOfPage : rowsOfLastPage;
        rowsOfFullestPage = Math.max(rowsOfFullestPage, rowsOfPage);
        run.tally().saw(rowsOfPage);
    }

    private Outcome.End end(UpstreamException failure) {
        if (run.limits().outOfTime() && pages > 0) {
            return Outcome.End.STOPPED;
        }
        return switch (failure.reason()) {
            case FAILED -> Outcome.End.FAILED;
            case LINK_EXPIRED -> Outcome.End.UNFINISHED;
            case REFUSED -> Outcome.End.REFUSED;
            case LINK_REFUSED -> throw failure;
        };
    }

    private Outcome outcome(Outcome.End end, @Nullable UpstreamException failure) {
        return new Outcome(end, ascending && !partial, notAfterNow(), rows, pages, failure);
    }

    /** A version in the future must not take the position there with it. */
    private @Nullable Instant notAfterNow() {
        return newest != null && newest.isAfter(run.now()) ? run.now() : newest;
    }

    private void commit() {
        run.tally().kept(run.ledger().keep(group.unreadable()));
        Instant read = notAfterNow();
        if (forward && ascending && !partial && read != null) {
            run.cursor().moveTo(read);
        }
        run.tally().committed(run.ledger().commit(group.findings()), forward);
        group.clear();
    }
}
