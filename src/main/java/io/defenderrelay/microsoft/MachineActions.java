package io.defenderrelay.microsoft;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.defenderrelay.model.UtcTime;
import io.defenderrelay.problem.UpstreamException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The response actions of Defender for Endpoint in any tenant: asks for them, follows them. Source: Microsoft Defender for
 * Endpoint, "Machine action APIs".
 */
public final class MachineActions {
    private static final String READ = "Machine.Read.All";
    private static final String LIST = "/api/machineactions";
    private static final String LISTING = "list response actions";
    private static final int TOP = 1_000;
    private static final int MOST_PAGES = 10;
    private static final int LONGEST_URI = 8_192;
    private static final List<String> CANCELLING = List.of(
            "Machine.Isolate",
            "Machine.Scan",
            "Machine.RestrictExecution",
            "Machine.StopAndQuarantine",
            "Machine.CollectForensics",
            "Machine.Offboard",
            "Machine.LiveResponse");

    private final Graph graph;

    /** Over the wire that calls to Graph take too. */
    public MachineActions(Graph graph) {
        this.graph = graph;
    }

    /** Asks for the action, once. What starts an investigation is answered with the investigation's id. */
    public Submission submit(SignIn signIn, MachineCommand command, Instant deadline) {
        MachineCommand.Verb verb = command.verb();
        SubmissionAsk ask = new SubmissionAsk(
                command.tried(),
                List.of(verb.permission()),
                Refusal.LICENCE,
                "the tenant may lack the licence for it (" + verb.licence() + ")",
                verb == MachineCommand.Verb.COLLECT_PACKAGE,
                true);
        Optional<String> fault = command.fault();
        if (fault.isPresent()) {
            String why = new SubmissionWords(ask, Service.DEFENDER, signIn.alias()).unsent(fault.get());
            return new Submission.Refused(Refusal.INVALID, why);
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("Comment", command.comment());
        new TreeMap<>(command.members()).forEach(body::put);
        String path = "/api/machines/" + UrlText.segment(command.machineId()) + "/" + verb.segment();
        SingleSend.Taken taken = verb.actionType().isPresent() ? TakenRecord::machineAction : TakenRecord::read;
        return post(signIn, ask, path, body, taken, deadline);
    }

    /** Asks to stop an action that has not ended, once. */
    public Submission cancel(SignIn signIn, String actionId, String comment, Instant deadline) {
        SubmissionAsk ask = new SubmissionAsk(
                "cancel response action " + ErrorText.shown(actionId),
                CANCELLING,
                Refusal.PERMISSION,
                "grant the permission of the action that is to be cancelled too");
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("Comment", comment);
        return post(signIn, ask, path(actionId) + "/cancel", body, TakenRecord::read, deadline);
    }

    /** The action as it is now; empty when Microsoft knows none, as in the seconds after it was asked for. */
    public Optional<MachineAction> get(SignIn signIn, String actionId, Instant deadline) {
        return reads(signIn, deadline)
                .one("read a response action", READ, path(actionId))
                .map(MachineAction::of);
    }

    /**
     * Hands over the actions that match, page by page, at most ten pages. One may come twice when new ones come meanwhile.
     *
     * @return whether those were all
     */
    public boolean createdSince(
            SignIn signIn, MachineActionQuery query, Instant deadline, Consumer<MachineAction> sink) {
        RemoteReads reads = reads(signIn, deadline);
        String first = LIST + "?$filter=" + UrlText.encoded(filter(query)) + "&$top=" + TOP;
        @Nullable String link = null;
        for (int page = 0; page < MOST_PAGES && reads.timeLeft(); page++) {
            RemoteReads.Page<MachineAction> read = link == null
                    ? reads.page(LISTING, READ, page == 0 ? first : first + "&$skip=" + page * TOP, MachineAction::of)
                    : reads.follow(LISTING, READ, LIST, link, MachineAction::of);
            read.records().forEach(sink);
            boolean byLink = link != null;
            link = read.nextLink();
            if (link == null && (byLink || read.records().size() < TOP)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Where the collected package can be had for a short time; empty while it is not finished. At most two calls a minute.
     *
     * @throws UpstreamException with reason {@code LINK_REFUSED} when it is no https address
     */
    public Optional<String> packageUri(SignIn signIn, String actionId, Instant deadline) {
        return reads(signIn, deadline)
                .one("read where an investigation package is", READ, path(actionId) + "/getPackageUri")
                .map(json -> address(signIn, json));
    }

    /** Microsoft puts the text into quotes once more. */
    private static String address(SignIn signIn, JsonNode json) {
        String text = json.path("value").asText("").strip().replaceAll("^\"+|\"+$", "");
        try {
            URI uri = new URI(text);
            if ("https".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null && text.length() <= LONGEST_URI) {
                return text;
            }
        } catch (URISyntaxException invalid) {
            throw noAddress(signIn);
        }
        throw noAddress(signIn);
    }

    private static UpstreamException noAddress(SignIn signIn) {
        return new UpstreamException(
                UpstreamException.Reason.LINK_REFUSED,
                "Microsoft Defender for Endpoint gave no https address for an investigation package of tenant '"
                        + signIn.alias() + "': look for the package in the portal's action centre",
                null);
    }

    private Submission post(
            SignIn signIn, SubmissionAsk ask, String path, ObjectNode body, SingleSend.Taken taken, Instant deadline) {
        String json = body.toString();
        return new SingleSend(graph, Service.DEFENDER, signIn, deadline)
                .send(ask, (token, root, end) -> GraphAnswer.post(graph, token, root + path, json, end), taken);
    }

    private RemoteReads reads(SignIn signIn, Instant deadline) {
        return new RemoteReads(graph, Service.DEFENDER, signIn, deadline);
    }

    private static String filter(MachineActionQuery query) {
        StringBuilder filter = new StringBuilder("creationDateTimeUtc ge ").append(UtcTime.text(query.since()));
        if (query.machineId() != null) {
            filter.append(" and machineId eq ").append(UrlText.quoted(query.machineId()));
        }
        if (query.type() != null) {
            filter.append(" and type eq ").append(UrlText.quoted(query.type()));
        }
        return filter.toString();
    }

    private static String path(String actionId) {
        return LIST + "/" + UrlText.segment(actionId);
    }
}
