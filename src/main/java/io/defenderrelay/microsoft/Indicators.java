package io.defenderrelay.microsoft;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.defenderrelay.model.UtcTime;
import io.defenderrelay.problem.UpstreamException;
import java.time.Instant;
import java.util.List;

/** The indicators of Defender for Endpoint in any tenant. Source: Microsoft Defender for Endpoint, "Indicators API". */
public final class Indicators {
    private static final String LIST = "/api/indicators";
    private static final int MOST = 100;
    private static final List<String> WRITE = List.of("Ti.ReadWrite", "Ti.ReadWrite.All");
    private static final String REMEDY =
            "an application with Ti.ReadWrite changes its own indicators alone; grant Ti.ReadWrite.All, and check that the"
                    + " tenant has a plan of Defender for Endpoint";

    private final Graph graph;

    /** Over the wire that calls to Graph take too. */
    public Indicators(Graph graph) {
        this.graph = graph;
    }

    /**
     * Those with this value and type that the application may see, at most 100. Values are compared without case but for URLs.
     *
     * @throws UpstreamException also when Microsoft lists others: what is found may be deleted, and what is not found counts as
     *     gone, so that a filter that was passed over must not pass for an answer
     */
    public List<Indicator> find(SignIn signIn, String type, String value, Instant deadline) {
        String filter = "indicatorValue eq " + UrlText.quoted(value);
        String path = LIST + "?$filter=" + UrlText.encoded(filter) + "&$top=" + MOST;
        List<Indicator> listed = new RemoteReads(graph, Service.DEFENDER, signIn, deadline)
                .page("look up an indicator", "Ti.ReadWrite", path, Indicator::of)
                .records();
        if (listed.stream().anyMatch(indicator -> !indicator.value().equalsIgnoreCase(value))) {
            throw new UpstreamException(
                    UpstreamException.Reason.FAILED,
                    "Microsoft Defender for Endpoint listed other indicators of tenant '" + signIn.alias()
                            + "' than the one asked for: look at its indicators in the portal",
                    null);
        }
        return listed.stream()
                .filter(indicator -> indicator.type().equalsIgnoreCase(type))
                .filter(indicator -> same(type, indicator.value(), value))
                .toList();
    }

    private static boolean same(String type, String one, String other) {
        return type.equalsIgnoreCase("Url") ? one.equals(other) : one.equalsIgnoreCase(other);
    }

    /** Creates the indicator, or changes the one with the same type and value: safe to repeat. */
    public Submission submit(SignIn signIn, Indicator indicator, Instant deadline) {
        SubmissionAsk ask = new SubmissionAsk(
                "set an indicator of type " + ErrorText.shown(indicator.type()), WRITE, Refusal.LICENCE, REMEDY);
        String json = body(indicator).toString();
        return new SingleSend(graph, Service.DEFENDER, signIn, deadline)
                .send(
                        ask,
                        (token, root, end) -> GraphAnswer.post(graph, token, root + LIST, json, end),
                        TakenRecord::read);
    }

    /** Deletes the indicator with this id of Microsoft's; one that is gone is refused as not found. */
    public Submission delete(SignIn signIn, String id, Instant deadline) {
        SubmissionAsk ask =
                new SubmissionAsk("delete indicator " + ErrorText.shown(id), WRITE, Refusal.PERMISSION, REMEDY);
        String path = LIST + "/" + UrlText.segment(id);
        return new SingleSend(graph, Service.DEFENDER, signIn, deadline)
                .send(
                        ask,
                        (token, root, end) -> GraphAnswer.delete(graph, token, root + path, end),
                        answer -> new Submission.Accepted(id, null));
    }

    private static ObjectNode body(Indicator indicator) {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("indicatorValue", indicator.value())
                .put("indicatorType", indicator.type())
                .put("action", indicator.action())
                .put("title", indicator.title())
                .put("description", indicator.description())
                .put("generateAlert", indicator.generateAlert());
        if (indicator.severity() != null) {
            body.put("severity", indicator.severity());
        }
        if (indicator.expiresAt() != null) {
            body.put("expirationTime", UtcTime.text(indicator.expiresAt()));
        }
        return body;
    }
}
