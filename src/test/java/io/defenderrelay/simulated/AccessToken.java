package io.defenderrelay.simulated;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;
import java.util.UUID;

/** An app-only token as issued; its roles stay as they were then. */
record AccessToken(
        String audience, String tenantId, String clientId, Set<String> roles, Instant issued, Instant expires) {

    AccessToken {
        roles = Set.copyOf(roles);
    }

    boolean expired(Instant now) {
        return !now.isBefore(expires);
    }

    /** Three segments that look like a signed version 1.0 token; nobody can check the signature. */
    String jwt() {
        ObjectNode payload = Recorded.json("identity/token-claims-graph-no-consent.json");
        String issuer = "https://sts.windows.net/" + tenantId + "/";
        payload.put("aud", audience)
                .put("iss", issuer)
                .put("idp", issuer)
                .put("tid", tenantId)
                .put("appid", clientId)
                .put("iat", issued.getEpochSecond())
                .put("nbf", issued.minus(Duration.ofMinutes(5)).getEpochSecond())
                .put("exp", expires.getEpochSecond())
                .put("uti", UUID.randomUUID().toString());
        if (!roles.isEmpty()) {
            ArrayNode granted = payload.putArray("roles");
            roles.stream().sorted().forEach(granted::add);
        }
        return segment("{\"typ\":\"JWT\",\"alg\":\"RS256\",\"kid\":\"simulated\"}") + "." + segment(payload.toString())
                + "." + segment(UUID.randomUUID() + "-not-a-signature-" + UUID.randomUUID());
    }

    private static String segment(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
