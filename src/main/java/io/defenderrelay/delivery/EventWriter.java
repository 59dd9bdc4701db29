package io.defenderrelay.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.defenderrelay.aws.BusEvent;
import io.defenderrelay.mapping.RevisionEvent;
import io.defenderrelay.mapping.RevisionEvent.Outcome;
import io.defenderrelay.mapping.RevisionEvents;
import io.defenderrelay.model.Kind;
import io.defenderrelay.model.UtcTime;
import io.defenderrelay.store.FeedHealth;
import io.defenderrelay.store.PublishCursor;
import io.defenderrelay.store.Reference;
import io.defenderrelay.store.Revision;
import io.defenderrelay.tenant.Tenant;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Writes events of one tenant as the bus takes them; {@code infra/events} describes them. */
final class EventWriter {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int UID_BYTES = 16;
    private static final int LONGEST_NAME = 128;

    private final Tenant tenant;

    EventWriter(Tenant tenant) {
        this.tenant = tenant;
    }

    /** What an object holds. */
    private interface Members {
        void write(JsonGenerator json) throws IOException;
    }

    /** The event of a revision; one that is not whole says where the whole is. */
    BusEvent revision(Kind kind, Revision revision, RevisionEvent finding) {
        Reference reference = revision.reference();
        String detail = object(json -> {
            json.writeStringField("uid", RevisionEvents.uid(tenant, kind, reference));
            json.writeStringField("tenant", tenant.alias());
            json.writeStringField("kind", kind.word());
            json.writeStringField("id", reference.id());
            json.writeNumberField("revision", reference.revision());
            json.writeNumberField("sequence", reference.revision());
            json.writeStringField("version", UtcTime.text(reference.version()));
            json.writeStringField("committedAt", UtcTime.text(revision.committedAt()));
            json.writeStringField("change", reference.change().word());
            json.writeStringField("origin", reference.origin());
            json.writeArrayFieldStart("changed");
            for (String name : reference.changed()) {
                json.writeString(name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name);
            }
            json.writeEndArray();
            json.writeBooleanField("truncated", finding.outcome() != Outcome.WHOLE);
            if (finding.outcome() != Outcome.WHOLE) {
                json.writeStringField("whole", link(kind, reference));
            }
            json.writeFieldName("finding");
            json.writeRawValue(new String(finding.json(), UTF_8));
        });
        return new BusEvent(
                capital(kind.word()) + " " + capital(reference.change().word()), detail);
    }

    /** The event of a feed that is no longer well, or is again. */
    BusEvent health(Kind kind, PublishCursor.Told told, FeedHealth health) {
        String since = UtcTime.text(told.since());
        String detail = object(json -> {
            json.writeStringField("uid", uid(kind.feed(), told.state().word(), since));
            json.writeStringField("tenant", tenant.alias());
            json.writeStringField("feed", kind.feed());
            json.writeStringField("state", told.state().word());
            json.writeStringField("code", health.code());
            json.writeStringField("message", health.message());
            json.writeStringField("since", since);
        });
        boolean degraded = told.state() == FeedHealth.State.DEGRADED;
        return new BusEvent(degraded ? "Sync Degraded" : "Sync Recovered", detail);
    }

    private String link(Kind kind, Reference reference) {
        String id = URLEncoder.encode(reference.id(), UTF_8).replace("+", "%20");
        return "/v1/tenants/" + tenant.alias() + "/" + kind.feed() + "/" + id + "/revisions/" + reference.revision()
                + "?format=graph";
    }

    private String uid(String feed, String state, String since) {
        try {
            String name = String.join("\u001f", tenant.settings().tenantId(), tenant.alias(), feed, state, since);
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(UTF_8));
            return HexFormat.of().formatHex(digest, 0, UID_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }

    private static String capital(String word) {
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }

    private static String object(Members members) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            members.write(json);
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }
}
