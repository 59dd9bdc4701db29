package io.defenderrelay.microsoft;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a token says about itself. Microsoft does not promise that it can be read ("Access tokens", "Token formats"), so
 * one that is no JWT is accepted as it is; the API it is meant for judges it. Its signature is that API's business too.
 */
record TokenClaims(@Nullable Map<String, String> members) {

    /** Without members when the token cannot be read. */
    static TokenClaims of(String token) {
        return new TokenClaims(payload(token).flatMap(JsonMembers::read).orElse(null));
    }

    /** The application permissions in the token; empty when it cannot be read. */
    static Optional<Set<String>> roles(String token) {
        return payload(token).flatMap(TokenClaims::rolesIn);
    }

    boolean excludesTenant(String tenantId) {
        return members != null && !tenantId.equalsIgnoreCase(members.get("tid"));
    }

    /**
     * Whether the token is for something else.
     *
     * @param root what it was asked for
     */
    boolean excludes(Service service, String root) {
        if (members == null) {
            return false;
        }
        String audience = members.getOrDefault("aud", "");
        return !audience.equals(root) && !audience.equals(root + "/") && !audience.equals(service.application());
    }

    private static Optional<String> payload(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            return Optional.of(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException opaque) {
            return Optional.empty();
        }
    }

    private static Optional<Set<String>> rolesIn(String payload) {
        Set<String> roles = new HashSet<>();
        try (JsonParser parser = new JsonFactory().createParser(payload)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean wanted = parser.currentName().equals("roles");
                if (parser.nextToken() != JsonToken.START_ARRAY || !wanted) {
                    parser.skipChildren();
                    continue;
                }
                while (parser.nextToken() == JsonToken.VALUE_STRING) {
                    roles.add(parser.getText());
                }
            }
            return Optional.of(Set.copyOf(roles));
        } catch (IOException opaque) {
            return Optional.empty();
        }
    }
}
