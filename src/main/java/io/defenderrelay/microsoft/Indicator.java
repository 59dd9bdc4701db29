package io.defenderrelay.microsoft;

import com.fasterxml.jackson.databind.JsonNode;
import io.defenderrelay.model.UtcTime;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A file, address, domain, URL or certificate that Defender for Endpoint is to allow or block. Source: Microsoft Defender for
 * Endpoint, "Indicator resource type".
 *
 * @param id Microsoft's; null before it is submitted
 * @param type Microsoft's word, such as {@code FileSha256} or {@code DomainName}
 * @param action Microsoft's word, such as {@code Block} or {@code Audit}
 * @param severity Microsoft's word, such as {@code High}
 * @param expiresAt null for never
 * @param generateAlert whether a hit is an alert; Microsoft demands it of {@code Audit}
 */
public record Indicator(
        @Nullable String id,
        String type,
        String value,
        String action,
        String title,
        String description,
        @Nullable String severity,
        @Nullable Instant expiresAt,
        boolean generateAlert) {

    static Indicator of(JsonNode json) {
        return new Indicator(
                json.path("id").isNull() ? null : json.path("id").asText(null),
                json.path("indicatorType").asText(""),
                json.path("indicatorValue").asText(""),
                json.path("action").asText(""),
                json.path("title").asText(""),
                json.path("description").asText(""),
                json.path("severity").textValue(),
                UtcTime.parse(json.path("expirationTime").textValue()).orElse(null),
                json.path("generateAlert").asBoolean(false));
    }
}
