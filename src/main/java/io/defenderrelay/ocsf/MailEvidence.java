package io.defenderrelay.ocsf;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Mail. */
final class MailEvidence {
    private static final int MOST_OBSERVED = 100;

    private MailEvidence() {}

    static void map(Evidence evidence) {
        Members source = evidence.source;
        ObjectNode email = Typed.object();
        Typed.put(email, "from", source.object("p2Sender").take("emailAddress", Typed::isEmail));
        String recipient = source.take("recipientEmailAddress", Typed::isEmail);
        if (recipient != null) {
            email.set("to", Typed.list(JsonNodeFactory.instance.textNode(recipient)));
        }
        if (email.isEmpty()) {
            return;
        }
        Typed.put(email, "uid", source.take("networkMessageId"));
        Typed.put(email, "message_uid", source.take("internetMessageId"));
        Typed.put(email, "subject", source.take("subject"));
        Typed.put(email, "return_path", source.object("p1Sender").take("emailAddress", Typed::isEmail));
        String ip = source.take("senderIp", Typed::isIp);
        if (ip != null) {
            email.set("x_originating_ip", Typed.list(JsonNodeFactory.instance.textNode(ip)));
        }
        ArrayNode urls = JsonNodeFactory.instance.arrayNode();
        source.takeTexts("urls", url -> !url.isBlank()).forEach(url -> {
            urls.add(NetworkEvidence.url(url));
            evidence.observables.add(Observables.URL, url);
        });
        Typed.set(email, "urls", urls);
        evidence.entry.set("email", email);
        observe(evidence.observables, email, ip);
    }

    /** Has no object of its own in OCSF: all of it is data. */
    static void mapCluster(Evidence evidence) {
        evidence.source.texts("networkMessageIds").stream()
                .limit(MOST_OBSERVED)
                .forEach(id -> evidence.observables.add(Observables.MESSAGE, id));
    }

    private static void observe(Observables observables, ObjectNode email, @Nullable String ip) {
        for (String name : new String[] {"from", "return_path"}) {
            observables.add(Observables.EMAIL_ADDRESS, email.path(name).asText(null));
        }
        observables.add(Observables.EMAIL_ADDRESS, email.path("to").path(0).asText(null));
        observables.add(Observables.MESSAGE, email.path("uid").asText(null));
        observables.add(Observables.EMAIL_SUBJECT, email.path("subject").asText(null));
        observables.add(Observables.IP_ADDRESS, ip);
    }
}
