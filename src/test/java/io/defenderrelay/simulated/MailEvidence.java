package io.defenderrelay.simulated;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.function.Consumer;

/** Evidence about mail, mailboxes and Teams messages. */
final class MailEvidence {

    private final EvidenceFactory make;
    private final Chance chance;

    MailEvidence(EvidenceFactory make) {
        this.make = make;
        this.chance = make.chance();
    }

    Map<String, Consumer<ObjectNode>> kinds() {
        return Map.of(
                "analyzedMessageEvidence", this::analyzedMessage,
                "mailClusterEvidence", this::mailCluster,
                "mailboxEvidence", this::mailbox,
                "mailboxConfigurationEvidence", this::mailboxConfiguration,
                "submissionMailEvidence", this::submission,
                "teamsMessageEvidence", this::teamsMessage);
    }

    private void analyzedMessage(ObjectNode evidence) {
        String domain = chance.domain();
        evidence.put("networkMessageId", chance.guid())
                .put("internetMessageId", "<" + chance.hex(24) + "@" + domain + ">")
                .put("subject", subject())
                .put("language", "en")
                .put("senderIp", chance.publicAddress())
                .put("recipientEmailAddress", user())
                .put("antiSpamDirection", "inbound")
                .put("deliveryAction", chance.of("delivered", "junked", "blocked"))
                .put("deliveryLocation", chance.of("inbox", "junkFolder", "quarantine"))
                .put("urn", "urn:MailEntity:" + chance.hex(32));
        evidence.putArray("threats").add("ZAP").add(chance.of("Phish", "Malware", "Spam"));
        evidence.putArray("threatDetectionMethods").add(chance.of("FileDetonation", "UrlReputation", "Fingerprint"));
        ArrayNode urls = evidence.putArray("urls");
        for (int left = chance.below(3); left > 0; left--) {
            urls.add(chance.url());
        }
        evidence.put("urlCount", urls.size())
                .put("attachmentsCount", chance.below(3))
                .put("receivedDateTime", make.time(chance.between(60, 7200)));
        sender(evidence.putObject("p1Sender"), "bounce", domain);
        sender(evidence.putObject("p2Sender"), "billing", domain);
    }

    private void mailCluster(ObjectNode evidence) {
        String fingerprint = chance.hex(10);
        ArrayNode messages = evidence.putArray("networkMessageIds");
        for (int left = chance.between(1, 4); left > 0; left--) {
            messages.add(chance.guid());
        }
        evidence.put("emailCount", messages.size())
                .put("clusterBy", "BodyFingerprintBin1;P2SenderDomain")
                .put("clusterByValue", fingerprint + ";" + chance.domain())
                .put("query", "( (( (BodyFingerprintBin1:\"" + fingerprint + "\") )) )")
                .put("urn", "urn:MailClusterEntity:" + chance.hex(32));
    }

    private void mailbox(ObjectNode evidence) {
        evidence.put("primaryAddress", user())
                .put("displayName", chance.displayName(make.scene().account()))
                .put("upn", user());
        make.userAccount(evidence);
    }

    private void mailboxConfiguration(ObjectNode evidence) {
        evidence.put("configurationId", chance.guid())
                .put("configurationType", chance.of("mailForwardingRule", "userInboxRule", "mailDelegation"))
                .put("displayName", "Move " + chance.word())
                .put("externalDirectoryObjectId", chance.guid())
                .put("mailboxPrimaryAddress", user())
                .put("upn", user());
    }

    private void submission(ObjectNode evidence) {
        evidence.put("networkMessageId", chance.guid())
                .put("recipient", user())
                .put("reportType", chance.of("Phish", "Junk", "NotJunk"))
                .put("sender", chance.word() + "@" + chance.domain())
                .put("senderIp", chance.publicAddress())
                .put("subject", subject())
                .put("submissionDateTime", make.time(chance.between(60, 7200)))
                .put("submissionId", chance.guid())
                .put("submitter", user());
    }

    private void teamsMessage(ObjectNode evidence) {
        evidence.putNull("campaignId")
                .put("channelId", "19:" + chance.hex(32) + "@thread.tacv2")
                .put("deliveryAction", chance.of("delivered", "blocked"))
                .put("deliveryLocation", chance.of("teams", "quarantine"));
        make.some(evidence, "files", "fileEvidence", 1);
        evidence.put("groupId", chance.guid())
                .put("isExternal", chance.percent(70))
                .put("isOwned", false)
                .put("lastModifiedDateTime", make.time(30))
                .put("messageDirection", "inbound")
                .put("messageId", String.valueOf(1_700_000_000_000L + chance.below(90_000_000_000L)))
                .put("owningTenantId", chance.guid())
                .putNull("parentMessageId")
                .put("receivedDateTime", make.time(60));
        evidence.putArray("recipients").add(user());
        evidence.put("senderFromAddress", chance.word() + "@" + chance.domain())
                .put("senderIP", chance.publicAddress())
                .put("sourceAppName", "Microsoft Teams")
                .putNull("sourceId")
                .put("subject", subject());
        evidence.putArray("suspiciousRecipients");
        evidence.put("threadId", "19:" + chance.hex(32) + "@thread.v2").put("threadType", chance.of("chat", "channel"));
        make.some(evidence, "urls", "urlEvidence", 2);
    }

    private static void sender(ObjectNode sender, String name, String domain) {
        sender.put("emailAddress", name + "@" + domain).putNull("displayName").put("domainName", domain);
    }

    private String subject() {
        return "Your " + chance.word() + " " + chance.hex(6) + " needs attention";
    }

    private String user() {
        return make.scene().account() + "@contoso.com";
    }
}
