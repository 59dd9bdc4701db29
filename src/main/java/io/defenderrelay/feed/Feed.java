package io.defenderrelay.feed;

import io.defenderrelay.answer.Answer;
import io.defenderrelay.mapping.RevisionEvents;
import io.defenderrelay.model.Kind;
import io.defenderrelay.problem.ExpiredException;
import io.defenderrelay.problem.InvalidRequestException;
import io.defenderrelay.store.PageLog;
import io.defenderrelay.store.Reference;
import io.defenderrelay.store.Revisions;
import io.defenderrelay.store.StoredBody;
import io.defenderrelay.tenant.Tenant;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The feed of a tenant: what its logs brought, a page at a time. */
public final class Feed {
    private final PageLog log;
    private final Revisions revisions;
    private final RevisionEvents events;
    private final Clock clock;

    public Feed(PageLog log, Revisions revisions, RevisionEvents events, Clock clock) {
        this.log = log;
        this.revisions = revisions;
        this.events = events;
        this.clock = clock;
    }

    /**
     * What comes after a position, each revision once and those of one finding in order; ends early before the answer
     * grows too large.
     *
     * @throws InvalidRequestException when the position is not one of this tenant's feed
     * @throws ExpiredException when what followed the position is no longer kept; names the oldest position that is
     */
    public Answer read(Tenant tenant, FeedQuery query) {
        String alias = tenant.alias();
        FindingForm form = FindingForm.of(query.format(), tenant, events);
        List<LogReader> readers = readers(alias, query);
        FeedPlan plan = new FeedPlan(readers, form, query.limit());
        ItemList list = new ItemList(alias, form);
        List<LogReader.Next> batch = plan.batch();
        while (!batch.isEmpty() && add(alias, form, batch, list)) {
            batch = plan.batch();
        }
        if (list.items() == 0 && readers.stream().anyMatch(LogReader::gone)) {
            throw new ExpiredException(
                    "What followed this position is no longer kept: go on from 'oldest', and expect that changes are"
                            + " missing between the two",
                    token(alias, query, readers, LogReader::oldest));
        }
        return list.end(
                token(alias, query, readers, LogReader::position),
                readers.stream().anyMatch(LogReader::more));
    }

    /** Writes the batch and moves the readers over what was written; false when the answer is full. */
    private boolean add(String alias, FindingForm form, List<LogReader.Next> batch, ItemList list) {
        Map<Reference, StoredBody> bodies = bodies(alias, form, batch);
        for (LogReader.Next next : batch) {
            StoredBody body = bodies.get(next.revision().reference());
            if (!list.add(next.kind(), next.revision(), body)) {
                return false;
            }
            next.reader().moveTo(next.after());
        }
        return true;
    }

    private Map<Reference, StoredBody> bodies(String alias, FindingForm form, List<LogReader.Next> batch) {
        Map<Kind, List<Reference>> wanted = new EnumMap<>(Kind.class);
        for (LogReader.Next next : batch) {
            Reference reference = next.revision().reference();
            if (form.mayFit(reference)) {
                wanted.computeIfAbsent(next.kind(), kind -> new ArrayList<>()).add(reference);
            }
        }
        Map<Reference, StoredBody> bodies = new HashMap<>();
        wanted.forEach((kind, references) -> bodies.putAll(revisions.stored(alias, kind, references, clock.instant())));
        return bodies;
    }

    private List<LogReader> readers(String alias, FeedQuery query) {
        Set<String> logs = query.kinds().stream().map(Kind::word).collect(Collectors.toSet());
        String after = query.after();
        FeedToken token = after == null ? null : FeedToken.read(after, alias, name(query), logs);
        List<LogReader> readers = new ArrayList<>();
        for (Kind kind : query.kinds()) {
            long newest = log.newest(alias, kind);
            Position start =
                    token == null ? Position.startOf(log.oldest(alias, kind, 1, newest)) : token.position(kind.word());
            readers.add(new LogReader(log, alias, kind, start, newest));
        }
        return readers;
    }

    private static String token(
            String alias, FeedQuery query, List<LogReader> readers, Function<LogReader, Position> position) {
        Map<String, Position> positions = readers.stream()
                .collect(Collectors.toMap(reader -> reader.kind().word(), position));
        return FeedToken.text(alias, name(query), positions);
    }

    private static String name(FeedQuery query) {
        return "feed?kinds=" + query.kinds().stream().map(Kind::word).collect(Collectors.joining(","));
    }
}
