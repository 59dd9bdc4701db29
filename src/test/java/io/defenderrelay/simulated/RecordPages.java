package io.defenderrelay.simulated;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.defenderrelay.simulated.Effect.PageLink;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Answers list and read calls on one collection of Graph's security API. */
final class RecordPages {

    private static final String CONTEXT = "https://graph.microsoft.com/v1.0/$metadata#security/";
    private static final int PINNED_AT_MOST = 64;

    private final Entity entity;
    private final Records records;
    private final Listing listing;
    private final Supplier<URI> endpoint;
    private final Map<Integer, RecordView> pinned = new LinkedHashMap<>();
    private int lastPinned = SkipToken.UNPINNED;

    /** The lists of both entities. */
    static Map<Entity, RecordPages> of(
            Records alerts, Listing ofAlerts, Records incidents, Listing ofIncidents, Supplier<URI> endpoint) {
        return Map.of(
                Entity.ALERTS, new RecordPages(Entity.ALERTS, alerts, ofAlerts, endpoint),
                Entity.INCIDENTS, new RecordPages(Entity.INCIDENTS, incidents, ofIncidents, endpoint));
    }

    RecordPages(Entity entity, Records records, Listing listing, Supplier<URI> endpoint) {
        this.entity = entity;
        this.records = records;
        this.listing = listing;
        this.endpoint = endpoint;
    }

    Answer list(Call call, List<Effect> effects) {
        try {
            return page(call, ListQuery.parse(entity, call.query(), listing), effects);
        } catch (InvalidQuery e) {
            return GraphErrors.refused(call, e);
        }
    }

    Answer read(Call call) {
        return records.current(id(call.path()))
                .map(alert -> Answer.json(200, Body.page("", List.of(visible(call, alert)), "")))
                .orElseGet(() -> GraphErrors.notFound(call));
    }

    /** The id in a path that leads to one record or below it. */
    String id(String path) {
        String rest = path.substring(entity.path().length() + 1);
        int end = rest.indexOf('/');
        return PercentCoding.decode((end < 0 ? rest : rest.substring(0, end)).replace("+", "%2B"));
    }

    private Answer page(Call call, ListQuery query, List<Effect> effects) {
        ListQuery.Reading reading = query.reading();
        for (Effect effect : effects) {
            Answer refusal = effect.refuseLink(call, query.start().follows());
            if (refusal != null) {
                return refusal;
            }
            reading = effect.reshape(query, reading);
        }
        int pin = pin(query);
        List<StoredRecord> all = view(pin).select(query.filter(), reading.order());
        int from = Math.min(reading.offset(), all.size());
        boolean held = effects.stream().anyMatch(Effect::holdsBack);
        int to = held ? from : Math.min(from + reading.size(), all.size());
        List<StoredRecord> rows = all.subList(from, to).stream()
                .map(alert -> visible(call, alert))
                .toList();
        for (Effect effect : effects) {
            Answer failure = effect.fail(call, rows);
            if (failure != null) {
                return failure;
            }
        }
        if (query.expands()) {
            return GraphErrors.unknown(call, 500);
        }
        SkipToken next = new SkipToken(to, query.start().follows() + 1, pin);
        boolean more = query.size() > 0 && to < all.size();
        return render(query, rows, all.size(), link(call, query, more ? next : null, effects));
    }

    private @Nullable String link(Call call, ListQuery query, @Nullable SkipToken next, List<Effect> effects) {
        String base = endpoint.get() + entity.path() + "?";
        String link = next == null ? null : base + query.link(next, listing.linkStyle());
        for (Effect effect : effects) {
            link = effect.link(new PageLink(
                    query,
                    listing.linkStyle(),
                    endpoint.get() + call.url(),
                    base,
                    next == null ? -1 : next.offset(),
                    link));
        }
        return link;
    }

    private Answer render(ListQuery query, List<StoredRecord> rows, int total, @Nullable String link) {
        StringBuilder head = new StringBuilder("{\"@odata.context\":")
                .append(quoted(CONTEXT + entity.path().substring(entity.path().lastIndexOf('/') + 1)));
        if (query.count() && query.first()) {
            head.append(",\"@odata.count\":").append(total);
        }
        String next = link == null ? "" : ",\"@odata.nextLink\":" + quoted(link);
        if (listing.linkLast()) {
            return Answer.json(200, Body.page(head + ",\"value\":[", rows, "]" + next + "}"));
        }
        return Answer.json(200, Body.page(head + next + ",\"value\":[", rows, "]}"));
    }

    private synchronized int pin(ListQuery query) {
        if (listing.linkStyle() != Listing.LinkStyle.SNAPSHOT) {
            return SkipToken.UNPINNED;
        }
        if (query.start().snapshot() != SkipToken.UNPINNED) {
            return query.start().snapshot();
        }
        pinned.put(++lastPinned, records.view());
        if (pinned.size() > PINNED_AT_MOST) {
            pinned.remove(pinned.keySet().iterator().next());
        }
        return lastPinned;
    }

    private synchronized RecordView view(int pin) {
        if (pin == SkipToken.UNPINNED) {
            return records.view();
        }
        RecordView view = pinned.get(pin);
        if (view == null) {
            throw SkipToken.invalid();
        }
        return view;
    }

    private static StoredRecord visible(Call call, StoredRecord alert) {
        return call.sent().prefersUnknownMembers() ? alert : UnknownMembers.hide(alert);
    }

    private static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }
}
