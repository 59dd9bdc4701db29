package io.defenderrelay.microsoft;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.defenderrelay.model.Kind;
import io.defenderrelay.problem.UpstreamException;
import io.defenderrelay.problem.UpstreamException.Reason;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Single alerts and incidents of one tenant: reads them, changes them, comments on them. Not for use by several threads.
 * Source: Microsoft Graph, "Update alert", "Update incident", "Create comment", "JSON batching".
 */
public final class RemoteFindings {
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(20);
    private static final int MOST_CALLS = 20;
    private static final Set<Integer> NO_BATCH = Set.of(400, 404, 405, 501);
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build());

    private final Graph graph;
    private final SignIn signIn;
    private final CallBudget budget = new CallBudget(MOST_CALLS);
    private final Instant deadline;
    private final GraphRetry retry;

    RemoteFindings(Graph graph, SignIn signIn, Instant deadline) {
        this.graph = graph;
        this.signIn = signIn;
        this.deadline = deadline;
        this.retry = new GraphRetry(graph, budget, deadline);
    }

    /** A request with a body, or none. */
    private interface Sent {
        GraphAnswer send(AccessToken token, Instant end) throws IOException;
    }

    /**
     * The record as it is now.
     *
     * @throws io.defenderrelay.problem.NotFoundException when Microsoft knows no such record
     */
    public RemoteFinding read(Kind kind, String id) {
        GraphAsk ask = ask(kind, "read", collection(kind).permission(), GraphAsk.About.RECORD);
        return retry.repeatable(
                ask, fresh -> whole(ask, fresh, (token, end) -> GraphAnswer.get(graph, token, url(kind, id), end)));
    }

    /**
     * Changes these members, and tells what the record was directly before. Sent again only if Microsoft surely did not do
     * it.
     *
     * @throws UpstreamException when it is not known whether it was done: read the record to find out
     */
    public PatchResult patch(Kind kind, String id, ObjectNode changes) {
        GraphAsk ask = ask(kind, "change", collection(kind).writePermission(), GraphAsk.About.CHANGE);
        return retry.once(ask, fresh -> batched(ask, fresh, kind, id, changes));
    }

    /**
     * Adds a comment; returns the texts of all comments then. Sent again only if Microsoft surely did not add it.
     *
     * @throws UpstreamException when it is not known whether it was added: read the record to find out
     */
    public List<String> comment(Kind kind, String id, String text) {
        ObjectNode body = JSON.createObjectNode();
        body.put("@odata.type", "microsoft.graph.security.alertComment").put("comment", text);
        GraphAsk ask = ask(kind, "comment on", collection(kind).writePermission(), GraphAsk.About.CHANGE);
        JsonNode answer = retry.once(
                ask,
                fresh -> tree(
                        ask,
                        fresh,
                        (token, end) ->
                                GraphAnswer.post(graph, token, url(kind, id) + "/comments", body.toString(), end)));
        return comments(answer.path("value"));
    }

    /** The texts of a record's comments. */
    public static List<String> comments(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(comment -> texts.add(comment.path("comment").asText()));
        return texts;
    }

    private PatchResult batched(GraphAsk ask, boolean fresh, Kind kind, String id, ObjectNode changes) {
        String batch = new PatchBatch(path(kind, id), changes).request();
        AccessToken token = graph.tokens.graph(signIn, fresh);
        budget.spend();
        String url = graph.endpoints.graph(signIn.cloud()) + "/v1.0/$batch";
        try (GraphAnswer answer = GraphAnswer.post(graph, token, url, batch, end())) {
            if (!NO_BATCH.contains(answer.status())) {
                answer.check(ask);
                return PatchBatch.result(JSON.readTree(answer.body()), ask);
            }
        } catch (IOException unreadable) {
            throw unreadable(ask, unreadable);
        }
        // Whoever answers knows no batches: the change alone, and nothing is known of the moment before.
        RemoteFinding after =
                whole(ask, false, (own, end) -> GraphAnswer.patch(graph, own, url(kind, id), changes.toString(), end));
        return new PatchResult(null, after);
    }

    private RemoteFinding whole(GraphAsk ask, boolean fresh, Sent sent) {
        try (GraphAnswer answer = send(ask, fresh, sent)) {
            return RemoteFinding.of(answer.body().readAllBytes());
        } catch (IOException unreadable) {
            throw unreadable(ask, unreadable);
        }
    }

    private JsonNode tree(GraphAsk ask, boolean fresh, Sent sent) {
        try (GraphAnswer answer = send(ask, fresh, sent)) {
            return JSON.readTree(answer.body());
        } catch (IOException unreadable) {
            throw unreadable(ask, unreadable);
        }
    }

    private GraphAnswer send(GraphAsk ask, boolean fresh, Sent sent) throws IOException {
        AccessToken token = graph.tokens.graph(signIn, fresh);
        budget.spend();
        GraphAnswer answer = sent.send(token, end());
        try {
            answer.check(ask);
            return answer;
        } catch (RuntimeException refused) {
            answer.close();
            throw refused;
        }
    }

    private Instant end() {
        Instant limit = graph.clock.instant().plus(LONGEST_ANSWER);
        return limit.isBefore(deadline) ? limit : deadline;
    }

    private UpstreamException unreadable(GraphAsk ask, IOException fault) {
        return new UpstreamException(
                Reason.FAILED,
                "Microsoft's answer to " + ask.tried() + " for tenant '" + signIn.alias() + "' could not be read: "
                        + GraphAnswer.why(fault) + "; look for a proxy in between if it lasts",
                fault);
    }

    private GraphAsk ask(Kind kind, String tried, String permission, GraphAsk.About about) {
        return new GraphAsk(tried + " an " + kind.word(), permission, signIn.alias(), about);
    }

    private String url(Kind kind, String id) {
        return graph.endpoints.graph(signIn.cloud()) + "/v1.0" + path(kind, id);
    }

    /** Without the version, as batches want it. */
    private static String path(Kind kind, String id) {
        String collection = collection(kind).path().substring("/v1.0".length());
        return collection + "/" + URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static FindingCollection collection(Kind kind) {
        return switch (kind) {
            case ALERT -> FindingCollection.ALERTS;
            case INCIDENT -> FindingCollection.INCIDENTS;
        };
    }
}
