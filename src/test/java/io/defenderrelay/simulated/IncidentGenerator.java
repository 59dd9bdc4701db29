package io.defenderrelay.simulated;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes incidents as Microsoft lists them, from a seed. For one thread. */
public final class IncidentGenerator implements RecordGenerator {
    private final Chance chance;
    private final String tenantId;
    private int next = 5_000;

    public IncidentGenerator(long seed, String tenantId) {
        this.chance = new Chance(seed);
        this.tenantId = tenantId;
    }

    @Override
    public Stream<byte[]> records(int count, Instant from, Instant to) {
        Duration step = Duration.between(from, to).dividedBy(Math.max(1, count));
        return IntStream.range(0, count).mapToObj(number -> {
            Instant time = to.minus(step.multipliedBy(count - 1L - number)).minusNanos(100);
            return RecordBytes.bytes(record(time.minusSeconds(chance.between(1, 3_000)), time));
        });
    }

    @Override
    public Stream<byte[]> ties(int count, Instant time) {
        return IntStream.range(0, count)
                .mapToObj(number -> RecordBytes.bytes(record(time.minusSeconds(chance.between(1, 900)), time)));
    }

    @Override
    public ObjectNode record(Instant createdAt, Instant version) {
        return incident(String.valueOf(next++), createdAt, version);
    }

    @Override
    public ObjectNode record(String id, Instant version) {
        return incident(id, version, version);
    }

    private ObjectNode incident(String id, Instant createdAt, Instant version) {
        ObjectNode incident = JsonNodeFactory.instance.objectNode();
        incident.put("id", id).put("tenantId", tenantId);
        incident.put("status", chance.of("active", "active", "inProgress", "resolved", "awaitingAction"));
        incident.put("incidentWebUrl", "https://security.microsoft.com/incident2/" + id + "/overview?tid=" + tenantId);
        incident.putNull("redirectIncidentId");
        incident.put("displayName", "Multi-stage incident involving " + chance.word() + " on one endpoint");
        incident.put("createdDateTime", Ticks.text(createdAt)).put("lastUpdateDateTime", Ticks.text(version));
        incident.put("assignedTo", orNull("soc.tier1@contoso.com", "Jo Müller"));
        incident.put("classification", orNull("unknown", "truePositive", "falsePositive"));
        incident.put("determination", orNull("unknown", "other"));
        incident.put("severity", chance.of("informational", "low", "medium", "high"));
        tags(incident.putArray("customTags"), "vip", "finance", "re-opened");
        tags(incident.putArray("systemTags"), "Defender Experts", "Credential Phish");
        incident.put("description", orNull("Seen on " + chance.word() + ",\nlook at the timeline"));
        incident.put("lastModifiedBy", "Microsoft 365 Defender-IncidentCreation");
        incident.put("resolvingComment", orNull("Done by " + chance.word()));
        incident.put("summary", orNull("An attacker tried " + chance.word() + "."));
        incident.put("priorityScore", chance.below(101));
        incident.putArray("comments");
        return incident;
    }

    @Override
    public void change(ObjectNode incident) {
        switch (chance.below(5)) {
            case 0 -> incident.put("assignedTo", "soc.tier" + chance.between(1, 99) + "@contoso.com");
            case 1 ->
                incident.put("status", incident.path("status").asText().equals("resolved") ? "active" : "resolved");
            case 2 -> incident.withArray("customTags").add("tag-" + chance.hex(6));
            case 3 ->
                incident.withArray("comments")
                        .addObject()
                        .put("comment", "Looked at " + chance.word() + " " + chance.hex(6))
                        .put("createdByDisplayName", "Analyst " + chance.between(1, 9))
                        .put(
                                "createdDateTime",
                                incident.path("lastUpdateDateTime").asText());
            default ->
                incident.put("priorityScore", (incident.path("priorityScore").asInt() + 7) % 101);
        }
    }

    /** One of the words, or null as often as any of them. */
    private @Nullable String orNull(String... words) {
        int choice = chance.below(words.length + 1);
        return choice == words.length ? null : words[choice];
    }

    private void tags(ArrayNode array, String... words) {
        for (String word : words) {
            if (chance.below(3) == 0) {
                array.add(word);
            }
        }
    }
}
