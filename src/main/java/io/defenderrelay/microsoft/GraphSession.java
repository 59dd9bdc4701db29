package io.defenderrelay.microsoft;

import io.defenderrelay.problem.UpstreamException;
import io.defenderrelay.problem.UpstreamException.Reason;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One run's conversation with the Graph of one tenant: lists pages. Not for use by several threads.
 */
public final class GraphSession {
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(60);

    private final Graph graph;
    private final SignIn signIn;
    private final CallBudget budget;
    private final Instant deadline;
    private final GraphRetry retry;
    private boolean ordered = true;
    private @Nullable Instant serverTime;

    GraphSession(Graph graph, SignIn signIn, CallBudget budget, Instant deadline) {
        this.graph = graph;
        this.signIn = signIn;
        this.budget = budget;
        this.deadline = deadline;
        this.retry = new GraphRetry(graph, budget, deadline);
    }

    /**
     * The first page that matches. Asks for ascending order, which is not documented: if that is refused, asks without
     * from then on. Whether the order was honoured only the records tell.
     *
     * @throws io.defenderrelay.problem.ConnectorException when no whole answer could be had; records already handed
     *     over are real
     */
    public PageEnd list(FindingCollection collection, FindingQuery query, PageSink sink) {
        try {
            return page(collection, url(collection, query), false, sink);
        } catch (UpstreamException refused) {
            if (!ordered || refused.reason() != Reason.REFUSED || budget.left() < 1) {
                throw refused;
            }
            ordered = false;
            return page(collection, url(collection, query), false, sink);
        }
    }

    /** The page that {@code nextLink}, from the last page, leads to. */
    public PageEnd follow(FindingCollection collection, String nextLink, PageSink sink) {
        String url = graph.endpoints.graphLink(signIn.cloud(), nextLink);
        if (!collection.path().equalsIgnoreCase(URI.create(url).getRawPath())) {
            throw new UpstreamException(
                    Reason.LINK_REFUSED,
                    "A link to the next page of " + collection.noun() + " for tenant '" + signIn.alias()
                            + "' was refused because it leads to something else. No token was sent; find out who"
                            + " answers in Microsoft's place",
                    null);
        }
        return page(collection, url, true, sink);
    }

    /** The time by Microsoft's clock at its last answer; empty before the first. */
    public Optional<Instant> serverTime() {
        return Optional.ofNullable(serverTime);
    }

    private String url(FindingCollection collection, FindingQuery query) {
        URI root = graph.endpoints.graph(signIn.cloud());
        return root + collection.path() + "?" + query.text(ordered);
    }

    private PageEnd page(FindingCollection collection, String url, boolean link, PageSink sink) {
        GraphAsk ask = new GraphAsk(
                "list " + collection.noun(),
                collection.permission(),
                signIn.alias(),
                link ? GraphAsk.About.LINK : GraphAsk.About.COLLECTION);
        return retry.repeatable(ask, fresh -> attempt(ask, url, fresh, sink));
    }

    private PageEnd attempt(GraphAsk ask, String url, boolean fresh, PageSink sink) {
        AccessToken token = graph.tokens.graph(signIn, fresh);
        budget.spend();
        Instant limit = graph.clock.instant().plus(LONGEST_ANSWER);
        Instant end = limit.isBefore(deadline) ? limit : deadline;
        try (GraphAnswer answer = GraphAnswer.get(graph, token, url, end)) {
            answer.date().ifPresent(date -> serverTime = date);
            answer.check(ask);
            sink.begin(answer.partial());
            PageScanner scanner = new PageScanner(answer.body());
            for (var body = scanner.next(); body != null; body = scanner.next()) {
                sink.take(FindingReader.read(body, !scanner.overflowed()));
            }
            return new PageEnd(scanner.nextLink(), scanner.count());
        } catch (IOException unreadable) {
            throw new UpstreamException(
                    Reason.FAILED,
                    "Microsoft's answer to " + ask.tried() + " for tenant '" + signIn.alias()
                            + "' could not be read: " + GraphAnswer.why(unreadable)
                            + "; the relay asks again, look for a proxy in between if it lasts",
                    unreadable);
        }
    }
}
