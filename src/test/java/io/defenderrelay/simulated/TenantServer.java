package io.defenderrelay.simulated;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.common.Slf4jNotifier;
import com.github.tomakehurst.wiremock.core.Options.ChunkedEncodingPolicy;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.extension.ResponseTransformerV2;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.Response;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Supplier;

/** Turns WireMock's requests into {@link Call}s, lets faults and tenant answer, and records what was said. */
final class TenantServer implements ResponseTransformerV2 {

    private final SignIn signIn;
    private final Map<Entity, RecordPages> pages;
    private final RecordWrites writes;
    private final Hunting hunting;
    private final Routes routes;
    private final Targets targets;
    private final Faults faults;
    private final Calls calls;
    private final Supplier<Instant> now;
    private final LongAdder nanosSpent = new LongAdder();

    TenantServer(
            SignIn signIn,
            Map<Entity, RecordPages> pages,
            Defender defender,
            Hunting hunting,
            Routes routes,
            Faults faults,
            Calls calls,
            Supplier<Instant> now) {
        this.signIn = signIn;
        this.pages = pages;
        this.writes = new RecordWrites(defender);
        this.hunting = hunting;
        this.routes = routes;
        this.targets = new Targets(routes);
        this.faults = faults;
        this.calls = calls;
        this.now = now;
    }

    /** A server that answers so; it is not started yet. */
    WireMockServer server(int port) {
        return new WireMockServer(WireMockConfiguration.options()
                .bindAddress("127.0.0.1")
                .port(port)
                .containerThreads(64)
                .disableRequestJournal()
                .maxLoggedResponseSize(0)
                .gzipDisabled(true)
                .http2PlainDisabled(true)
                .stubRequestLoggingDisabled(true)
                .useChunkedTransferEncoding(ChunkedEncodingPolicy.BODY_FILE)
                .jettyStopTimeout(1000L)
                .notifier(new Slf4jNotifier(false))
                .extensions(this));
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
        Runnable ended = call.target() == Target.HUNTING ? hunting.begin() : () -> {};
        Answer answer;
        try {
            answer = answer(parameters(call), request);
        } catch (InvalidQuery e) {
            answer = call.target().api().refused(call, e);
        }
        Response sent = WireAnswer.of(call, answer, now.get(), ended);
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
        Target target = targets.of(call.method(), call.path());
        return new Call(calls.number(target), target, call.at(), call.method(), call.url(), Map.of(), sent, 0);
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

    /** Whether {@code $batch} is known here; a call to it is a 404 otherwise. */
    void batches(boolean known) {
        targets.batches(known);
    }

    private Answer answer(Call call, Request request) {
        Message message = new Message(
                request.getHeader("Authorization"), request.getHeader("Content-Type"), request.getBodyAsString());
        return answer(call, message, effects -> usual(call, message, effects));
    }

    private Answer answer(Call call, Message message, Function<List<Effect>, Answer> usual) {
        if (call.target() == Target.HUNTING) {
            hunting.received(message);
        }
        List<Effect> effects = faults.striking(call);
        Answer answer = null;
        for (Effect effect : effects) {
            answer = answer == null ? effect.instead(call) : answer;
        }
        if (answer == null) {
            answer = usual.apply(effects);
        }
        for (Effect effect : effects) {
            answer = effect.spoil(answer);
        }
        return answer;
    }

    private Answer usual(Call call, Message message, List<Effect> effects) {
        if (call.target() == Target.SIGN_IN) {
            return signIn.answer(call, message.body());
        }
        return call.target() == Target.BATCH ? batch(call, message) : graph(call, message, effects);
    }

    private Answer batch(Call call, Message message) {
        String authorization = message.authorization();
        Answer refusal = signIn.refusal(call, authorization, Set.of());
        if (refusal != null) {
            return refusal;
        }
        return GraphBatch.answer(call, message.body(), (method, url, headers, body) -> {
            Message item = new Message(authorization, headers.get("Content-Type"), body);
            return item(call, method, url, headers, item);
        });
    }

    /** One request of a batch: a call of its own, but for the token; faults strike it like any other. */
    private Answer item(Call batch, String method, String url, Map<String, String> headers, Message message) {
        Call.Sent sent =
                new Call.Sent(true, headers.get("Prefer"), null, batch.sent().requestId());
        Call bare = new Call(0, Target.OTHER, batch.at(), method, url, Map.of(), sent, 0);
        Target target = targets.of(method, bare.path());
        Call call = parameters(new Call(calls.number(target), target, batch.at(), method, url, Map.of(), sent, 0));
        Answer answer = answer(call, message, effects -> graph(call, message, effects));
        calls.add(call.answered(answer.status()));
        return answer;
    }

    private Answer hunt(Call call, Message message, List<Effect> effects) {
        if (!call.method().equals("POST")) {
            return call.target().api().notAllowed(call);
        }
        Answer refusal = signIn.refusal(call, message.authorization(), Set.of(Hunting.ROLE));
        return refusal != null ? refusal : hunting.answer(call, message, effects);
    }

    private Answer graph(Call call, Message message, List<Effect> effects) {
        if (call.target() == Target.HUNTING) {
            return hunt(call, message, effects);
        }
        if (routes.find(call.method(), call.path()).isPresent()) {
            return routes.answer(call, message);
        }
        Optional<Entity> known = Entity.of(call.path());
        if (call.target() == Target.OTHER_OF_DEFENDER) {
            return DefenderErrors.notFound("Resource");
        }
        if (known.isEmpty() || call.target() == Target.OTHER) {
            return GraphErrors.notFound(call);
        }
        Entity entity = known.get();
        boolean writing = call.target() == Target.PATCH || call.target() == Target.COMMENT;
        String expected = call.target() == Target.PATCH ? "PATCH" : call.target() == Target.COMMENT ? "POST" : "GET";
        if (!call.method().equals(expected)) {
            return call.target().api().notAllowed(call);
        }
        Set<String> roles = writing ? Set.of(entity.writeRole()) : Set.of(entity.readRole(), entity.writeRole());
        Answer refusal = signIn.refusal(call, message.authorization(), roles);
        if (refusal != null) {
            return refusal;
        }
        RecordPages collection = Objects.requireNonNull(pages.get(entity));
        return switch (call.target()) {
            case LIST -> collection.list(call, effects);
            case PATCH -> writes.patch(call, entity, collection.id(call.path()), message.body());
            case COMMENT -> writes.comment(call, entity, collection.id(call.path()), message.body());
            default -> collection.read(call);
        };
    }
}
