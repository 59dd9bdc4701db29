package io.defenderrelay.simulated;

import com.github.tomakehurst.wiremock.extension.ResponseTransformerV2;
import com.github.tomakehurst.wiremock.http.ChunkedDribbleDelay;
import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.http.HttpHeaders;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.Response;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import io.defenderrelay.simulated.Answer.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** Turns WireMock's requests into {@link Call}s, lets faults and tenant answer, and records what was said. */
final class TenantServer implements ResponseTransformerV2 {

    private final SignIn signIn;
    private final AlertPages pages;
    private final Faults faults;
    private final Calls calls;
    private final Supplier<Instant> now;
    private final LongAdder nanosSpent = new LongAdder();

    TenantServer(SignIn signIn, AlertPages pages, Faults faults, Calls calls, Supplier<Instant> now) {
        this.signIn = signIn;
        this.pages = pages;
        this.faults = faults;
        this.calls = calls;
        this.now = now;
    }

    @Override
    public String getName() {
        return "simulated-tenant";
    }

    Duration timeSpent() {
        return Duration.ofNanos(nanosSpent.sum());
    }

    @Override
    public Response transform(Response response, ServeEvent event) {
        long start = System.nanoTime();
        Request request = event.getRequest();
        Call call = call(request);
        Answer answer;
        try {
            answer = answer(parameters(call), request);
        } catch (InvalidQuery e) {
            answer = GraphErrors.refused(call, e);
        }
        Response sent = response(call, answer);
        calls.add(parametersIfReadable(call).answered(answer.delivery().broken() == null ? answer.status() : 0));
        nanosSpent.add(System.nanoTime() - start);
        return sent;
    }

    private Call call(Request request) {
        Call.Sent sent = new Call.Sent(
                request.containsHeader("Authorization"),
                request.getHeader("Prefer"),
                request.getHeader("Accept-Encoding"),
                request.getHeader("client-request-id"));
        Call call =
                new Call(0, Target.OTHER, now.get(), request.getMethod().value(), request.getUrl(), Map.of(), sent, 0);
        Target target = target(call.path());
        return new Call(calls.number(target), target, call.at(), call.method(), call.url(), Map.of(), sent, 0);
    }

    private static Target target(String path) {
        if (path.equals(AlertPages.PATH)) {
            return Target.LIST;
        }
        if (path.startsWith(AlertPages.PATH + "/") && path.indexOf('/', AlertPages.PATH.length() + 1) < 0) {
            return Target.READ;
        }
        return path.endsWith("/oauth2/v2.0/token") ? Target.SIGN_IN : Target.OTHER;
    }

    private static Call parameters(Call call) {
        int start = call.url().indexOf('?');
        Map<String, String> query =
                start < 0 ? Map.of() : PercentCoding.parameters(call.url().substring(start + 1));
        return new Call(
                call.number(), call.target(), call.at(), call.method(), call.url(), query, call.sent(), call.status());
    }

    private static Call parametersIfReadable(Call call) {
        try {
            return parameters(call);
        } catch (InvalidQuery e) {
            return call;
        }
    }

    private Answer answer(Call call, Request request) {
        List<Effect> effects = faults.striking(call);
        Answer answer = null;
        for (Effect effect : effects) {
            answer = answer == null ? effect.instead(call) : answer;
        }
        if (answer == null) {
            answer = usual(call, request, effects);
        }
        for (Effect effect : effects) {
            answer = effect.spoil(answer);
        }
        return answer;
    }

    private Answer usual(Call call, Request request, List<Effect> effects) {
        if (call.target() == Target.SIGN_IN) {
            return signIn.answer(call, request.getBodyAsString());
        }
        if (call.target() == Target.OTHER) {
            return GraphErrors.notFound(call);
        }
        if (!call.method().equals("GET")) {
            return GraphErrors.error(405, call, "Request_BadRequest", "Specified HTTP method is not allowed.");
        }
        Answer refusal = signIn.refusal(call, request.getHeader("Authorization"));
        if (refusal != null) {
            return refusal;
        }
        return call.target() == Target.LIST ? pages.list(call, effects) : pages.read(call);
    }

    private Response response(Call call, Answer answer) {
        Delivery delivery = answer.delivery();
        List<HttpHeader> headers = new ArrayList<>();
        headers.add(new HttpHeader(
                "Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(now.get().atOffset(ZoneOffset.UTC))));
        answer.headers().forEach((name, value) -> headers.add(new HttpHeader(name, value)));
        echo(call, answer, headers);
        byte[] body = body(call, answer, headers);
        Response.Builder sent = Response.response()
                .status(answer.status())
                .headers(new HttpHeaders(headers))
                .body(body)
                .fault(delivery.broken());
        if (!delivery.firstByte().isZero()) {
            sent.incrementInitialDelay(delivery.firstByte().toMillis());
        }
        if (!delivery.eachByte().isZero() && body.length > 0) {
            long whole = delivery.eachByte().toMillis() * body.length;
            sent.chunkedDribbleDelay(new ChunkedDribbleDelay(body.length, (int) Math.min(whole, Integer.MAX_VALUE)));
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

    private static byte[] body(Call call, Answer answer, List<HttpHeader> headers) {
        if (!call.sent().acceptsGzip() || answer.headers().containsKey("Content-Encoding") || answer.status() == 204) {
            return answer.body().plain();
        }
        headers.add(new HttpHeader("Content-Encoding", "gzip"));
        headers.add(new HttpHeader("Vary", "Accept-Encoding"));
        return answer.body().gzip();
    }
}
