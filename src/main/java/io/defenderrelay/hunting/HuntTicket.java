package io.defenderrelay.hunting;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.defenderrelay.tenant.Tenant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The message that tells a worker to run a hunt: {@code {"tenant": "<alias>", "hunt": "<id>"}}. */
public record HuntTicket(String alias, String id) {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build());

    /** Whether a hunt could have this id. */
    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    String text() {
        return "{\"tenant\":\"" + alias + "\",\"hunt\":\"" + id + "\"}";
    }

    /** The ticket; empty when the message is none. */
    public static Optional<HuntTicket> read(@Nullable String body) {
        try {
            JsonNode root = body == null ? JSON.missingNode() : JSON.readTree(body);
            HuntTicket ticket = new HuntTicket(
                    root.path("tenant").asText(""), root.path("hunt").asText(""));
            return Optional.of(ticket).filter(read -> Tenant.isAlias(read.alias()) && isId(read.id()));
        } catch (JsonProcessingException notATicket) {
            return Optional.empty();
        }
    }
}
