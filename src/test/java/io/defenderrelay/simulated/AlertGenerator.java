package io.defenderrelay.simulated;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Makes alerts of realistic shape from a seed: about 5.7 KB and 3.5 evidence items each, from all sources, with all
 * kinds of evidence, about three to an incident. The same seed and calls give the same alerts. Safe for many threads,
 * though then in no fixed order.
 */
public final class AlertGenerator implements RecordGenerator {

    private static final int ALERTS_OF_AN_INCIDENT = 3;

    private final String tenantId;
    private final Chance chance;
    private final AlertTexts texts;
    private final EvidenceFactory evidence;
    private final AlertChanges changes;
    private int made;

    public AlertGenerator(long seed, String tenantId) {
        this.tenantId = tenantId;
        this.chance = new Chance(seed);
        this.texts = new AlertTexts(chance);
        this.evidence = new EvidenceFactory(chance, tenantId);
        this.changes = new AlertChanges(chance, evidence);
    }

    /**
     * So many alerts whose created and last changed times lie in from (included) to (excluded), by rising creation. The
     * stream makes them as it is read, one by one.
     */
    @Override
    public Stream<byte[]> records(int count, Instant from, Instant to) {
        long ticks = Ticks.of(to) - Ticks.of(from);
        return IntStream.range(0, count).sequential().mapToObj(number -> {
            long step = ticks / count;
            long unit = unit();
            long created = cut(Ticks.of(from) + step * number + (step == 0 ? 0 : roll(step)), unit, Ticks.of(from));
            long room = Math.min(Ticks.of(to) - created, Duration.ofHours(4).toSeconds() * Ticks.PER_SECOND);
            long later = roll(100) < 60 ? 0 : roll(Math.max(1, room));
            return RecordBytes.bytes(
                    record(Ticks.instant(created), Ticks.instant(cut(created + later, unit, created))));
        });
    }

    /** The ticks of the last digit when a time has 0 to 7 decimals. */
    private long unit() {
        long unit = 1;
        for (long digits = roll(8); digits > 0; digits--) {
            unit *= 10;
        }
        return unit;
    }

    private static long cut(long ticks, long unit, long least) {
        return Math.max(least, ticks - Math.floorMod(ticks, unit));
    }

    /** So many alerts that all last changed at exactly the same moment. */
    @Override
    public Stream<byte[]> ties(int count, Instant at) {
        return IntStream.range(0, count)
                .sequential()
                .mapToObj(number -> RecordBytes.bytes(record(at.minusSeconds(roll(3600)), at)));
    }

    /** One new alert; the second time is written exactly, the first cut to some number of decimals. */
    @Override
    public synchronized ObjectNode record(Instant created, Instant lastUpdate) {
        AlertSource source = AlertSource.any(chance);
        return alert(source.prefix() + providerId(source, created), source, created, lastUpdate);
    }

    /** One alert with this id, created when it last changed. */
    @Override
    public synchronized ObjectNode record(String id, Instant lastUpdate) {
        return alert(id, AlertSource.any(chance), lastUpdate, lastUpdate);
    }

    /** The bytes of {@link #record(String, Instant)}. */
    public byte[] json(String id, Instant lastUpdate) {
        return RecordBytes.bytes(record(id, lastUpdate));
    }

    /** One alert of the given serviceSource, with one evidence item of each of the given kinds and nothing else. */
    public synchronized ObjectNode alert(String id, Instant lastUpdate, List<String> evidenceKinds) {
        ObjectNode alert = alert(id, AlertSource.any(chance), lastUpdate, lastUpdate);
        ArrayNode items = alert.putArray("evidence");
        evidenceKinds.forEach(kind -> items.add(evidence.make(kind)));
        return alert;
    }

    /** All kinds of evidence it can make. */
    public List<String> evidenceKinds() {
        return evidence.kinds().keySet().stream().sorted().toList();
    }

    /**
     * Changes an alert as analysts and Microsoft do: status, severity, owner, a comment, new evidence. Use it as the
     * change of {@link Records#update}, which sets the time.
     */
    @Override
    public synchronized void change(ObjectNode alert) {
        changes.apply(alert);
    }

    private synchronized long roll(long bound) {
        return chance.below(bound);
    }

    private ObjectNode alert(String id, AlertSource source, Instant created, Instant lastUpdate) {
        int decimals = chance.below(8);
        evidence.enter(evidence.newScene(created, decimals));
        String incident = String.valueOf(4700 + made++ / ALERTS_OF_AN_INCIDENT);
        String createdText = Ticks.text(created, decimals);
        ObjectNode alert = JsonNodeFactory.instance.objectNode();
        alert.put("id", id)
                .put("providerAlertId", id.length() > 2 ? id.substring(2) : id)
                .put("incidentId", incident)
                .put("status", chance.of("new", "new", "new", "new", "inProgress", "resolved"))
                .put("severity", chance.of("informational", "low", "low", "medium", "medium", "high"))
                .put("classification", chance.percent(50) ? "unknown" : null)
                .put("determination", chance.percent(50) ? "unknown" : null)
                .put("serviceSource", source.wireName())
                .put("detectionSource", chance.of(source.detections()))
                .put("productName", source.product())
                .put("detectorId", chance.percent(80) ? chance.guid() : null)
                .put("tenantId", tenantId);
        words(alert, id, incident);
        alert.put("createdDateTime", createdText).put("lastUpdateDateTime", lastUpdate(lastUpdate, decimals));
        activity(alert, created, decimals);
        items(alert, source);
        return alert;
    }

    /** With so many decimals when that loses nothing, else exactly. */
    private static String lastUpdate(Instant time, int decimals) {
        String text = Ticks.text(time, decimals);
        return Ticks.parse(text) == Ticks.of(time) ? text : Ticks.text(time);
    }

    private void words(ObjectNode alert, String id, String incident) {
        String category = texts.category();
        alert.put("title", texts.title())
                .put("description", texts.description())
                .put("recommendedActions", texts.recommendedActions())
                .put("category", category);
        alert.putArray("categories").add(category);
        alert.put("assignedTo", chance.percent(25) ? "soc.tier" + chance.between(1, 3) + "@contoso.com" : null)
                .put("alertWebUrl", "https://security.microsoft.com/alerts/" + id + "?tid=" + tenantId)
                .put(
                        "incidentWebUrl",
                        "https://security.microsoft.com/incident2/" + incident + "/overview?tid=" + tenantId)
                .putNull("actorDisplayName")
                .put("threatDisplayName", chance.percent(15) ? "Trojan:Win32/" + chance.word() : null)
                .put("threatFamilyName", chance.percent(15) ? chance.word() : null);
        ArrayNode techniques = alert.putArray("mitreTechniques");
        texts.techniques().forEach(techniques::add);
    }

    private void activity(ObjectNode alert, Instant created, int decimals) {
        Instant first = created.minusSeconds(chance.between(60, 3600));
        Instant last = created.minusSeconds(chance.between(1, 60));
        boolean resolved = alert.path("status").asText().equals("resolved");
        alert.put(
                        "resolvedDateTime",
                        resolved ? alert.path("lastUpdateDateTime").asText() : null)
                .put("firstActivityDateTime", Ticks.text(first, decimals))
                .put("lastActivityDateTime", Ticks.text(last, decimals));
        ArrayNode tags = alert.putArray("systemTags");
        if (chance.percent(15)) {
            tags.add(chance.of("Critical asset", "Credential Phish", "Defender Experts"));
        }
        alert.put("alertPolicyId", chance.percent(30) ? chance.guid() : null)
                .put("investigationState", chance.of("unknown", "queued", "running", "pendingApproval", "benign"));
        if (chance.percent(10)) {
            alert.putObject("customDetails").put("ticket", "SOC-" + chance.between(1000, 99999));
        } else {
            alert.putNull("customDetails");
        }
        alert.putNull("additionalData").putArray("comments");
    }

    private void items(ObjectNode alert, AlertSource source) {
        ArrayNode items = alert.putArray("evidence");
        if (source == AlertSource.SENTINEL && chance.percent(30)) {
            return;
        }
        List<String> kinds = source.evidence();
        int count = chance.of(List.of(1, 2, 2, 3, 3, 4, 4, 5, 5, 7));
        int next = chance.percent(50) ? 0 : chance.below(kinds.size());
        for (int i = 0; i < count; i++) {
            items.add(evidence.make(kinds.get(next % kinds.size())));
            next += chance.percent(70) ? 1 : 0;
        }
    }

    private String providerId(AlertSource source, Instant created) {
        return switch (source) {
            case ENDPOINT, XDR ->
                Long.toString(621_355_968_000_000_000L + Ticks.of(created)) + "_" + (chance.percent(50) ? "-" : "")
                        + chance.between(100_000_000, 2_000_000_000);
            case ENTRA -> chance.hex(64);
            default -> chance.guid();
        };
    }
}
