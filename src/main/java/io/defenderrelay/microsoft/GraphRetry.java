package io.defenderrelay.microsoft;

import io.defenderrelay.problem.SignInException;
import io.defenderrelay.problem.ThrottledException;
import io.defenderrelay.problem.UpstreamException;
import io.defenderrelay.problem.UpstreamException.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;

/**
 * The one place that asks Microsoft again. A refused token is renewed once a call; a call that is to wait, or failed, is sent
 * again while deadline and budget allow. Not for use by several threads.
 */
final class GraphRetry {
    private static final int FAILED_ATTEMPTS = 3;
    private static final int THROTTLED_ATTEMPTS = 6;
    private static final Duration FIRST_BACKOFF = Duration.ofSeconds(2);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(20);

    private final Graph graph;
    private final CallBudget budget;
    private final Instant deadline;

    GraphRetry(Graph graph, CallBudget budget, Instant deadline) {
        this.graph = graph;
        this.budget = budget;
        this.deadline = deadline;
    }

    /** Sends once. */
    interface Attempt<T> {
        /**
         * Sends the request and reads its answer.
         *
         * @param fresh whether the token used before was refused
         */
        T send(boolean fresh);
    }

    /** Sends until there is an answer; what failed is sent again, so it must bear that. */
    <T> T repeatable(GraphAsk ask, Attempt<T> attempt) {
        return send(ask, attempt, failure -> failure.reason() == Reason.FAILED);
    }

    /** Sends again only what Microsoft surely did not do: after any other failure the caller must find out. */
    <T> T once(GraphAsk ask, Attempt<T> attempt) {
        return send(ask, attempt, failure -> false);
    }

    private <T> T send(GraphAsk ask, Attempt<T> attempt, Predicate<UpstreamException> again) {
        int failed = 0;
        int throttled = 0;
        boolean renew = false;
        boolean renewed = false;
        while (true) {
            try {
                boolean fresh = renew;
                renew = false;
                return attempt.send(fresh);
            } catch (UnauthorizedException unauthorized) {
                if (renewed) {
                    throw refusedToken(ask);
                }
                renew = true;
                renewed = true;
            } catch (ThrottledException wait) {
                throttled++;
                pauseOrThrow(wait, wait.retryAfter(), throttled < THROTTLED_ATTEMPTS);
            } catch (UpstreamException failure) {
                failed++;
                pauseOrThrow(failure, backoff(failed), again.test(failure) && failed < FAILED_ATTEMPTS);
            }
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

    private static SignInException refusedToken(GraphAsk ask) {
        return new SignInException(
                "401",
                ask.refusal(401) + " even with a new token: check that the application is enabled and that no"
                        + " Conditional Access policy blocks it",
                null);
    }
}
