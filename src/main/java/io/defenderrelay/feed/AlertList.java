package io.defenderrelay.feed;

import io.defenderrelay.answer.Answer;
import io.defenderrelay.model.AlertSummary;
import io.defenderrelay.store.History;
import io.defenderrelay.store.IncidentAlerts;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The alerts of an incident, a page at a time, the oldest first. */
public final class AlertList {
    /** The time an alert was made, and its id. */
    private static final Pattern PLACE =
            Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{7}Z#[^\\p{Cntrl}]{1,256}");

    private final History history;
    private final IncidentAlerts alerts;

    public AlertList(History history, IncidentAlerts alerts) {
        this.history = history;
        this.alerts = alerts;
    }

    /**
     * The alerts that belong to the incident now; those of one that was merged into another are the other's, which the
     * answer names.
     *
     * @param after the place after which to go on, as the caller gave it; null for the first
     * @throws io.defenderrelay.problem.NotFoundException when the incident is unknown
     */
    public Answer alerts(String alias, String incidentId, int limit, @Nullable String after) {
        String place = after == null ? "" : place(after);
        Optional<String> redirectedTo = history.redirectedTo(alias, incidentId);
        List<AlertSummary> found = alerts.from(alias, incidentId, place, limit + 1);
        ItemList list = new ItemList(alias, new GraphForm());
        found.stream().limit(limit).forEach(list::add);
        boolean more = found.size() > limit;
        String next = more ? token(found.get(limit - 1)) : null;
        return redirectedTo.map(target -> list.end(next, more, target)).orElseGet(() -> list.end(next, more));
    }

    private static String token(AlertSummary alert) {
        byte[] place = IncidentAlerts.place(alert).getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(place);
    }

    /** It only says where in the path's incident to go on, so any place will do that could be one. */
    private static String place(String token) {
        try {
            String place = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            if (PLACE.matcher(place).matches()) {
                return place;
            }
        } catch (IllegalArgumentException notOurs) {
            throw FeedToken.refused();
        }
        throw FeedToken.refused();
    }
}
