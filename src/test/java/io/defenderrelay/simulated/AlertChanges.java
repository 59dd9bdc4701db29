package io.defenderrelay.simulated;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.OffsetDateTime;

/** The changes that alerts go through after they were raised. */
final class AlertChanges {

    private final Chance chance;
    private final EvidenceFactory evidence;

    AlertChanges(Chance chance, EvidenceFactory evidence) {
        this.chance = chance;
        this.evidence = evidence;
    }

    void apply(ObjectNode alert) {
        switch (chance.below(5)) {
            case 0 -> take(alert);
            case 1 -> resolve(alert);
            case 2 -> moreEvidence(alert);
            case 3 -> comment(alert);
            default -> severity(alert);
        }
    }

    private void take(ObjectNode alert) {
        String owner = "soc.tier" + chance.between(1, 9) + "@contoso.com";
        boolean same = alert.path("assignedTo").asText().equals(owner);
        alert.put("status", "inProgress").put("assignedTo", same ? "soc.lead@contoso.com" : owner);
    }

    private void resolve(ObjectNode alert) {
        if (alert.path("status").asText().equals("resolved")) {
            alert.put("status", "inProgress").putNull("resolvedDateTime");
            return;
        }
        alert.put("status", "resolved")
                .put("classification", chance.of("truePositive", "falsePositive"))
                .put("determination", chance.of("malware", "phishing", "other", "notMalicious"))
                .put("resolvedDateTime", alert.path("lastUpdateDateTime").asText());
    }

    private void moreEvidence(ObjectNode alert) {
        Instant created =
                OffsetDateTime.parse(alert.path("createdDateTime").asText()).toInstant();
        evidence.enter(evidence.newScene(created, chance.below(8)));
        alert.withArray("evidence").add(evidence.make(chance.of("fileEvidence", "ipEvidence", "urlEvidence")));
    }

    private void comment(ObjectNode alert) {
        ArrayNode comments = alert.withArray("comments");
        comments.addObject()
                .put("comment", "Looked at " + chance.word() + " " + chance.hex(6))
                .put("createdByDisplayName", "Analyst " + chance.between(1, 9))
                .put("createdDateTime", alert.path("lastUpdateDateTime").asText());
    }

    private void severity(ObjectNode alert) {
        String old = alert.path("severity").asText();
        String other = chance.of("low", "medium", "high");
        alert.put("severity", old.equals(other) ? "informational" : other);
    }
}
