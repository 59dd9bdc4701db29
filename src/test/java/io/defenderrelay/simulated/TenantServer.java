package io.defenderrelay.simulated;

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
import org.jspecify.annotations.Nullable;

/** Turns WireMock's requests into {@link Call}s, lets faults and tenant answer, and records what was said. */
final class TenantServer implements ResponseTransformerV2 {

    private final SignIn signIn;
    private final Map<Entity, RecordPages> pages;
    private final RecordWrites writes;
    private final Faults faults;
    private final Calls calls;
    private final Supplier<Instant> now;
    private volatile boolean batches = true;
    private final LongAdder nanosSpent = new LongAdder();

    TenantServer(
            SignIn signIn,
            Map<Entity, RecordPages> pages,
            RecordWrites writes,
            Faults faults,
            Calls calls,
            Supplier<Instant> now) {
        this.signIn = signIn;
        this.pages = pages;
        this.writes = writes;
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
        Response sent = WireAnswer.of(call, answer, now.get());
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
        Target target = target(call.method(), call.path());
        return new Call(calls.number(target), target, call.at(), call.method(), call.url(), Map.of(), sent, 0);
    }

    private Target target(String method, String path) {
        if (path.endsWith("/oauth2/v2.0/token")) {
            return Target.SIGN_IN;
        }
        if (path.equals(GraphBatch.PATH) && batches) {
            return Target.BATCH;
        }
        Optional<Entity> entity = Entity.of(path);
        if (entity.isEmpty()) {
            return Target.OTHER;
        }
        String rest = path.substring(entity.get().path().length());
        if (rest.isEmpty()) {
            return Target.LIST;
        }
        if (rest.indexOf('/', 1) < 0) {
            return method.equals("PATCH") ? Target.PATCH : Target.READ;
        }
        return rest.endsWith("/comments") && rest.indexOf('/', 1) == rest.length() - "/comments".length()
                ? Target.COMMENT
                : Target.OTHER;
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
        this.batches = known;
    }

    private Answer answer(Call call, Request request) {
        return answer(call, effects -> usual(call, request, effects));
    }

    private Answer answer(Call call, Function<List<Effect>, Answer> usual) {
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

    private Answer usual(Call call, Request request, List<Effect> effects) {
        if (call.target() == Target.SIGN_IN) {
            return signIn.answer(call, request.getBodyAsString());
        }
        String authorization = request.getHeader("Authorization");
        if (call.target() == Target.BATCH) {
            Answer refusal = signIn.refusal(call, authorization, Set.of());
            return refusal != null
                    ? refusal
                    : GraphBatch.answer(
                            call,
                            request.getBodyAsString(),
                            (method, url, headers, body) -> item(call, authorization, method, url, headers, body));
        }
        return graph(call, authorization, request.getBodyAsString(), effects);
    }

    /** One request of a batch: a call of its own, but for the token; faults strike it like any other. */
    private Answer item(
            Call batch, String authorization, String method, String url, Map<String, String> headers, String body) {
        Call.Sent sent =
                new Call.Sent(true, headers.get("Prefer"), null, batch.sent().requestId());
        Call bare = new Call(0, Target.OTHER, batch.at(), method, url, Map.of(), sent, 0);
        Target target = target(method, bare.path());
        Call call = parameters(new Call(calls.number(target), target, batch.at(), method, url, Map.of(), sent, 0));
        Answer answer = answer(call, effects -> graph(call, authorization, body, effects));
        calls.add(call.answered(answer.status()));
        return answer;
    }

    private Answer graph(Call call, @Nullable String authorization, String body, List<Effect> effects) {
        Optional<Entity> known = Entity.of(call.path());
        if (known.isEmpty() || call.target() == Target.OTHER) {
            return GraphErrors.notFound(call);
        }
        Entity entity = known.get();
        boolean writing = call.target() == Target.PATCH || call.target() == Target.COMMENT;
        String expected = call.target() == Target.PATCH ? "PATCH" : call.target() == Target.COMMENT ? "POST" : "GET";
        if (!call.method().equals(expected)) {
            return GraphErrors.error(405, call, "Request_BadRequest", "Specified HTTP method is not allowed.");
        }
        Set<String> roles = writing ? Set.of(entity.writeRole()) : Set.of(entity.readRole(), entity.writeRole());
        Answer refusal = signIn.refusal(call, authorization, roles);
        if (refusal != null) {
            return refusal;
        }
        RecordPages collection = Objects.requireNonNull(pages.get(entity));
        return switch (call.target()) {
            case LIST -> collection.list(call, effects);
            case PATCH -> writes.patch(call, entity, collection.id(call.path()), body);
            case COMMENT -> writes.comment(call, entity, collection.id(call.path()), body);
            default -> collection.read(call);
        };
    }
}
