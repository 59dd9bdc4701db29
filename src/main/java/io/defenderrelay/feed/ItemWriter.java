package io.defenderrelay.feed;

import com.fasterxml.jackson.core.JsonGenerator;
import io.defenderrelay.answer.AnswerBuffer;
import io.defenderrelay.answer.JsonAnswer;
import io.defenderrelay.model.AlertSummary;
import io.defenderrelay.model.Kind;
import io.defenderrelay.model.UtcTime;
import io.defenderrelay.store.Reference;
import io.defenderrelay.store.Revision;
import io.defenderrelay.store.StoredBody;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Writes revisions of one tenant as items of an answer, each a JSON object of its own. */
final class ItemWriter {
    private static final int LONGEST_FRAME = 700;

    private final AnswerBuffer out;
    private final String alias;
    private final FindingForm form;

    ItemWriter(AnswerBuffer out, String alias, FindingForm form) {
        this.out = out;
        this.alias = alias;
        this.form = form;
    }

    /** Bytes that the item takes without its finding; never less. */
    static int frame(Reference reference) {
        int names = reference.changed().stream()
                .mapToInt(name -> name.length() * 6 + 3)
                .sum();
        return LONGEST_FRAME + reference.id().length() * 24 + names;
    }

    /** The item with its finding; says that it expired when there is none. */
    void whole(Kind kind, Revision revision, @Nullable StoredBody body) {
        write(kind, revision, json -> {
            json.writeFieldName("finding");
            if (body == null) {
                json.writeNull();
                json.writeBooleanField("expired", true);
                return;
            }
            // Makes the generator count a value here; the value itself goes past it.
            json.writeRawValue("");
            json.flush();
            form.write(kind, revision.reference(), body, out);
        });
    }

    /** The item of a finding that fits no answer: its size, and where its bytes can be had in parts. */
    void tooLarge(Kind kind, Revision revision) {
        Reference reference = revision.reference();
        write(kind, revision, json -> {
            json.writeNullField("finding");
            json.writeBooleanField("tooLarge", true);
            json.writeNumberField("size", reference.size());
            json.writeStringField(
                    "parts",
                    "/v1/tenants/" + alias + "/" + kind.feed() + "/" + encoded(reference.id()) + "/revisions/"
                            + reference.revision() + "/parts");
        });
    }

    /** What an incident's list tells of an alert; members that are not known are left out. */
    void summary(AlertSummary alert) {
        JsonAnswer.object(out, json -> {
            json.writeStringField("kind", Kind.ALERT.word());
            json.writeStringField("id", alert.id());
            json.writeStringField("version", UtcTime.text(alert.version()));
            text(json, "createdAt", alert.createdAt());
            text(json, "title", alert.title());
            text(json, "status", alert.status());
            text(json, "severity", alert.severity());
            text(json, "serviceSource", alert.serviceSource());
            text(json, "firstActivityAt", alert.firstActivityAt());
            text(json, "lastActivityAt", alert.lastActivityAt());
            json.writeArrayFieldStart("techniques");
            for (String technique : alert.techniques()) {
                json.writeString(technique);
            }
            json.writeEndArray();
        });
    }

    private static void text(JsonGenerator json, String name, @Nullable String text) throws IOException {
        if (text != null) {
            json.writeStringField(name, text);
        }
    }

    private static void text(JsonGenerator json, String name, @Nullable Instant time) throws IOException {
        text(json, name, time == null ? null : UtcTime.text(time));
    }

    /** The item without any finding. */
    void bare(Kind kind, Revision revision) {
        write(kind, revision, json -> {});
    }

    private void write(Kind kind, Revision revision, JsonAnswer.Members rest) {
        Reference reference = revision.reference();
        JsonAnswer.object(out, json -> {
            json.writeStringField("kind", kind.word());
            json.writeStringField("id", reference.id());
            json.writeNumberField("revision", reference.revision());
            json.writeStringField("version", UtcTime.text(reference.version()));
            json.writeStringField("change", reference.change().word());
            json.writeStringField("origin", reference.origin());
            json.writeArrayFieldStart("changed");
            for (String name : reference.changed()) {
                json.writeString(name);
            }
            json.writeEndArray();
            json.writeStringField("committedAt", UtcTime.text(revision.committedAt()));
            text(json, "redirectedTo", revision.redirectedTo());
            rest.write(json);
        });
    }

    private static String encoded(String id) {
        return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
