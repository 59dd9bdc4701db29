package io.defenderrelay.microsoft;

import com.fasterxml.jackson.databind.JsonNode;
import io.defenderrelay.model.UtcTime;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An account in Entra ID. Source: Microsoft Graph, "user resource type".
 *
 * @param principalName the name it signs in by; it may change
 * @param enabled whether it may sign in; true when Microsoft does not say
 * @param synchronised whether an on-premises directory masters it
 * @param sessionsValidFrom sessions begun earlier are void
 */
public record DirectoryUser(
        String id,
        String principalName,
        boolean enabled,
        boolean synchronised,
        boolean guest,
        @Nullable Instant sessionsValidFrom,
        @Nullable Instant passwordChangedAt) {

    static DirectoryUser of(JsonNode json) {
        return new DirectoryUser(
                json.path("id").asText(""),
                json.path("userPrincipalName").asText(""),
                json.path("accountEnabled").asBoolean(true),
                json.path("onPremisesSyncEnabled").asBoolean(false),
                "Guest".equalsIgnoreCase(json.path("userType").asText("")),
                UtcTime.parse(json.path("signInSessionsValidFromDateTime").textValue())
                        .orElse(null),
                UtcTime.parse(json.path("lastPasswordChangeDateTime").textValue())
                        .orElse(null));
    }
}
