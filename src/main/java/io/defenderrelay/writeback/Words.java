package io.defenderrelay.writeback;

import com.fasterxml.jackson.databind.JsonNode;
import io.defenderrelay.model.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Microsoft's words as it accepts them, and when two values say the same. Source: Microsoft Graph, "Update incident" and
 * "Update alert"; the pairs from the Defender XDR incident API.
 */
final class Words {
    static final Map<String, List<String>> PAIRS = Map.of(
            "truePositive",
            List.of(
                    "multiStagedAttack",
                    "maliciousUserActivity",
                    "compromisedAccount",
                    "malware",
                    "phishing",
                    "unwantedSoftware",
                    "other"),
            "informationalExpectedActivity",
            List.of("securityTesting", "lineOfBusinessApplication", "confirmedActivity", "other"),
            "falsePositive",
            List.of("notMalicious", "notEnoughDataToValidate", "other"));

    /** Names that Microsoft's documentation still prints, and those that it accepts. */
    private static final Map<String, String> OLD = Map.of(
            "compromisedUser", "compromisedAccount",
            "clean", "notMalicious",
            "insufficientData", "notEnoughDataToValidate",
            "confirmedUserActivity", "confirmedActivity");

    private static final List<String> SEVERITIES = List.of("informational", "low", "medium", "high");
    private static final List<String> ALERT_STATUSES = List.of("new", "inProgress", "resolved");
    private static final List<String> INCIDENT_STATUSES = List.of("active", "inProgress", "resolved");
    private static final Set<String> ENUMS = Set.of("status", "severity", "classification", "determination");

    private Words() {}

    /** The words that a member may be set to. */
    static List<String> of(Kind kind, String member) {
        return switch (member) {
            case "status" -> kind == Kind.ALERT ? ALERT_STATUSES : INCIDENT_STATUSES;
            case "severity" -> SEVERITIES;
            case "classification" -> PAIRS.keySet().stream().sorted().toList();
            default ->
                PAIRS.values().stream()
                        .flatMap(List::stream)
                        .distinct()
                        .sorted()
                        .toList();
        };
    }

    /** The word as Microsoft spells it, of any spelling and either vocabulary; the same text if it is none. */
    static String canonical(String word, List<String> words) {
        String current = OLD.entrySet().stream()
                .filter(old -> old.getKey().equalsIgnoreCase(word))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(word);
        return words.stream().filter(current::equalsIgnoreCase).findFirst().orElse(current);
    }

    /** Whether two values of a member say the same: absent is null, unknown is not set, tags have no order. */
    static boolean same(String member, @Nullable JsonNode one, @Nullable JsonNode other) {
        if (member.equals("customTags")) {
            return tags(one).equals(tags(other));
        }
        if (ENUMS.contains(member)) {
            return word(one).equals(word(other));
        }
        boolean oneEmpty = empty(one);
        boolean otherEmpty = empty(other);
        if (oneEmpty || otherEmpty) {
            return oneEmpty == otherEmpty;
        }
        return Objects.equals(one, other);
    }

    static Set<String> tags(@Nullable JsonNode list) {
        Set<String> tags = new TreeSet<>();
        if (list != null) {
            list.forEach(tag -> tags.add(tag.asText()));
        }
        return tags;
    }

    private static boolean empty(@Nullable JsonNode value) {
        if (value == null || value.isNull()) {
            return true;
        }
        return value.isTextual() ? value.textValue().isEmpty() : value.isContainerNode() && value.isEmpty();
    }

    private static String word(@Nullable JsonNode value) {
        String text = value == null || value.isNull() ? "unknown" : value.asText();
        return canonical(text, List.of()).toLowerCase(Locale.ROOT);
    }
}
