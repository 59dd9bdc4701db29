package io.defenderrelay.store;

import io.defenderrelay.aws.Item;
import io.defenderrelay.aws.SortRange;
import io.defenderrelay.aws.Table;
import io.defenderrelay.model.AlertSummary;
import io.defenderrelay.model.Finding;
import io.defenderrelay.model.UtcTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The alerts of an incident: those whose newest revision names it, by the index, in the order in which Microsoft made them.
 * The index follows a write within a second or so. An alert that moved to another incident is listed there alone.
 */
public final class IncidentAlerts {
    private static final String NO_TIME = "0001-01-01T00:00:00.0000000Z";
    private static final int LONGEST_WORD = 64;

    private final Table table;

    public IncidentAlerts(Table table) {
        this.table = table;
    }

    /** At most {@code count} alerts, the newest first. */
    public List<AlertSummary> newest(String alias, String incidentId, int count) {
        return table.index(partition(alias, incidentId), SortRange.all(), count, false).stream()
                .map(IncidentAlerts::summary)
                .toList();
    }

    /**
     * At most {@code count} alerts, the oldest first.
     *
     * @param after the place of the last alert that the caller has, see {@link #place}; empty for the first
     */
    public List<AlertSummary> from(String alias, String incidentId, String after, int count) {
        SortRange range = SortRange.after("", after);
        return table.index(partition(alias, incidentId), range, count, true).stream()
                .map(IncidentAlerts::summary)
                .toList();
    }

    /** Where an alert stands in the list; stays the same whatever happens to its neighbours. */
    public static String place(AlertSummary alert) {
        return sortKey(alert.createdAt(), alert.id());
    }

    static String partition(String alias, String incidentId) {
        return "T#" + alias + "#INCIDENT#" + incidentId;
    }

    static String sortKey(@Nullable Instant createdAt, String id) {
        return (createdAt == null ? NO_TIME : UtcTime.text(createdAt)) + "#" + id;
    }

    /** What an entry tells beyond what every head has, the most useful first. */
    static Map<String, Object> describe(Finding finding) {
        Map<String, Object> more = new LinkedHashMap<>();
        String source = finding.facts().serviceSource();
        Finding.Activity activity = finding.activity();
        if (source != null && source.length() <= LONGEST_WORD) {
            more.put("source", source);
        }
        putTime(more, "firstAt", activity.first());
        putTime(more, "lastAt", activity.last());
        if (!activity.techniques().isEmpty()) {
            more.put("techniques", String.join(",", activity.techniques()));
        }
        return more;
    }

    private static void putTime(Map<String, Object> map, String name, @Nullable Instant time) {
        if (time != null) {
            map.put(name, time.toEpochMilli());
        }
    }

    private static AlertSummary summary(Item item) {
        String techniques = item.optionalText("techniques");
        return new AlertSummary(
                id(item),
                Times.required(item, "version"),
                Times.optional(item, "createdAt"),
                item.optionalText("title"),
                item.optionalText("status"),
                item.optionalText("severity"),
                item.optionalText("source"),
                time(item, "firstAt"),
                time(item, "lastAt"),
                techniques == null ? List.of() : Arrays.asList(techniques.split(",", -1)));
    }

    private static String id(Item item) {
        String place = item.text("gsi1sk");
        return place.substring(place.indexOf('#') + 1);
    }

    private static @Nullable Instant time(Item item, String name) {
        return item.has(name) ? Instant.ofEpochMilli(item.number(name)) : null;
    }
}
