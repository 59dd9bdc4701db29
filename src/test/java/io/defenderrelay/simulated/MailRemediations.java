package io.defenderrelay.simulated;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The remediations of mail that were asked for. Safe for many threads. */
public final class MailRemediations {

    private static final Set<String> ROLES = Set.of("SecurityAnalyzedMessage.ReadWrite.All");
    private static final String PATH = "/security/collaboration/analyzedEmails/";
    private static final Set<String> ACTIONS =
            Set.of("moveToJunk", "moveToInbox", "hardDelete", "softDelete", "moveToDeletedItems");
    private static final Set<String> SEVERITIES = Set.of("low", "medium", "high");

    private final List<Request> requests = new ArrayList<>();

    MailRemediations() {}

    /** One message in one mailbox. */
    public record Mail(String networkMessageId, String recipient) {}

    /** One call that was accepted. */
    public record Request(
            String displayName, String description, String severity, String action, List<Mail> mails, Instant at) {
        public Request {
            mails = List.copyOf(mails);
        }
    }

    /** All that were accepted, in order. */
    public synchronized List<Request> requests() {
        return List.copyOf(requests);
    }

    synchronized void reset() {
        requests.clear();
    }

    List<Route> routes() {
        return List.of(route("remediate"), route("microsoft.graph.security.remediate"));
    }

    private Route route(String verb) {
        return Route.of(Target.MAIL, Route.security("POST", PATH + verb), ROLES, this::remediate);
    }

    private synchronized Answer remediate(Asked asked) {
        ObjectNode body = asked.json();
        List<Mail> mails = new ArrayList<>();
        for (JsonNode mail : body.path("analyzedEmails")) {
            mails.add(new Mail(text(mail, "networkMessageId"), text(mail, "recipientEmailAddress")));
        }
        String action = text(body, "action");
        String severity = text(body, "severity");
        if (mails.isEmpty() || !ACTIONS.contains(action) || !SEVERITIES.contains(severity)) {
            throw new InvalidQuery("The remediation is not valid.");
        }
        String description = body.path("description").asText();
        requests.add(new Request(text(body, "displayName"), description, severity, action, mails, asked.at()));
        return Answer.json(202, Body.of(""))
                .with("Location", "https://security.microsoft.com/action-center/history?id=" + UUID.randomUUID());
    }

    private static String text(JsonNode body, String name) {
        String text = body.path(name).asText();
        if (text.isBlank()) {
            throw new InvalidQuery("The property '" + name + "' is required.");
        }
        return text;
    }
}
