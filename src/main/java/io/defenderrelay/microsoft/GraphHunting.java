package io.defenderrelay.microsoft;

import io.defenderrelay.problem.UpstreamException;
import io.defenderrelay.problem.UpstreamException.Reason;
import java.io.IOException;
import java.time.Instant;
import java.util.Set;

/** Advanced hunting in the Graph of any tenant. Source: Microsoft Graph, "security: runHuntingQuery". */
public final class GraphHunting {
    private static final String PATH = "/v1.0/security/runHuntingQuery";
    private static final String PERMISSION = "ThreatHunting.Read.All";
    private static final Set<Integer> ABOUT_THE_QUERY = Set.of(400, 413, 414, 422);
    private static final int TOO_MANY = 429;

    private final Graph graph;
    private final HuntingApi api;

    public GraphHunting(Graph graph, HuntingApi api) {
        this.graph = graph;
        this.api = api;
    }

    /**
     * Sends the query once (once more after a refused token) and hands over its rows while they come. Rows handed over before
     * a failure are real, and not all.
     *
     * @throws io.defenderrelay.problem.ThrottledException when Microsoft asks to wait
     * @throws io.defenderrelay.problem.QueryException when it cannot run the query
     */
    public HuntingResult run(SignIn signIn, HuntingQuery query, Instant deadline, HuntingSink sink) {
        GraphAsk ask = new GraphAsk("run a hunting query", PERMISSION, signIn.alias(), GraphAsk.About.COLLECTION);
        CallBudget one = new CallBudget(1);
        return new GraphRetry(graph, one, deadline).once(ask, fresh -> {
            // Spent before the sign-in, which may be throttled too: whoever waits here holds a place.
            one.spend();
            AccessToken token = graph.tokens.graph(signIn, fresh);
            return answer(ask, signIn, query, deadline, sink, token);
        });
    }

    private HuntingResult answer(
            GraphAsk ask, SignIn signIn, HuntingQuery query, Instant deadline, HuntingSink sink, AccessToken token) {
        String url = graph.endpoints.graph(signIn.cloud()) + PATH;
        try (GraphAnswer answer = GraphAnswer.hunt(graph, api, token, url, query.json(), deadline)) {
            if (answer.status() == TOO_MANY) {
                throw HuntingError.read(answer.body())
                        .throttled(answer.retryAfter(), answer.date().orElseGet(graph.clock::instant));
            }
            if (ABOUT_THE_QUERY.contains(answer.status())) {
                throw HuntingError.read(answer.body()).refused(signIn.alias());
            }
            answer.check(ask);
            if (answer.partial()) {
                throw new UpstreamException(
                        Reason.FAILED,
                        "Some of Microsoft's services did not answer a hunting query for tenant '" + signIn.alias()
                                + "': the relay asks again, since rows may be missing",
                        null);
            }
            return new HuntingReader(sink).read(answer.result());
        } catch (IOException unreadable) {
            throw new UpstreamException(
                    Reason.FAILED,
                    "Microsoft's answer to a hunting query for tenant '" + signIn.alias() + "' could not be read: "
                            + GraphAnswer.why(unreadable) + "; the relay asks again, look for a proxy in between if it"
                            + " lasts",
                    unreadable);
        }
    }
}
