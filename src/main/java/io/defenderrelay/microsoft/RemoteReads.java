package io.defenderrelay.microsoft;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.defenderrelay.problem.NotFoundException;
import io.defenderrelay.problem.PermissionException;
import io.defenderrelay.problem.UpstreamException;
import io.defenderrelay.problem.UpstreamException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads records of one tenant from one service; what fails is asked for again. Not for use by several threads. */
final class RemoteReads {
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(20);
    private static final int MOST_CALLS = 60;
    private static final int UNAUTHORIZED = 401;
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build());

    private final Graph graph;
    private final Service service;
    private final SignIn signIn;
    private final Instant deadline;
    private final CallBudget budget = new CallBudget(MOST_CALLS);
    private final GraphRetry retry;

    RemoteReads(Graph graph, Service service, SignIn signIn, Instant deadline) {
        this.graph = graph;
        this.service = service;
        this.signIn = signIn;
        this.deadline = deadline;
        this.retry = new GraphRetry(graph, budget, deadline);
    }

    /** A page of a list, and where the next one is. */
    record Page<T>(List<T> records, @Nullable String nextLink) {}

    /** What reads an answer whose status is good. */
    private interface Read<T> {
        T read(InputStream body) throws IOException;
    }

    /** The JSON below the service's root; empty for a 404. */
    Optional<JsonNode> one(String tried, String permission, String path) {
        GraphAsk ask = ask(tried, permission, GraphAsk.About.RECORD);
        return absent(ask, root() + path, body -> {
            JsonNode tree = JSON.readTree(body);
            if (tree == null || !tree.isObject()) {
                throw new MalformedPageException("it is not a JSON object");
            }
            return tree;
        });
    }

    /** The page of a list below the service's root; an empty one for a 404. */
    <T> Page<T> page(String tried, String permission, String path, Function<JsonNode, T> form) {
        GraphAsk ask = ask(tried, permission, GraphAsk.About.RECORD);
        return absent(ask, root() + path, body -> records(body, form)).orElseGet(() -> new Page<>(List.of(), null));
    }

    /**
     * As {@link #page}, of something that must be there.
     *
     * @throws NotFoundException for a 404
     */
    <T> Page<T> existing(String tried, String permission, String path, Function<JsonNode, T> form) {
        GraphAsk ask = ask(tried, permission, GraphAsk.About.RECORD);
        return retry.repeatable(ask, fresh -> attempt(ask, root() + path, fresh, body -> records(body, form)));
    }

    /**
     * The page that {@code nextLink} leads to.
     *
     * @param path of the list, which the link must not leave
     */
    <T> Page<T> follow(String tried, String permission, String path, String nextLink, Function<JsonNode, T> form) {
        String url =
                switch (service) {
                    case GRAPH -> graph.endpoints.graphLink(signIn.cloud(), nextLink);
                    case DEFENDER -> graph.endpoints.defenderLink(signIn.cloud(), nextLink);
                };
        // Defender may pin its version in a link.
        String plain = URI.create(url).getRawPath().replaceFirst("(?i)^/api/v1\\.0/", "/api/");
        if (!plain.equalsIgnoreCase(path)) {
            throw new UpstreamException(
                    Reason.LINK_REFUSED,
                    "A link to the next page of what the relay tried to " + tried + " for tenant '" + signIn.alias()
                            + "' was refused because it leads to something else. No token was sent; find out who"
                            + " answers in Microsoft's place",
                    null);
        }
        GraphAsk ask = ask(tried, permission, GraphAsk.About.LINK);
        return retry.repeatable(ask, fresh -> attempt(ask, url, fresh, body -> records(body, form)));
    }

    boolean timeLeft() {
        return graph.clock.instant().isBefore(deadline) && budget.left() > 0;
    }

    private static <T> Page<T> records(InputStream body, Function<JsonNode, T> form) throws IOException {
        PageScanner scanner = new PageScanner(body);
        List<T> records = new ArrayList<>();
        for (var record = scanner.next(); record != null; record = scanner.next()) {
            if (scanner.overflowed()) {
                throw new MalformedPageException("a record of it is too large");
            }
            try (InputStream bytes = record.open()) {
                records.add(form.apply(JSON.readTree(bytes)));
            }
        }
        return new Page<>(records, scanner.nextLink());
    }

    private <T> Optional<T> absent(GraphAsk ask, String url, Read<T> read) {
        try {
            return Optional.of(retry.repeatable(ask, fresh -> attempt(ask, url, fresh, read)));
        } catch (NotFoundException none) {
            return Optional.empty();
        }
    }

    private <T> T attempt(GraphAsk ask, String url, boolean fresh, Read<T> read) {
        AccessToken token = service.token(graph.tokens, signIn, fresh);
        budget.spend();
        Instant limit = graph.clock.instant().plus(LONGEST_ANSWER);
        try (GraphAnswer answer = GraphAnswer.get(graph, token, url, limit.isBefore(deadline) ? limit : deadline)) {
            if (answer.status() == UNAUTHORIZED) {
                throw unauthorized(ask, ErrorFacts.read(answer.body()));
            }
            answer.check(ask);
            return read.read(answer.body());
        } catch (JsonProcessingException notJson) {
            throw unreadable(ask, new MalformedPageException("it is no JSON that can be read"));
        } catch (IOException fault) {
            throw unreadable(ask, fault);
        }
    }

    private static RuntimeException unauthorized(GraphAsk ask, ErrorFacts error) {
        if (error.licence()) {
            return new PermissionException(
                    ask.refusal(UNAUTHORIZED) + ": the tenant lacks the licence, or the service was never set up in it;"
                            + " check its plan",
                    ask.permission());
        }
        return new UnauthorizedException();
    }

    private UpstreamException unreadable(GraphAsk ask, IOException fault) {
        return new UpstreamException(
                Reason.FAILED,
                "The answer of " + service.title() + " to " + ask.tried() + " for tenant '" + signIn.alias()
                        + "' could not be read: " + GraphAnswer.why(fault)
                        + "; look for a proxy in between if it lasts",
                fault);
    }

    private String root() {
        return service.root(graph.endpoints, signIn.cloud()).toString();
    }

    private GraphAsk ask(String tried, String permission, GraphAsk.About about) {
        return new GraphAsk(tried, permission, signIn.alias(), about, service);
    }
}
