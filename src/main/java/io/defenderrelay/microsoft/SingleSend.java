package io.defenderrelay.microsoft;

import io.defenderrelay.problem.ConnectorException;
import io.defenderrelay.problem.ThrottledException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The one place that sends a request which must not be sent twice. It is sent again only with a new token after a 401, which
 * says that nothing was done; of everything else the caller is told.
 */
final class SingleSend {
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(30);
    private static final Duration USUAL_PAUSE = Duration.ofSeconds(30);
    private static final int UNAUTHORIZED = 401;

    private final Graph graph;
    private final Service service;
    private final SignIn signIn;
    private final Instant deadline;

    SingleSend(Graph graph, Service service, SignIn signIn, Instant deadline) {
        this.graph = graph;
        this.service = service;
        this.signIn = signIn;
        this.deadline = deadline;
    }

    /** Sends once, to a URL that begins with {@code root}. */
    interface Sent {
        GraphAnswer send(AccessToken token, String root, Instant end) throws IOException;
    }

    /** Reads an answer whose status says that it was done. */
    interface Taken {
        Submission read(GraphAnswer answer) throws IOException;
    }

    Submission send(SubmissionAsk ask, Sent sent, Taken taken) {
        SubmissionWords words = new SubmissionWords(ask, service, signIn.alias());
        Optional<Submission> outcome = attempt(words, false, sent, taken);
        return outcome.or(() -> attempt(words, true, sent, taken)).orElseThrow();
    }

    /** Empty when a new token is worth a try. */
    private Optional<Submission> attempt(SubmissionWords words, boolean renewed, Sent sent, Taken taken) {
        AccessToken token;
        try {
            token = service.token(graph.tokens, signIn, renewed);
        } catch (ConnectorException none) {
            return Optional.of(withoutToken(words, none));
        }
        if (!graph.clock.instant().isBefore(deadline)) {
            return Optional.of(new Submission.Postponed(Duration.ZERO, words.unsent("no time was left for it")));
        }
        GraphAnswer answer;
        try {
            answer = sent.send(
                    token, service.root(graph.endpoints, signIn.cloud()).toString(), end());
        } catch (IOException failed) {
            return Optional.of(withoutAnswer(words, failed));
        } catch (RuntimeException unforeseen) {
            // It may have been sent: whoever repeats what a crash left behind must know that.
            return Optional.of(words.unclear(failure(unforeseen)));
        }
        try {
            return outcome(words, renewed, token, answer, taken);
        } catch (IOException unreadable) {
            return Optional.of(words.unclear(
                    "answered " + answer.status() + ", which could not be read: " + GraphAnswer.why(unreadable)));
        } catch (RuntimeException unforeseen) {
            return Optional.of(words.unclear(failure(unforeseen)));
        } finally {
            close(answer);
        }
    }

    private Optional<Submission> outcome(
            SubmissionWords words, boolean renewed, AccessToken token, GraphAnswer answer, Taken taken)
            throws IOException {
        int status = answer.status();
        if (status >= 200 && status < 300) {
            return Optional.of(taken.read(answer));
        }
        if (status == 429) {
            Duration wait = answer.retryAfter().orElse(USUAL_PAUSE);
            return Optional.of(
                    new Submission.Postponed(wait, words.unsent("Microsoft asks to wait " + wait.toSeconds() + " s")));
        }
        if (status < 400 || status >= 500 || status == 408) {
            return Optional.of(words.unclear("answered " + status));
        }
        ErrorFacts error = facts(answer);
        if (status == UNAUTHORIZED && !renewed && !error.licence()) {
            return Optional.empty();
        }
        return Optional.of(words.refused(status, error, token.roles()));
    }

    /** Of what came too slowly or broken, the status is enough. */
    private static ErrorFacts facts(GraphAnswer answer) {
        try {
            return ErrorFacts.read(answer.body());
        } catch (IOException unreadable) {
            return new ErrorFacts("none", "");
        }
    }

    private static Submission withoutToken(SubmissionWords words, ConnectorException problem) {
        String why = words.unsent(String.valueOf(problem.getMessage()));
        if (problem instanceof ThrottledException throttled) {
            return new Submission.Postponed(throttled.retryAfter(), why);
        }
        return problem.type().retryable()
                ? new Submission.Postponed(USUAL_PAUSE, why)
                : new Submission.Refused(Refusal.SIGN_IN, why);
    }

    private static Submission withoutAnswer(SubmissionWords words, IOException failed) {
        Throwable cause = failed;
        for (int depth = 0; depth < 10 && cause != null; depth++) {
            if (cause instanceof ConnectException
                    || cause instanceof UnknownHostException
                    || cause instanceof NoRouteToHostException) {
                return new Submission.Postponed(
                        USUAL_PAUSE,
                        words.unsent("no connection to it came about ("
                                + cause.getClass().getSimpleName() + "); check that the relay can reach the internet"));
            }
            cause = cause.getCause();
        }
        return words.unclear("gave no answer: " + GraphAnswer.why(failed));
    }

    /** A fault in closing changes nothing about what was answered. */
    private static void close(GraphAnswer answer) {
        try {
            answer.close();
        } catch (IOException closed) {
            return;
        }
    }

    private static String failure(RuntimeException unforeseen) {
        return "the relay failed (" + unforeseen.getClass().getSimpleName() + ")";
    }

    private Instant end() {
        Instant limit = graph.clock.instant().plus(LONGEST_ANSWER);
        return limit.isBefore(deadline) ? limit : deadline;
    }
}
