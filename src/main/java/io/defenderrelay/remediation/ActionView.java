package io.defenderrelay.remediation;

import com.fasterxml.jackson.core.JsonGenerator;
import io.defenderrelay.answer.Answer;
import io.defenderrelay.answer.JsonAnswer;
import io.defenderrelay.model.UtcTime;
import io.defenderrelay.store.ActionRecord;
import io.defenderrelay.store.ActionState;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An action as its caller sees it at a moment. */
record ActionView(ActionRecord record, Instant now) {
    private static final int OK = 200;
    private static final int ACCEPTED = 202;
    private static final List<String> SHOWN = List.of(
            "target",
            "option",
            "disposal",
            "indicatorType",
            "effect",
            "title",
            "severity",
            "expiresAt",
            "reason",
            "ticket",
            "requestedBy",
            "onBehalfOf",
            "requestedAt",
            "targetId",
            "targetName",
            "note",
            "requestHash",
            "approvalBy",
            "approvedBy",
            "approvedAt",
            "approvedOnBehalfOf",
            "rejectedBy",
            "rejectedOnBehalfOf",
            "cancelledBy",
            "cancelledOnBehalfOf",
            "cancelReason",
            "submittedAt",
            "remoteId",
            "remoteStatus",
            "endedAt",
            "code",
            "detail");

    /** The state it reads as: a time that is over is not waited for. */
    ActionState state() {
        Instant end = record.time("approvalBy");
        boolean over = record.state() == ActionState.AWAITING_APPROVAL && end != null && !now.isBefore(end);
        return over ? ActionState.EXPIRED : record.state();
    }

    /** 200 when it has ended, else 202 with where to ask again. */
    Answer accepted() {
        Map<String, String> headers =
                state().ended() ? Map.of("Location", path()) : Map.of("Location", path(), "Retry-After", "5");
        return new Answer(state().ended() ? OK : ACCEPTED, Answer.JSON, headers, json(), 1);
    }

    Answer shown() {
        return Answer.json(json(), 1);
    }

    private String path() {
        return "/v1/tenants/" + record.alias() + "/actions/" + record.id();
    }

    private String json() {
        return JsonAnswer.object(this::write).body();
    }

    /** Writes the members of the object. */
    void write(JsonGenerator json) throws IOException {
        json.writeStringField("id", record.id());
        json.writeStringField("kind", record.kind().word());
        json.writeStringField("state", state().word());
        json.writeNumberField("version", record.version());
        json.writeStringField("risk", record.kind().risk().word());
        json.writeStringField("permission", record.kind().permission());
        json.writeStringField("licence", record.kind().licence());
        for (String name : SHOWN) {
            text(json, name, record.fact(name));
        }
        String mails = record.fact("mails");
        if (mails != null) {
            json.writeArrayFieldStart("mails");
            for (String line : mails.split("\n", -1)) {
                Action.Mail mail = Action.Mail.read(line);
                json.writeStartObject();
                json.writeStringField("networkMessageId", mail.networkMessageId());
                json.writeStringField("recipient", mail.recipient());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        json.writeBooleanField("dryRun", record.is("dryRun"));
        json.writeBooleanField("adopted", record.is("adopted"));
        if (record.is("cancelRequested")) {
            json.writeBooleanField("cancelRequested", true);
        }
        if (!state().ended()) {
            json.writeStringField("nextLookAt", UtcTime.text(record.dueAt()));
        }
        json.writeStringField("audit", path() + "/audit");
    }

    private static void text(JsonGenerator json, String name, @Nullable String text) throws IOException {
        if (text != null) {
            json.writeStringField(name, text);
        }
    }
}
