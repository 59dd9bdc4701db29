package io.defenderrelay.store;

import io.defenderrelay.aws.Table;
import io.defenderrelay.model.Kind;
import io.defenderrelay.problem.ExpiredException;
import io.defenderrelay.problem.InvalidRequestException;
import io.defenderrelay.problem.NotFoundException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The revisions of single findings: a walk along the log from the newest one back, one page read for each. */
public final class History {
    /** How far back one request walks: some seconds' worth of reads. */
    static final int MOST_STEPS = 1_000;

    private final Table table;
    private final Clock clock;
    private final PageLog log;

    public History(Table table, Clock clock) {
        this.table = table;
        this.clock = clock;
        this.log = new PageLog(table, clock);
    }

    /**
     * The newest revision.
     *
     * @throws NotFoundException when the finding is unknown
     * @throws ExpiredException when the finding last changed so long ago that its revisions are no longer kept
     */
    public Revision newest(String alias, Kind kind, String id) {
        Head head = head(alias, kind, id);
        return at(alias, kind, id, head.page())
                .map(revision -> revision.redirectedTo(head.redirectedTo()))
                .orElseThrow(() -> expired(head.revision(), null));
    }

    /**
     * The revision of that number.
     *
     * @throws NotFoundException when the finding is unknown, or has no such revision yet
     * @throws ExpiredException when it is no longer kept; tells the number of the oldest that is
     */
    public Revision revision(String alias, Kind kind, String id, long number) {
        Head head = head(alias, kind, id);
        if (number > head.revision()) {
            throw new NotFoundException("The newest revision of this " + kind.word() + " is " + head.revision());
        }
        if (head.revision() - number > MOST_STEPS) {
            throw new InvalidRequestException(
                    "revision",
                    "A revision is found by walking back from the newest, " + head.revision() + ", and at most "
                            + MOST_STEPS + " steps: ask for a later one, or read the feed, which has it while it is"
                            + " kept");
        }
        String oldest = null;
        long page = head.page();
        while (true) {
            Optional<Revision> revision = at(alias, kind, id, page);
            if (revision.isEmpty()) {
                throw expired(number, oldest);
            }
            Reference reference = revision.get().reference();
            if (reference.revision() <= number) {
                return revision.get();
            }
            oldest = String.valueOf(reference.revision());
            page = reference.previousPage();
        }
    }

    /** At most {@code limit} revisions that are kept, newest first; throws as {@link #newest} does. */
    public List<Revision> list(String alias, Kind kind, String id, int limit) {
        Head head = head(alias, kind, id);
        List<Revision> revisions = list(alias, kind, id, head.page(), limit);
        if (revisions.isEmpty()) {
            throw expired(head.revision(), null);
        }
        return revisions;
    }

    /** As {@link #list(String, Kind, String, int)}, from the revision that {@code page} names on; may be empty. */
    public List<Revision> list(String alias, Kind kind, String id, long page, int limit) {
        List<Revision> revisions = new ArrayList<>();
        long next = page;
        while (next > 0 && revisions.size() < limit) {
            Optional<Revision> revision = at(alias, kind, id, next);
            revision.ifPresent(revisions::add);
            next = revision.map(found -> found.reference().previousPage()).orElse(0L);
        }
        return revisions;
    }

    /**
     * The incident that this one was merged into, if it was.
     *
     * @throws NotFoundException when the incident is unknown
     */
    public Optional<String> redirectedTo(String alias, String incidentId) {
        return Optional.ofNullable(head(alias, Kind.INCIDENT, incidentId).redirectedTo());
    }

    private Head head(String alias, Kind kind, String id) {
        return table.get(Head.key(alias, kind, id))
                .filter(item -> item.number("ttl") > clock.instant().getEpochSecond())
                .map(Head::new)
                .orElseThrow(() -> new NotFoundException(
                        "This tenant's feed never had such an " + kind.word() + "; check the id"));
    }

    private Optional<Revision> at(String alias, Kind kind, String id, long page) {
        return log.page(alias, kind, page).flatMap(found -> found.references().stream()
                .filter(reference -> reference.id().equals(id))
                .findFirst()
                .map(reference -> new Revision(page, found.committedAt(), reference)));
    }

    private static ExpiredException expired(long number, @Nullable String oldest) {
        String advice = oldest == null ? "no revision of it is kept" : "the oldest revision kept is " + oldest;
        return new ExpiredException("Revision " + number + " is no longer kept; " + advice, oldest);
    }
}
