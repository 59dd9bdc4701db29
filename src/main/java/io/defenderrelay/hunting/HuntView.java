package io.defenderrelay.hunting;

import com.fasterxml.jackson.core.JsonGenerator;
import io.defenderrelay.answer.Answer;
import io.defenderrelay.answer.JsonAnswer;
import io.defenderrelay.aws.Item;
import io.defenderrelay.model.UtcTime;
import io.defenderrelay.problem.ProblemType;
import io.defenderrelay.store.Hunt;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A hunt as its caller sees it at a moment. */
record HuntView(Hunt hunt, Instant now) {
    /** Why a hunt that did not end in its time has failed. */
    static final Hunt.Fault OVERDUE = new Hunt.Fault(
            ProblemType.HUNT_OVERDUE.code(),
            "The hunt did not end within an hour: Microsoft's quota was used up, or its worker ended without a result; ask"
                    + " again, and look at the tenant's status if it lasts",
            new Item(Map.of()));

    private static final Duration USUAL = Duration.ofSeconds(2);
    private static final int ACCEPTED = 202;
    private static final int OK = 200;

    /** The state it reads as: quota that may be asked for again is not waited for any more. */
    Hunt.State state() {
        Instant notBefore = hunt.notBefore();
        boolean over = notBefore == null || !now.isBefore(notBefore);
        return hunt.state() == Hunt.State.WAITING && over ? Hunt.State.QUEUED : hunt.state();
    }

    /** Why it failed. */
    Hunt.Fault fault() {
        Hunt.Fault fault = hunt.fault();
        return fault == null ? OVERDUE : fault;
    }

    /** 200 when it has ended, else 202 with where and when to ask again. */
    Answer accepted() {
        String json = json();
        if (state().ended()) {
            return new Answer(OK, Answer.JSON, Map.of("Location", path()), json, 1);
        }
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Location", path());
        headers.put("Retry-After", String.valueOf(nextLook().toSeconds()));
        return new Answer(ACCEPTED, Answer.JSON, headers, json, 1);
    }

    /** The state as an answer of its own. */
    Answer shown() {
        Map<String, String> headers = state().ended()
                ? Map.of()
                : Map.of("Retry-After", String.valueOf(nextLook().toSeconds()));
        return new Answer(OK, Answer.JSON, headers, json(), 1);
    }

    /** How long to wait before asking again. */
    Duration nextLook() {
        Instant notBefore = hunt.notBefore();
        if (notBefore == null || !now.isBefore(notBefore)) {
            return USUAL;
        }
        return Duration.between(now, notBefore).plus(USUAL);
    }

    private String path() {
        return "/v1/tenants/" + hunt.alias() + "/hunts/" + hunt.id();
    }

    private String json() {
        return JsonAnswer.object(this::write).body();
    }

    private void write(JsonGenerator json) throws IOException {
        json.writeStringField("id", hunt.id());
        json.writeStringField("state", state().word());
        text(json, "template", hunt.template());
        text(json, "timespan", hunt.timespan());
        json.writeNumberField("maxRows", hunt.maxRows());
        json.writeStringField("requestedBy", hunt.principal());
        text(json, "onBehalfOf", hunt.onBehalfOf());
        time(json, "askedAt", hunt.askedAt());
        time(json, "startedAt", hunt.startedAt());
        time(json, "endedAt", hunt.endedAt());
        time(json, "keptUntil", hunt.keptUntil());
        switch (state()) {
            case QUEUED, RUNNING -> problem(json, "lastProblem", hunt.fault());
            case WAITING -> {
                time(json, "waitingForQuotaUntil", hunt.notBefore());
                problem(json, "lastProblem", hunt.fault());
            }
            case SUCCEEDED -> result(json);
            case FAILED -> problem(json, "problem", fault());
            case CANCELLED -> {
                // nothing more is known of it
            }
        }
    }

    private void result(JsonGenerator json) throws IOException {
        json.writeNumberField("rows", hunt.rows());
        String cut = hunt.truncatedBy();
        json.writeBooleanField("truncated", cut != null);
        text(json, "truncatedBy", cut);
        json.writeFieldName("columns");
        json.writeRawValue(new RowText(hunt.columns()).columns());
        json.writeStringField("rowsAt", path() + "/rows");
    }

    private static void problem(JsonGenerator json, String name, Hunt.@Nullable Fault fault) throws IOException {
        if (fault == null) {
            return;
        }
        ProblemType type = type(fault);
        json.writeObjectFieldStart(name);
        json.writeStringField("type", type.uri().toString());
        json.writeStringField("title", type.title());
        json.writeNumberField("status", type.status());
        json.writeStringField("detail", fault.message());
        json.writeBooleanField("retryable", type.retryable());
        for (Map.Entry<String, String> fact : facts(fault).entrySet()) {
            json.writeStringField(fact.getKey(), fact.getValue());
        }
        json.writeEndObject();
    }

    /** The type of a problem; one that another version of the relay wrote may be unknown here. */
    static ProblemType type(Hunt.Fault fault) {
        return Arrays.stream(ProblemType.values())
                .filter(type -> type.code().equals(fault.code()))
                .findFirst()
                .orElse(ProblemType.INTERNAL);
    }

    static Map<String, String> facts(Hunt.Fault fault) {
        Map<String, String> facts = new LinkedHashMap<>();
        for (String name : new String[] {"microsoftMessage", "line", "column"}) {
            String value = fault.facts().optionalText(name);
            if (value != null) {
                facts.put(name, value);
            }
        }
        return facts;
    }

    private static void text(JsonGenerator json, String name, @Nullable String text) throws IOException {
        if (text != null) {
            json.writeStringField(name, text);
        }
    }

    private static void time(JsonGenerator json, String name, @Nullable Instant time) throws IOException {
        if (time != null) {
            json.writeStringField(name, UtcTime.text(time));
        }
    }
}
