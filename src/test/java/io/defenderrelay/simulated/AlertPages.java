package io.defenderrelay.simulated;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.defenderrelay.simulated.Effect.PageLink;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Answers list and read calls on {@code /v1.0/security/alerts_v2} from the stored alerts. */
final class AlertPages {

    static final String PATH = "/v1.0/security/alerts_v2";

    private static final String CONTEXT = "https://graph.microsoft.com/v1.0/$metadata#security/alerts_v2";
    private static final int PINNED_AT_MOST = 64;

    private final Alerts alerts;
    private final Listing listing;
    private final Supplier<URI> endpoint;
    private final Map<Integer, AlertView> pinned = new LinkedHashMap<>();
    private int lastPinned = SkipToken.UNPINNED;

    AlertPages(Alerts alerts, Listing listing, Supplier<URI> endpoint) {
        this.alerts = alerts;
        this.listing = listing;
        this.endpoint = endpoint;
    }

    Answer list(Call call, List<Effect> effects) {
        try {
            return page(call, ListQuery.parse(call.query(), listing), effects);
        } catch (InvalidQuery e) {
            return GraphErrors.refused(call, e);
        }
    }

    Answer read(Call call) {
        String id =
                PercentCoding.decode(call.path().substring(PATH.length() + 1).replace("+", "%2B"));
        return alerts.current(id)
                .map(alert -> Answer.json(200, Body.page("", List.of(visible(call, alert)), "")))
                .orElseGet(() -> GraphErrors.notFound(call));
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
        List<StoredAlert> all = view(pin).select(query.filter(), reading.order());
        int from = Math.min(reading.offset(), all.size());
        boolean held = effects.stream().anyMatch(Effect::holdsBack);
        int to = held ? from : Math.min(from + reading.size(), all.size());
        List<StoredAlert> rows = all.subList(from, to).stream()
                .map(alert -> visible(call, alert))
                .toList();
        for (Effect effect : effects) {
            Answer failure = effect.fail(call, rows);
            if (failure != null) {
                return failure;
            }
        }
        SkipToken next = new SkipToken(to, query.start().follows() + 1, pin);
        boolean more = query.size() > 0 && to < all.size();
        return render(query, rows, all.size(), link(call, query, more ? next : null, effects));
    }

    private @Nullable String link(Call call, ListQuery query, @Nullable SkipToken next, List<Effect> effects) {
        String base = endpoint.get() + PATH + "?";
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

    private Answer render(ListQuery query, List<StoredAlert> rows, int total, @Nullable String link) {
        StringBuilder head = new StringBuilder("{\"@odata.context\":").append(quoted(CONTEXT));
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
        pinned.put(++lastPinned, alerts.view());
        if (pinned.size() > PINNED_AT_MOST) {
            pinned.remove(pinned.keySet().iterator().next());
        }
        return lastPinned;
    }

    private synchronized AlertView view(int pin) {
        if (pin == SkipToken.UNPINNED) {
            return alerts.view();
        }
        AlertView view = pinned.get(pin);
        if (view == null) {
            throw SkipToken.invalid();
        }
        return view;
    }

    private static StoredAlert visible(Call call, StoredAlert alert) {
        return call.sent().prefersUnknownMembers() ? alert : UnknownMembers.hide(alert);
    }

    private static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }
}
