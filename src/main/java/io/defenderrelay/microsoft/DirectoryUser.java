package io.defenderrelay.microsoft;

import com.fasterxml.jackson.databind.JsonNode;
import io.defenderrelay.model.UtcTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An account in Entra ID. Source: Microsoft Graph, "user resource type".
 *
 * @param principalName the name it signs in by; it may change
 * @param addresses at which it gets mail, and its contact address
 * @param enabled whether it may sign in; true when Microsoft does not say
 * @param synchronised whether an on-premises directory masters it
 * @param sessionsValidFrom sessions begun earlier are void
 */
public record DirectoryUser(
        String id,
        String principalName,
        List<String> addresses,
        boolean enabled,
        boolean synchronised,
        boolean guest,
        @Nullable Instant sessionsValidFrom,
        @Nullable Instant passwordChangedAt) {
    private static final String SMTP = "smtp:";

    public DirectoryUser {
        addresses = List.copyOf(addresses);
    }

    static DirectoryUser of(JsonNode json) {
        return new DirectoryUser(
                json.path("id").asText(""),
                json.path("userPrincipalName").asText(""),
                addresses(json),
                json.path("accountEnabled").asBoolean(true),
                json.path("onPremisesSyncEnabled").asBoolean(false),
                "Guest".equalsIgnoreCase(json.path("userType").asText("")),
                UtcTime.parse(json.path("signInSessionsValidFromDateTime").textValue())
                        .orElse(null),
                UtcTime.parse(json.path("lastPasswordChangeDateTime").textValue())
                        .orElse(null));
    }

    /** Other addresses than those of mail, such as {@code X500}, have other prefixes. */
    private static List<String> addresses(JsonNode json) {
        List<String> addresses = new ArrayList<>();
        for (JsonNode address : json.path("proxyAddresses")) {
            String text = address.asText("");
            if (text.regionMatches(true, 0, SMTP, 0, SMTP.length())) {
                addresses.add(text.substring(SMTP.length()));
            }
        }
        String mail = json.path("mail").asText("");
        if (!mail.isEmpty() && addresses.stream().noneMatch(mail::equalsIgnoreCase)) {
            addresses.add(mail);
        }
        return addresses;
    }
}
