package io.defenderrelay.delivery;

import io.defenderrelay.aws.Bus;
import io.defenderrelay.aws.BusEvent;
import io.defenderrelay.mapping.RevisionEvent;
import io.defenderrelay.mapping.RevisionEvent.Outcome;
import io.defenderrelay.model.Kind;
import io.defenderrelay.problem.ConnectorException;
import io.defenderrelay.problem.LeaseLostException;
import io.defenderrelay.store.Cursor;
import io.defenderrelay.store.FeedHealth;
import io.defenderrelay.store.Page;
import io.defenderrelay.store.PublishCursor;
import io.defenderrelay.store.Reference;
import io.defenderrelay.store.Revision;
import io.defenderrelay.store.StoredBody;
import io.defenderrelay.tenant.Tenant;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** One run over one log, by the holder of its lease. */
final class PublishRun {
    private static final Logger LOG = Logger.getLogger(PublishRun.class);
    private static final int PAGES_AT_ONCE = 10;
    private static final long MOST_BYTES_READ = 1_000_000;
    private static final int SAVED_EVERY = 100;
    private static final int MOST_SUSPECTS = 30;
    private static final String REFUSED = "The event bus refused this finding three times; read it from the API";

    private final Tenant tenant;
    private final PublishCursor cursor;
    private final Publisher.Logs logs;
    private final Sender sender;
    private final Clock clock;
    private final Instant deadline;
    private final Kind kind;
    private final EventWriter writer;
    private final List<Outgoing> pending = new ArrayList<>();

    /** Refused when the bus took nothing else: passed over once it takes what comes after them, until then nothing moves. */
    private final List<Outgoing> suspects = new ArrayList<>();

    private long pendingBytes;
    private long sent;
    private long truncated;
    private long minimal;
    private long refused;
    private int unsaved;

    PublishRun(Tenant tenant, PublishCursor cursor, Publisher.Logs logs, Sender sender, Clock clock, Instant deadline) {
        this.tenant = tenant;
        this.cursor = cursor;
        this.logs = logs;
        this.sender = sender;
        this.clock = clock;
        this.deadline = deadline;
        this.kind = cursor.kind();
        this.writer = new EventWriter(tenant);
    }

    /**
     * Sends until the end of the log or of the time.
     *
     * @throws LeaseLostException when another run took over
     */
    void work() {
        Optional<Cursor> feed = logs.cursors().read(tenant.alias(), kind);
        tellHealth(feed);
        long newest = feed.map(Cursor::committed).orElse(0L);
        if (cursor.page() == 0) {
            cursor.moveTo(logs.pages().oldest(tenant.alias(), kind, 1, newest), 0);
        }
        while (cursor.page() <= newest && inTime()) {
            send(newest);
            newest = cursor.page() > newest ? logs.pages().newest(tenant.alias(), kind) : newest;
        }
    }

    PublishReport report(@Nullable ConnectorException error) {
        return new PublishReport(false, sent, truncated, minimal, refused, sender.calls(), error);
    }

    /** Sends some pages from the position on. */
    private void send(long newest) {
        int count = (int) Math.min(PAGES_AT_ONCE, newest - cursor.page() + 1);
        List<Page> pages = logs.pages().pages(tenant.alias(), kind, cursor.page(), count);
        if (pages.isEmpty()) {
            long oldest = logs.pages().oldest(tenant.alias(), kind, cursor.page(), newest);
            LOG.errorf(
                    "publish passed feed=%s pages=%d reason=\"they expired before they were sent\"",
                    kind.feed(), oldest - cursor.page());
            cursor.count(PublishCursor.EXPIRED_PAGES, oldest - cursor.page());
            cursor.moveTo(oldest, 0);
            return;
        }
        int offset = cursor.offset();
        for (Page page : pages) {
            add(page, offset);
            offset = 0;
            if (!inTime()) {
                break;
            }
        }
        flush();
        if (!suspects.isEmpty()) {
            throw Sender.takesNothing(suspects.size());
        }
    }

    private void add(Page page, int offset) {
        List<Reference> references = page.references();
        int from = offset;
        while (from < references.size() && inTime()) {
            List<Reference> some = atOnce(references.subList(from, references.size()));
            Map<Reference, StoredBody> bodies = logs.revisions().recent(tenant.alias(), kind, some, clock.instant());
            for (Reference reference : some) {
                from++;
                boolean last = from == references.size();
                Revision revision = new Revision(page.number(), page.committedAt(), reference);
                add(revision, bodies.get(reference), last ? page.number() + 1 : page.number(), last ? 0 : from);
            }
        }
    }

    /** So many that their bodies can be held at once. */
    private static List<Reference> atOnce(List<Reference> references) {
        int count = 0;
        long bytes = 0;
        while (count < Math.min(Bus.MOST, references.size())) {
            bytes += references.get(count).size();
            if (count > 0 && bytes > MOST_BYTES_READ) {
                break;
            }
            count++;
        }
        return references.subList(0, count);
    }

    private void add(Revision revision, @Nullable StoredBody body, long nextPage, int nextOffset) {
        RevisionEvent finding = logs.events().event(tenant, kind, revision.reference(), body);
        truncated += finding.outcome() == Outcome.TRUNCATED ? 1 : 0;
        cursor.count(PublishCursor.TRUNCATED, finding.outcome() == Outcome.TRUNCATED ? 1 : 0);
        BusEvent event = writer.revision(kind, revision, finding);
        Outgoing outgoing = new Outgoing(
                event,
                finding.outcome() == Outcome.MINIMAL,
                () -> writer.revision(
                        kind, revision, logs.events().minimal(tenant, kind, revision.reference(), REFUSED)),
                nextPage,
                nextOffset);
        if (pending.size() == Bus.MOST || pendingBytes + outgoing.size() > Bus.MOST_BYTES) {
            flush();
        }
        pending.add(outgoing);
        pendingBytes += outgoing.size();
    }

    private void flush() {
        if (pending.isEmpty()) {
            return;
        }
        Sender.Result result = sender.send(pending);
        if (!result.taken()) {
            suspect();
            return;
        }
        List<Outgoing> lost = new ArrayList<>(suspects);
        lost.addAll(result.refused());
        lost.forEach(event -> LOG.errorf(
                "publish passed feed=%s page=%d reason=\"the bus refuses the event in every form\"",
                kind.feed(), event.nextPage()));
        long least = pending.stream().filter(Outgoing::isMinimal).count();
        long took = pending.size() - (long) result.refused().size();
        sent += took;
        minimal += least;
        refused += lost.size();
        cursor.count(PublishCursor.SENT, took);
        cursor.count(PublishCursor.MINIMAL, least);
        cursor.count(PublishCursor.REFUSED, lost.size());
        Outgoing last = pending.get(pending.size() - 1);
        cursor.moveTo(last.nextPage(), last.nextOffset());
        unsaved += pending.size();
        suspects.clear();
        pending.clear();
        pendingBytes = 0;
        if (unsaved >= SAVED_EVERY) {
            save();
            unsaved = 0;
        }
    }

    /** The bus took nothing of a call: it may be the events or the bus, and what comes after them tells. */
    private void suspect() {
        suspects.addAll(pending);
        pending.clear();
        pendingBytes = 0;
        if (suspects.size() > MOST_SUSPECTS) {
            throw Sender.takesNothing(suspects.size());
        }
    }

    /**
     * Tells receivers once of each change between well and not well; a tale that was cut short is told again as it was. It
     * may have been heard all the same: if it is no longer true by then, what is true is told. News that is refused holds
     * nothing up.
     */
    private void tellHealth(Optional<Cursor> feed) {
        FeedHealth health = FeedHealth.of(tenant, feed, clock.instant());
        PublishCursor.Told telling = cursor.telling();
        boolean known = telling == null && health.state() == cursor.told().state();
        if (known || health.state() == FeedHealth.State.WAITING) {
            return;
        }
        if (telling == null || telling.state() != health.state()) {
            telling = new PublishCursor.Told(health.state(), clock.instant());
            cursor.tell(telling);
            save();
        }
        BusEvent event = writer.health(kind, telling, health);
        Outgoing news = new Outgoing(event, true, () -> event, cursor.page(), cursor.offset());
        if (sender.send(List.of(news)).taken()) {
            cursor.told(telling);
            save();
        }
    }

    private void save() {
        if (!logs.positions().save(cursor)) {
            throw new LeaseLostException(tenant.alias(), kind.feed());
        }
    }

    private boolean inTime() {
        return clock.instant().isBefore(deadline);
    }
}
