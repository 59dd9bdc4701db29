package io.defenderrelay.microsoft;

import io.defenderrelay.problem.SignInException;
import io.defenderrelay.problem.ThrottledException;
import io.defenderrelay.problem.UpstreamException;
import io.defenderrelay.problem.UpstreamException.Reason;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One run's conversation with the Graph of one tenant: lists pages, and is the one place that tries again. An answer that
 * broke off, failed (5xx) or asked for a wait is asked for again while deadline and budget allow; a refused token is
 * renewed once a call. Not for use by several threads.
 */
public final class GraphSession {
    private static final int FAILED_ATTEMPTS = 3;
    private static final int THROTTLED_ATTEMPTS = 6;
    private static final Duration FIRST_BACKOFF = Duration.ofSeconds(2);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(20);
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(60);

    private final Graph graph;
    private final SignIn signIn;
    private final CallBudget budget;
    private final Instant deadline;
    private boolean ordered = true;
    private @Nullable Instant serverTime;

    GraphSession(Graph graph, SignIn signIn, CallBudget budget, Instant deadline) {
        this.graph = graph;
        this.signIn = signIn;
        this.budget = budget;
        this.deadline = deadline;
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
        int failed = 0;
        int throttled = 0;
        boolean renew = false;
        boolean renewed = false;
        while (true) {
            try {
                boolean fresh = renew;
                renew = false;
                return attempt(collection, url, link, fresh, sink);
            } catch (UnauthorizedException unauthorized) {
                if (renewed) {
                    throw refusedToken(collection);
                }
                renew = true;
                renewed = true;
            } catch (ThrottledException wait) {
                throttled++;
                pauseOrThrow(wait, wait.retryAfter(), throttled < THROTTLED_ATTEMPTS);
            } catch (UpstreamException failure) {
                failed++;
                boolean again = failure.reason() == Reason.FAILED && failed < FAILED_ATTEMPTS;
                pauseOrThrow(failure, backoff(failed), again);
            }
        }
    }

    private PageEnd attempt(FindingCollection collection, String url, boolean link, boolean fresh, PageSink sink) {
        AccessToken token = graph.tokens.graph(signIn, fresh);
        budget.spend();
        Instant limit = graph.clock.instant().plus(LONGEST_ANSWER);
        Instant end = limit.isBefore(deadline) ? limit : deadline;
        try (GraphAnswer answer = GraphAnswer.get(graph, token, url, end)) {
            answer.date().ifPresent(date -> serverTime = date);
            answer.check(collection, signIn.alias(), link);
            sink.begin(answer.partial());
            PageScanner scanner = new PageScanner(answer.body());
            for (var body = scanner.next(); body != null; body = scanner.next()) {
                sink.take(FindingReader.read(body, !scanner.overflowed()));
            }
            return new PageEnd(scanner.nextLink(), scanner.count());
        } catch (IOException unreadable) {
            throw new UpstreamException(
                    Reason.FAILED,
                    "Microsoft's list of " + collection.noun() + " for tenant '" + signIn.alias()
                            + "' could not be read: " + GraphAnswer.why(unreadable)
                            + "; the relay asks again, look for a proxy in between if it lasts",
                    unreadable);
        }
    }

    private void pauseOrThrow(RuntimeException problem, Duration wait, boolean again) {
        boolean fits = graph.clock.instant().plus(wait).isBefore(deadline);
        if (!again || !fits || budget.left() < 1) {
            throw problem;
        }
        graph.pause.sleep(wait);
    }

    private Duration backoff(int attempt) {
        long longest = Math.min(LONGEST_BACKOFF.toMillis(), FIRST_BACKOFF.toMillis() << (attempt - 1));
        return Duration.ofMillis(graph.random.nextLong(longest / 2, longest + 1));
    }

    private SignInException refusedToken(FindingCollection collection) {
        return new SignInException(
                "401",
                "Microsoft refused to list " + collection.noun() + " for tenant '" + signIn.alias()
                        + "' (401) even with a new token: check that the application is enabled and that no Conditional"
                        + " Access policy blocks it",
                null);
    }
}
