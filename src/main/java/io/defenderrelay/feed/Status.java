package io.defenderrelay.feed;

import com.fasterxml.jackson.core.JsonGenerator;
import io.defenderrelay.answer.Answer;
import io.defenderrelay.answer.JsonAnswer;
import io.defenderrelay.model.Kind;
import io.defenderrelay.model.UtcTime;
import io.defenderrelay.store.Cursor;
import io.defenderrelay.store.Cursors;
import io.defenderrelay.store.FeedHealth;
import io.defenderrelay.store.Hole;
import io.defenderrelay.store.HuntQuota;
import io.defenderrelay.store.Hunts;
import io.defenderrelay.store.PublishCursor;
import io.defenderrelay.store.PublishCursors;
import io.defenderrelay.store.UnreadableRecords;
import io.defenderrelay.tenant.Tenant;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How a tenant's feeds are doing, and what to do if one is not well. */
public final class Status {
    private static final int MOST_HUNTS = 100;

    private final Cursors cursors;
    private final PublishCursors positions;
    private final UnreadableRecords unreadable;
    private final Hunts hunts;
    private final HuntQuota quota;
    private final Clock clock;

    public Status(
            Cursors cursors,
            PublishCursors positions,
            UnreadableRecords unreadable,
            Hunts hunts,
            HuntQuota quota,
            Clock clock) {
        this.cursors = cursors;
        this.positions = positions;
        this.unreadable = unreadable;
        this.hunts = hunts;
        this.quota = quota;
        this.clock = clock;
    }

    /** What the table holds of one feed. */
    private record FeedState(Optional<Cursor> cursor, Optional<PublishCursor> events, long unreadable) {}

    public Answer read(Tenant tenant) {
        Map<Kind, FeedState> feeds = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            feeds.put(
                    kind,
                    new FeedState(
                            cursors.read(tenant.alias(), kind),
                            positions.read(tenant.alias(), kind),
                            unreadable.count(tenant.alias(), kind)));
        }
        return JsonAnswer.object(json -> {
            json.writeStringField("tenant", tenant.alias());
            json.writeStringField("displayName", tenant.settings().displayName());
            json.writeStringField("state", tenant.state().word());
            json.writeObjectFieldStart("feeds");
            for (Map.Entry<Kind, FeedState> feed : feeds.entrySet()) {
                json.writeObjectFieldStart(feed.getKey().feed());
                write(json, tenant, feed.getValue());
                json.writeEndObject();
            }
            json.writeEndObject();
            json.writeObjectFieldStart("hunts");
            hunts(json, tenant);
            json.writeEndObject();
        });
    }

    private void hunts(JsonGenerator json, Tenant tenant) throws IOException {
        Instant now = clock.instant();
        json.writeBooleanField("enabled", tenant.settings().hunting());
        json.writeNumberField(
                "open", hunts.open(tenant.alias(), MOST_HUNTS, now).size());
        time(json, "waitingForQuotaUntil", quota.notBefore(tenant.alias(), now));
        json.writeNumberField("callsAMinute", HuntQuota.CALLS_A_MINUTE);
        json.writeObjectFieldStart("lastHour");
        for (Map.Entry<HuntQuota.Count, Long> count :
                quota.lastHour(tenant.alias(), now).entrySet()) {
            json.writeNumberField(count.getKey().word(), count.getValue());
        }
        json.writeEndObject();
    }

    private void write(JsonGenerator json, Tenant tenant, FeedState feed) throws IOException {
        FeedHealth health = FeedHealth.of(tenant, feed.cursor(), clock.instant());
        json.writeStringField("state", health.state().word());
        if (feed.cursor().isPresent()) {
            progress(json, feed.cursor().get());
            faults(json, feed.cursor().get());
        }
        json.writeNumberField("unreadable", feed.unreadable());
        if (feed.events().isPresent()) {
            long newest = feed.cursor().map(Cursor::committed).orElse(0L);
            json.writeObjectFieldStart("events");
            write(json, feed.events().get(), newest);
            json.writeEndObject();
        }
    }

    private static void write(JsonGenerator json, PublishCursor events, long newest) throws IOException {
        long next = Math.max(1, events.page());
        json.writeNumberField("page", next);
        json.writeNumberField("pagesLeft", Math.max(0, newest - next + 1));
        for (String name : PublishCursor.COUNTS) {
            json.writeNumberField(name, events.count(name));
        }
        error(json, events.lastError());
    }

    private void progress(JsonGenerator json, Cursor cursor) throws IOException {
        time(json, "lastSuccess", cursor.lastSuccess());
        Duration lag = FeedHealth.lag(cursor, clock.instant());
        if (lag != null) {
            json.writeNumberField("lagSeconds", lag.toSeconds());
        }
        time(json, "position", cursor.position());
        time(json, "readUntil", cursor.readUntil());
        json.writeBooleanField("behind", cursor.behind());
        json.writeNumberField("lateFound", cursor.count("late"));
        json.writeNumberField("regressed", cursor.count("regressed"));
        json.writeNumberField("flapping", cursor.count("flapping"));
        json.writeNumberField("pages", cursor.committed());
    }

    private static void faults(JsonGenerator json, Cursor cursor) throws IOException {
        json.writeArrayFieldStart("holes");
        for (Hole hole : cursor.holes()) {
            write(json, hole);
        }
        json.writeEndArray();
        error(json, cursor.lastError());
        time(json, "notBefore", cursor.notBefore());
    }

    private static void error(JsonGenerator json, Cursor.@Nullable LastError error) throws IOException {
        if (error != null) {
            json.writeObjectFieldStart("lastError");
            json.writeStringField("code", error.code());
            json.writeStringField("message", error.message());
            time(json, "at", error.at());
            json.writeEndObject();
        }
    }

    private static void write(JsonGenerator json, Hole hole) throws IOException {
        json.writeStartObject();
        time(json, "from", hole.from());
        time(json, "to", hole.to());
        if (!hole.equal().isEmpty()) {
            json.writeObjectFieldStart("equal");
            for (Map.Entry<String, String> value : new TreeMap<>(hole.equal()).entrySet()) {
                json.writeStringField(value.getKey(), value.getValue());
            }
            json.writeEndObject();
        }
        time(json, "since", hole.since());
        json.writeNumberField("tries", hole.tries());
        json.writeEndObject();
    }

    private static void time(JsonGenerator json, String name, @Nullable Instant time) throws IOException {
        if (time != null) {
            json.writeStringField(name, UtcTime.text(time));
        }
    }
}
