package io.defenderrelay.feed;

import io.defenderrelay.answer.Answer;
import io.defenderrelay.answer.AnswerBuffer;
import io.defenderrelay.answer.JsonAnswer;
import io.defenderrelay.mapping.RevisionEvents;
import io.defenderrelay.model.Kind;
import io.defenderrelay.problem.ExpiredException;
import io.defenderrelay.problem.InvalidRequestException;
import io.defenderrelay.store.History;
import io.defenderrelay.store.Reference;
import io.defenderrelay.store.Revision;
import io.defenderrelay.store.Revisions;
import io.defenderrelay.store.StoredBody;
import io.defenderrelay.tenant.Tenant;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Single findings of a tenant, with their history. */
public final class Findings {
    private static final String LOG = "revisions";

    private final History history;
    private final Revisions revisions;
    private final RevisionEvents events;
    private final Clock clock;

    public Findings(History history, Revisions revisions, RevisionEvents events, Clock clock) {
        this.history = history;
        this.revisions = revisions;
        this.events = events;
        this.clock = clock;
    }

    /** The newest revision; throws as {@link History#newest} does. */
    public Answer newest(Tenant tenant, Format format, Kind kind, String id) {
        return item(tenant, format, kind, history.newest(tenant.alias(), kind, id));
    }

    /** One revision; throws as {@link History#revision} does. */
    public Answer revision(Tenant tenant, Format format, Kind kind, String id, long number) {
        return item(tenant, format, kind, history.revision(tenant.alias(), kind, id, number));
    }

    /**
     * What is known of the revisions that are kept, newest first, without the findings themselves.
     *
     * @param after the position after which to go on, as the caller gave it; null for the newest
     */
    public Answer revisions(String alias, Kind kind, String id, int limit, @Nullable String after) {
        String name = kind.feed() + "/" + id + "/" + LOG;
        List<Revision> found = after == null
                ? history.list(alias, kind, id, limit + 1)
                : history.list(alias, kind, id, page(alias, name, after), limit + 1);
        ItemList list = new ItemList(alias, new GraphForm());
        found.stream().limit(limit).forEach(revision -> list.addBare(kind, revision));
        if (found.size() <= limit) {
            return list.end(null, false);
        }
        Position next = Position.startOf(found.get(limit).page());
        return list.end(FeedToken.text(alias, name, Map.of(LOG, next)), true);
    }

    /**
     * The bytes of one part of a revision, in Base64.
     *
     * @param after how many parts the caller has
     */
    public Answer part(String alias, Kind kind, String id, long number, int after) {
        Reference reference = history.revision(alias, kind, id, number).reference();
        if (after >= reference.parts()) {
            throw new InvalidRequestException(
                    "after",
                    "Parameter 'after' must be below " + reference.parts()
                            + ", the number of parts: start without it, or use the 'next' of an answer");
        }
        byte[] bytes = revisions
                .part(alias, kind, reference, after, clock.instant())
                .orElseThrow(() -> new ExpiredException("The bytes of this revision are no longer kept", null));
        int part = after + 1;
        return JsonAnswer.object(json -> {
            json.writeNumberField("part", part);
            json.writeNumberField("parts", reference.parts());
            json.writeNumberField("size", reference.size());
            json.writeFieldName("data");
            json.writeBinary(bytes);
            if (part < reference.parts()) {
                json.writeStringField("next", String.valueOf(part));
            }
        });
    }

    private static long page(String alias, String name, String after) {
        return FeedToken.read(after, alias, name, Set.of(LOG)).position(LOG).page();
    }

    private Answer item(Tenant tenant, Format format, Kind kind, Revision revision) {
        FindingForm form = FindingForm.of(format, tenant, events);
        Reference reference = revision.reference();
        AnswerBuffer out = new AnswerBuffer();
        ItemWriter writer = new ItemWriter(out, tenant.alias(), form);
        AnswerBuffer.Mark start = out.mark();
        if (form.mayFit(reference)) {
            StoredBody body = revisions
                    .stored(tenant.alias(), kind, List.of(reference), clock.instant())
                    .get(reference);
            writer.whole(kind, revision, body);
            if (out.fits()) {
                return Answer.ofRevision(out.text(), reference.revision());
            }
            out.backTo(start);
        }
        writer.tooLarge(kind, revision);
        return Answer.ofRevision(out.text(), reference.revision());
    }
}
