package io.defenderrelay.writeback;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.defenderrelay.model.Kind;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Members and values that analysts and clients choose from alike: few, so that they often want the same. */
final class Values {
    private final Random random;

    Values(Random random) {
        this.random = random;
    }

    /** One to three members with their new values. */
    ObjectNode some(Kind kind) {
        ObjectNode members = JsonNodeFactory.instance.objectNode();
        for (int left = 1 + random.nextInt(3); left > 0; left--) {
            one(kind, members);
        }
        return members;
    }

    private void one(Kind kind, ObjectNode members) {
        switch (random.nextInt(kind == Kind.ALERT ? 3 : 7)) {
            case 0 -> members.put("status", pick(kind == Kind.ALERT ? "new" : "active", "inProgress", "resolved"));
            case 1 -> members.put("assignedTo", pick("jo", "eve", null));
            case 2 -> {
                boolean attack = random.nextBoolean();
                members.put("classification", attack ? "truePositive" : "falsePositive");
                members.put("determination", attack ? pick("phishing", "malware") : pick("notMalicious", "other"));
            }
            case 3 -> members.put("severity", pick("low", "medium", "high"));
            case 4 -> members.put("summary", pick("One.", "Two.", null));
            case 5 -> members.put("displayName", pick("First", "Second"));
            default -> tags(members.putArray("customTags"));
        }
    }

    private void tags(ArrayNode tags) {
        List.of("vip", "server", "lab").forEach(tag -> {
            if (random.nextBoolean()) {
                tags.add(tag);
            }
        });
    }

    private @Nullable String pick(@Nullable String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
