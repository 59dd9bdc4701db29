package io.defenderrelay.microsoft;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a token says about itself. Microsoft does not promise that it can be read ("Access tokens", "Token formats"), so
 * one that is no JWT is accepted as it is; the API it is meant for judges it. Its signature is that API's business too.
 */
record TokenClaims(@Nullable Map<String, String> members) {
    private static final String GRAPH_APPLICATION = "00000003-0000-0000-c000-000000000000";

    /** Without members when the token cannot be read. */
    static TokenClaims of(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            return new TokenClaims(null);
        }
        try {
            byte[] payload = Base64.getUrlDecoder().decode(parts[1]);
            return new TokenClaims(JsonMembers.read(new String(payload, StandardCharsets.UTF_8))
                    .orElse(null));
        } catch (IllegalArgumentException opaque) {
            return new TokenClaims(null);
        }
    }

    boolean excludesTenant(String tenantId) {
        return members != null && !tenantId.equalsIgnoreCase(members.get("tid"));
    }

    boolean excludesGraph(String root) {
        if (members == null) {
            return false;
        }
        String audience = members.getOrDefault("aud", "");
        return !audience.equals(root) && !audience.equals(root + "/") && !audience.equals(GRAPH_APPLICATION);
    }
}
