package io.defenderrelay.feed;

import com.fasterxml.jackson.core.JsonGenerator;
import io.defenderrelay.model.Kind;
import io.defenderrelay.model.UtcTime;
import io.defenderrelay.store.Cursor;
import io.defenderrelay.store.Cursors;
import io.defenderrelay.store.Hole;
import io.defenderrelay.store.UnreadableRecords;
import io.defenderrelay.tenant.Tenant;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How a tenant's feeds are doing, and what to do if one is not well. */
public final class Status {
    private static final Duration LONGEST_LAG = Duration.ofMinutes(15);
    private static final int MOST_TRIES = 2;

    private final Cursors cursors;
    private final UnreadableRecords unreadable;
    private final Clock clock;

    public Status(Cursors cursors, UnreadableRecords unreadable, Clock clock) {
        this.cursors = cursors;
        this.unreadable = unreadable;
        this.clock = clock;
    }

    public Answer read(Tenant tenant) {
        Optional<Cursor> alerts = cursors.read(tenant.alias(), Kind.ALERT);
        long aside = unreadable.count(tenant.alias(), Kind.ALERT);
        return JsonAnswer.object(json -> {
            json.writeStringField("tenant", tenant.alias());
            json.writeStringField("displayName", tenant.settings().displayName());
            json.writeStringField("state", tenant.state().word());
            json.writeObjectFieldStart("feeds");
            json.writeObjectFieldStart(Kind.ALERT.feed());
            boolean running = tenant.active() && tenant.settings().sync().alerts();
            json.writeStringField("state", state(alerts, running));
            if (alerts.isPresent()) {
                progress(json, alerts.get());
                faults(json, alerts.get());
            }
            json.writeNumberField("unreadable", aside);
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    /** A feed that is switched off is not late. */
    private String state(Optional<Cursor> feed, boolean running) {
        if (feed.isEmpty()) {
            return "waiting";
        }
        Cursor cursor = feed.get();
        Duration lag = lag(cursor);
        boolean late = running && !cursor.behind() && lag != null && lag.compareTo(LONGEST_LAG) > 0;
        boolean stuck = cursor.holes().stream().anyMatch(hole -> hole.tries() > MOST_TRIES);
        if (cursor.lastError() != null || stuck || late) {
            return "degraded";
        }
        return cursor.lastSuccess() == null || !running ? "waiting" : "healthy";
    }

    private void progress(JsonGenerator json, Cursor cursor) throws IOException {
        time(json, "lastSuccess", cursor.lastSuccess());
        Duration lag = lag(cursor);
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
        Cursor.LastError error = cursor.lastError();
        if (error != null) {
            json.writeObjectFieldStart("lastError");
            json.writeStringField("code", error.code());
            json.writeStringField("message", error.message());
            time(json, "at", error.at());
            json.writeEndObject();
        }
        time(json, "notBefore", cursor.notBefore());
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

    /** How old the newest change could be that the feed does not have; null before the first run. */
    private @Nullable Duration lag(Cursor cursor) {
        Instant read = cursor.behind() || cursor.readUntil() == null ? cursor.position() : cursor.readUntil();
        if (read == null) {
            return null;
        }
        Duration lag = Duration.between(read, clock.instant());
        return lag.isNegative() ? Duration.ZERO : lag;
    }

    private static void time(JsonGenerator json, String name, @Nullable Instant time) throws IOException {
        if (time != null) {
            json.writeStringField(name, UtcTime.text(time));
        }
    }
}
