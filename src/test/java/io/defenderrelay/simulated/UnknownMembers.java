package io.defenderrelay.simulated;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Hides enum members that stand after {@code unknownFutureValue}, as Graph does for clients that do not send
 * {@code Prefer: include-unknown-enum-members}. Source: Microsoft Graph, "Handling future members in evolvable
 * enumerations"; members from the v1.0 metadata.
 */
final class UnknownMembers {

    private static final String SENTINEL = "unknownFutureValue";

    private static final Map<String, Set<String>> LATER = Map.of(
            "serviceSource",
            Set.of(
                    "microsoftDefenderForCloud",
                    "microsoftSentinel",
                    "microsoftInsiderRiskManagement",
                    "microsoftThreatIntelligence",
                    "microsoftSecurityForAI"),
            "detectionSource",
            Set.of(
                    "microsoftDefenderForCloud",
                    "microsoftDefenderForIoT",
                    "microsoftDefenderForServers",
                    "microsoftDefenderForStorage",
                    "microsoftDefenderForDNS",
                    "microsoftDefenderForDatabases",
                    "microsoftDefenderForContainers",
                    "microsoftDefenderForNetwork",
                    "microsoftDefenderForAppService",
                    "microsoftDefenderForKeyVault",
                    "microsoftDefenderForResourceManager",
                    "microsoftDefenderForApiManagement",
                    "nrtAlerts",
                    "scheduledAlerts",
                    "microsoftDefenderThreatIntelligenceAnalytics",
                    "builtInMl",
                    "microsoftInsiderRiskManagement",
                    "microsoftThreatIntelligence",
                    "microsoftDefenderForAIServices",
                    "securityCopilot",
                    "microsoftSentinel"),
            "remediationStatus",
            Set.of("active", "pendingApproval", "declined", "unremediated", "running", "partiallyRemediated"));

    private UnknownMembers() {}

    /** The same alert when there is nothing to hide or it cannot be read. */
    static StoredRecord hide(StoredRecord alert) {
        if (!mayHold(new String(alert.json(), StandardCharsets.UTF_8))) {
            return alert;
        }
        ObjectNode tree;
        try {
            tree = RecordBytes.tree(alert.json());
        } catch (UncheckedIOException e) {
            return alert;
        }
        hide(tree);
        return StoredRecord.read(RecordBytes.bytes(tree), alert.id(), alert.lastUpdateDateTime());
    }

    private static boolean mayHold(String json) {
        return json.startsWith("{")
                && LATER.values().stream().flatMap(Set::stream).anyMatch(json::contains);
    }

    private static void hide(JsonNode node) {
        if (node instanceof ArrayNode array) {
            array.forEach(UnknownMembers::hide);
        }
        if (node instanceof ObjectNode object) {
            for (String name : List.copyOf(LATER.keySet())) {
                JsonNode value = object.get(name);
                if (value != null && LATER.getOrDefault(name, Set.of()).contains(value.asText())) {
                    object.put(name, SENTINEL);
                }
            }
            object.forEach(UnknownMembers::hide);
        }
    }
}
