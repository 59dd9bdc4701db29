package io.defenderrelay.microsoft;

import com.fasterxml.jackson.databind.JsonNode;
import io.defenderrelay.model.UtcTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A device that Defender for Endpoint knows. Source: Microsoft Defender for Endpoint, "Machine resource type".
 *
 * @param name its full DNS name
 * @param healthStatus Microsoft's word
 * @param lastSeen its last full report, about one a day
 * @param entraId of the device in Entra ID
 * @param group its device group, which decides who may act on it in the portal; empty without one
 */
public record Machine(
        String id,
        String name,
        String osPlatform,
        String healthStatus,
        @Nullable Instant lastSeen,
        @Nullable String entraId,
        boolean onboarded,
        String group,
        List<String> tags) {
    public Machine {
        tags = List.copyOf(tags);
    }

    static Machine of(JsonNode json) {
        List<String> tags = new ArrayList<>();
        json.path("machineTags").forEach(tag -> tags.add(tag.asText()));
        return new Machine(
                json.path("id").asText(""),
                json.path("computerDnsName").asText(""),
                json.path("osPlatform").asText(""),
                json.path("healthStatus").asText("Unknown"),
                UtcTime.parse(json.path("lastSeen").textValue()).orElse(null),
                json.path("aadDeviceId").textValue(),
                "onboarded".equalsIgnoreCase(json.path("onboardingStatus").asText("")),
                json.path("rbacGroupName").asText(""),
                tags);
    }
}
