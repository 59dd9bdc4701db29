package io.defenderrelay.simulated;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** What the evidence of one alert has in common: the base members, its time, its main device and user. */
final class EvidenceFactory {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Chance chance;
    private final String tenantId;
    private final Map<String, Consumer<ObjectNode>> kinds = new LinkedHashMap<>();
    private final Consumer<ObjectNode> userAccount;
    private Scene scene;

    /** What stays the same within one alert: its device, its user, its file. */
    record Scene(
            Instant created,
            int decimals,
            String deviceId,
            String directoryDeviceId,
            String host,
            String account,
            String sid,
            String userId,
            String directoryGuid,
            String sha1,
            String sha256) {}

    EvidenceFactory(Chance chance, String tenantId) {
        this.chance = chance;
        this.tenantId = tenantId;
        this.scene = newScene(Instant.EPOCH, 0);
        IdentityEvidence identity = new IdentityEvidence(this);
        this.userAccount = identity::account;
        kinds.putAll(identity.kinds());
        kinds.putAll(new EndpointEvidence(this).kinds());
        kinds.putAll(new MailEvidence(this).kinds());
        kinds.putAll(new CloudEvidence(this).kinds());
        kinds.putAll(new KubernetesEvidence(this).kinds());
        kinds.putAll(new NetworkEvidence(this).kinds());
    }

    Scene newScene(Instant created, int decimals) {
        return new Scene(
                created,
                decimals,
                chance.hex(40),
                chance.guid(),
                chance.host(),
                chance.account(),
                chance.sid(),
                chance.guid(),
                chance.guid(),
                chance.hex(40),
                chance.hex(64));
    }

    void enter(Scene next) {
        this.scene = next;
    }

    Scene scene() {
        return scene;
    }

    Chance chance() {
        return chance;
    }

    String tenantId() {
        return tenantId;
    }

    Map<String, Consumer<ObjectNode>> kinds() {
        return kinds;
    }

    /** An item of one kind, such as {@code userEvidence}, with all its members. */
    ObjectNode make(String kind) {
        Consumer<ObjectNode> members = kinds.get(kind);
        if (members == null) {
            throw new IllegalArgumentException("No evidence is of the kind " + kind);
        }
        ObjectNode evidence = JSON.objectNode();
        evidence.put("@odata.type", "#microsoft.graph.security." + kind);
        evidence.put("createdDateTime", time(0));
        evidence.put(
                "verdict", chance.of("unknown", "unknown", "suspicious", "suspicious", "malicious", "noThreatsFound"));
        evidence.put(
                "remediationStatus",
                chance.of("none", "none", "none", "none", "remediated", "prevented", "blocked", "active", "notFound"));
        evidence.put(
                "remediationStatusDetails",
                chance.percent(50) ? "Entity was pre-remediated by Windows Defender" : null);
        ArrayNode roles = evidence.putArray("roles");
        if (chance.percent(50)) {
            roles.add(chance.of("compromised", "source", "destination", "attacked", "attacker", "contextual"));
        }
        ArrayNode detailed = evidence.putArray("detailedRoles");
        if (chance.percent(15)) {
            detailed.add("PrimaryDevice");
        }
        ArrayNode tags = evidence.putArray("tags");
        if (chance.percent(10)) {
            tags.add("Tier" + chance.below(3));
        }
        members.accept(evidence);
        return evidence;
    }

    /** One item of the kind, or none. */
    void maybe(ObjectNode evidence, String member, String kind, int percent) {
        if (chance.percent(percent)) {
            evidence.set(member, make(kind));
        } else {
            evidence.putNull(member);
        }
    }

    /** A list of some items of the kind. */
    void some(ObjectNode evidence, String member, String kind, int atMost) {
        ArrayNode items = evidence.putArray(member);
        for (int left = chance.below(atMost + 1); left > 0; left--) {
            items.add(make(kind));
        }
    }

    /** The account of the scene's user. */
    void userAccount(ObjectNode evidence) {
        userAccount.accept(evidence.putObject("userAccount"));
    }

    /** A time so many seconds before the scene's. */
    String time(long secondsEarlier) {
        return Ticks.text(scene.created().minusSeconds(secondsEarlier), scene.decimals());
    }
}
