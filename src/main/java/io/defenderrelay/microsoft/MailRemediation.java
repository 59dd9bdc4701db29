package io.defenderrelay.microsoft;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.defenderrelay.model.Cloud;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Removal of delivered mail through Defender for Office 365. Source: Microsoft Graph, "analyzedEmail: remediate". */
public final class MailRemediation {
    private static final String PATH = "/v1.0/security/collaboration/analyzedEmails/remediate";
    private static final Pattern TAIL = Pattern.compile("[A-Za-z0-9_.~=-]{1,100}");

    private final Graph graph;

    public MailRemediation(Graph graph) {
        this.graph = graph;
    }

    /**
     * Asks for it, once. Microsoft has no address to follow it by: the id, if any, is the last part of its place in the portal's
     * action centre.
     */
    public Submission submit(SignIn signIn, MailCommand command, Instant deadline) {
        SubmissionAsk ask = new SubmissionAsk(
                "remediate " + command.mails().size() + " mails ("
                        + command.action().word() + ")",
                List.of("SecurityAnalyzedMessage.ReadWrite.All"),
                Refusal.LICENCE,
                "removing delivered mail needs Defender for Office 365 Plan 2: check the tenant's licences, or do it in the"
                        + " portal");
        Optional<Submission> unsent = unsent(signIn, command, new SubmissionWords(ask, Service.GRAPH, signIn.alias()));
        if (unsent.isPresent()) {
            return unsent.get();
        }
        String json = body(command).toString();
        return new SingleSend(graph, Service.GRAPH, signIn, deadline)
                .send(
                        ask,
                        (token, root, end) -> GraphAnswer.post(graph, token, root + PATH, json, end),
                        answer -> new Submission.Accepted(
                                answer.location().flatMap(MailRemediation::tail).orElse(null), null));
    }

    private static Optional<Submission> unsent(SignIn signIn, MailCommand command, SubmissionWords words) {
        if (signIn.cloud() == Cloud.GCC_HIGH || signIn.cloud() == Cloud.DOD) {
            return Optional.of(new Submission.Refused(
                    Refusal.NOT_SUPPORTED,
                    words.unsent("Microsoft offers this in its global cloud alone; do it in the portal")));
        }
        if (command.mails().isEmpty()) {
            return Optional.of(new Submission.Refused(Refusal.INVALID, words.unsent("it names no mail")));
        }
        return Optional.empty();
    }

    private static ObjectNode body(MailCommand command) {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("displayName", command.name())
                .put("description", command.description())
                .put("severity", "medium")
                .put("action", command.action().word())
                .put("remediateSendersCopy", false);
        ArrayNode mails = body.putArray("analyzedEmails");
        for (MailCommand.Mail mail : command.mails()) {
            mails.addObject()
                    .put("networkMessageId", mail.networkMessageId())
                    .put("recipientEmailAddress", mail.recipient());
        }
        return body;
    }

    private static Optional<String> tail(String location) {
        String tail = location.substring(location.lastIndexOf('/') + 1);
        return Optional.of(tail).filter(text -> TAIL.matcher(text).matches());
    }
}
