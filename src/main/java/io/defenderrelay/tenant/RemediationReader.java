package io.defenderrelay.tenant;

import com.fasterxml.jackson.databind.JsonNode;
import io.defenderrelay.model.ActionKind;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the settings' member {@code remediation}. */
final class RemediationReader {
    private static final String PREFIX = "remediation.";
    private static final int MOST = 500;
    private static final int MOST_ACTIONS = 10_000;
    private static final Duration SHORTEST = Duration.ofMinutes(5);
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final Pattern PRINCIPAL = Pattern.compile("[A-Za-z0-9]{4,128}");
    private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}]{1,256}");

    private RemediationReader() {}

    static RemediationPolicy read(JsonNode node) {
        if (node.isMissingNode()) {
            return RemediationPolicy.off();
        }
        SettingsReader.known(
                node,
                "remediation",
                Set.of(
                        "enabled",
                        "killSwitch",
                        "kinds",
                        "approval",
                        "approvers",
                        "protected",
                        "perHour",
                        "perDay",
                        "approvalMinutes"));
        int minutes = number(
                node,
                "approvalMinutes",
                (int) RemediationPolicy.APPROVAL_TIME.toMinutes(),
                (int) SHORTEST.toMinutes(),
                (int) LONGEST.toMinutes());
        return new RemediationPolicy(
                SettingsReader.flag(node, PREFIX, "enabled", false),
                SettingsReader.flag(node, PREFIX, "killSwitch", false),
                kinds(node, "kinds", Set.of()),
                kinds(node, "approval", RemediationPolicy.allButScan()),
                texts(node, PREFIX, "approvers", PRINCIPAL, "a principal's stable id, such as AROAEXAMPLEID"),
                untouchable(node.path("protected")),
                number(node, "perHour", RemediationPolicy.PER_HOUR, 1, MOST_ACTIONS),
                number(node, "perDay", RemediationPolicy.PER_DAY, 1, MOST_ACTIONS),
                Duration.ofMinutes(minutes));
    }

    private static RemediationPolicy.Protected untouchable(JsonNode node) {
        if (node.isMissingNode()) {
            return RemediationPolicy.off().untouchable();
        }
        String prefix = PREFIX + "protected.";
        SettingsReader.known(
                node,
                "remediation.protected",
                Set.of("devices", "deviceTags", "deviceGroups", "users", "groups", "roles"));
        String name = "a text of 1 to 256 characters";
        return new RemediationPolicy.Protected(
                texts(node, prefix, "devices", NAME, name),
                texts(node, prefix, "deviceTags", NAME, name),
                texts(node, prefix, "deviceGroups", NAME, name),
                texts(node, prefix, "users", NAME, name),
                texts(node, prefix, "groups", SettingsReader.GUID, "the GUID of a group"),
                node.has("roles") ? texts(node, prefix, "roles", NAME, name) : RemediationPolicy.Protected.ROLES);
    }

    private static Set<ActionKind> kinds(JsonNode node, String name, Set<ActionKind> fallback) {
        if (!node.has(name)) {
            return fallback;
        }
        Set<ActionKind> kinds = new HashSet<>();
        for (String word : texts(node, PREFIX, name, NAME, "the word of a kind of action")) {
            kinds.add(ActionKind.parse(word)
                    .orElseThrow(() -> SettingsReader.refused(
                            PREFIX + name, "may hold kinds of actions only, such as isolate-device")));
        }
        return kinds;
    }

    private static Set<String> texts(JsonNode node, String prefix, String name, Pattern pattern, String what) {
        JsonNode value = node.path(name);
        Set<String> texts = new LinkedHashSet<>();
        value.forEach(text -> texts.add(text.isTextual() ? text.textValue() : ""));
        boolean right = value.isMissingNode() || value.isArray();
        if (!right
                || texts.size() > MOST
                || !texts.stream().allMatch(text -> pattern.matcher(text).matches())) {
            throw SettingsReader.refused(prefix + name, "must be a list of at most " + MOST + ", each " + what);
        }
        return texts;
    }

    private static int number(JsonNode node, String name, int fallback, int least, int most) {
        JsonNode value = node.path(name);
        if (value.isMissingNode()) {
            return fallback;
        }
        if (!value.isInt() || value.intValue() < least || value.intValue() > most) {
            throw SettingsReader.refused(PREFIX + name, "must be a whole number from " + least + " to " + most);
        }
        return value.intValue();
    }
}
