package io.defenderrelay.function;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.defenderrelay.answer.Answer;
import io.defenderrelay.problem.ChangedException;
import io.defenderrelay.problem.ConflictException;
import io.defenderrelay.problem.ConnectorException;
import io.defenderrelay.problem.ExpiredException;
import io.defenderrelay.problem.InvalidRequestException;
import io.defenderrelay.problem.MethodNotAllowedException;
import io.defenderrelay.problem.ProblemType;
import io.defenderrelay.problem.QueryException;
import io.defenderrelay.problem.ThrottledException;
import io.defenderrelay.problem.UnprocessableException;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Puts answers and problems into the form that API Gateway sends on. Source of the problems' form: RFC 9457. */
final class ApiResponse {
    private static final JsonFactory JSON = new JsonFactory();

    private ApiResponse() {}

    static APIGatewayV2HTTPResponse of(Answer answer) {
        return response(answer.status(), answer.type(), answer.body(), answer.headers());
    }

    /** An answer that is JSON. */
    static APIGatewayV2HTTPResponse of(String json) {
        return response(200, "application/json", json, Map.of());
    }

    static APIGatewayV2HTTPResponse of(ConnectorException problem, String requestId) {
        Map<String, String> more = new LinkedHashMap<>();
        if (problem instanceof InvalidRequestException invalid) {
            more.put("field", invalid.field());
        }
        if (problem instanceof UnprocessableException refused) {
            more.put("field", refused.field());
        }
        if (problem instanceof QueryException refused) {
            more.putAll(refused.facts());
        }
        String oldest = problem instanceof ExpiredException expired ? expired.oldest() : null;
        if (oldest != null) {
            more.put("oldest", oldest);
        }
        Map<String, ChangedException.Difference> conflicts =
                problem instanceof ChangedException changed ? changed.conflicts() : Map.of();
        String body = body(problem.type(), String.valueOf(problem.getMessage()), requestId, more, conflicts);
        return response(problem.type().status(), "application/problem+json", body, headers(problem));
    }

    /** For what we did not foresee: says nothing of it. */
    static APIGatewayV2HTTPResponse internal(String requestId) {
        ProblemType type = ProblemType.INTERNAL;
        String detail = "The relay failed in a way it does not know: ask again, and if it lasts look for this request's"
                + " id in the log of the function";
        String body = body(type, detail, requestId, Map.of(), Map.of());
        return response(type.status(), "application/problem+json", body, Map.of());
    }

    private static Map<String, String> headers(ConnectorException problem) {
        Duration again = problem instanceof ConflictException conflict ? conflict.retryAfter() : null;
        if (again != null) {
            return Map.of("Retry-After", String.valueOf(again.toSeconds()));
        }
        if (problem instanceof ThrottledException throttled) {
            long seconds = Math.max(1, throttled.retryAfter().toSeconds());
            return Map.of("Retry-After", String.valueOf(seconds));
        }
        if (problem instanceof MethodNotAllowedException refused) {
            return Map.of("Allow", refused.allowed());
        }
        return Map.of();
    }

    private static String body(
            ProblemType type,
            String detail,
            String requestId,
            Map<String, String> more,
            Map<String, ChangedException.Difference> conflicts) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("type", type.uri().toString());
            json.writeStringField("title", type.title());
            json.writeNumberField("status", type.status());
            json.writeStringField("detail", detail);
            json.writeStringField("requestId", requestId);
            json.writeBooleanField("retryable", type.retryable());
            for (Map.Entry<String, String> member : more.entrySet()) {
                json.writeStringField(member.getKey(), member.getValue());
            }
            if (!conflicts.isEmpty()) {
                write(json, conflicts);
            }
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, Map<String, ChangedException.Difference> conflicts)
            throws IOException {
        json.writeObjectFieldStart("conflicts");
        for (Map.Entry<String, ChangedException.Difference> conflict : new TreeMap<>(conflicts).entrySet()) {
            json.writeObjectFieldStart(conflict.getKey());
            json.writeFieldName("yours");
            json.writeRawValue(conflict.getValue().yours());
            json.writeFieldName("live");
            json.writeRawValue(conflict.getValue().live());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static APIGatewayV2HTTPResponse response(
            int status, String contentType, String body, Map<String, String> more) {
        Map<String, String> headers = new LinkedHashMap<>(more);
        if (!contentType.isEmpty()) {
            headers.put("Content-Type", contentType);
        }
        headers.put("Cache-Control", "no-store");
        headers.put("X-Content-Type-Options", "nosniff");
        return APIGatewayV2HTTPResponse.builder()
                .withStatusCode(status)
                .withHeaders(headers)
                .withBody(body)
                .withIsBase64Encoded(false)
                .build();
    }
}
