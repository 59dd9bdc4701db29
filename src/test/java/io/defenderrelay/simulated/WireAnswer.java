package io.defenderrelay.simulated;

import com.github.tomakehurst.wiremock.common.InputStreamSource;
import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.http.HttpHeaders;
import com.github.tomakehurst.wiremock.http.Response;
import io.defenderrelay.simulated.Answer.Delivery;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** An {@link Answer} as WireMock sends it. */
final class WireAnswer {

    private WireAnswer() {}

    /** Calls {@code ended} when the body is sent, or when it cannot be. */
    static Response of(Call call, Answer answer, Instant now, Runnable ended) {
        Delivery delivery = answer.delivery();
        List<HttpHeader> headers = new ArrayList<>();
        headers.add(new HttpHeader("Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(now.atOffset(ZoneOffset.UTC))));
        answer.headers().forEach((name, value) -> headers.add(new HttpHeader(name, value)));
        echo(call, answer, headers);
        Outflow.Source body = body(call, answer, headers);
        InputStreamSource flow = () -> new Outflow(out -> send(body, out, delivery), ended);
        if (delivery.broken() != null) {
            ended.run();
        }
        Response.Builder sent = Response.response()
                .status(answer.status())
                .headers(new HttpHeaders(headers))
                .body(flow)
                .fault(delivery.broken());
        if (!delivery.firstByte().isZero()) {
            sent.incrementInitialDelay(delivery.firstByte().toMillis());
        }
        return sent.build();
    }

    private static void echo(Call call, Answer answer, List<HttpHeader> headers) {
        if (call.target() == Target.SIGN_IN) {
            return;
        }
        String requestId = answer.headers().get("request-id");
        if (requestId == null) {
            requestId = UUID.randomUUID().toString();
            headers.add(new HttpHeader("request-id", requestId));
        }
        String clientId = call.sent().requestId();
        headers.add(new HttpHeader("client-request-id", clientId == null ? requestId : clientId));
        if (call.sent().prefersUnknownMembers()) {
            headers.add(new HttpHeader("Preference-Applied", "include-unknown-enum-members"));
        }
    }

    /** Hunting answers come in chunks, as Graph's do: their client cannot see the end before they have ended here. */
    private static Outflow.Source body(Call call, Answer answer, List<HttpHeader> headers) {
        boolean gzip = call.sent().acceptsGzip()
                && !answer.headers().containsKey("Content-Encoding")
                && answer.status() != 202
                && answer.status() != 204;
        if (gzip) {
            headers.add(new HttpHeader("Content-Encoding", "gzip"));
            headers.add(new HttpHeader("Vary", "Accept-Encoding"));
        }
        if (call.target() == Target.HUNTING) {
            return out -> answer.body().writeTo(out, gzip);
        }
        byte[] whole = gzip ? answer.body().gzip() : answer.body().plain();
        headers.add(new HttpHeader("Content-Length", String.valueOf(whole.length)));
        return out -> out.write(whole);
    }

    private static void send(Outflow.Source body, OutputStream out, Delivery delivery) throws IOException {
        body.writeTo(delivery.eachByte().isZero() ? out : new PacedOutput(out, delivery.eachByte()));
    }
}
