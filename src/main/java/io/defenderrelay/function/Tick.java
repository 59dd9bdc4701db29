package io.defenderrelay.function;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.defenderrelay.tenant.Tenant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The message that tells a feed to run for a tenant: {@code {"tenant": "<alias>"}}. */
final class Tick {
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build());

    private Tick() {}

    static String body(String alias) {
        return "{\"tenant\":\"" + alias + "\"}";
    }

    /** The alias; empty when the message is no tick. */
    static Optional<String> read(@Nullable String body) {
        try {
            String alias =
                    body == null ? null : JSON.readTree(body).path("tenant").textValue();
            return Optional.ofNullable(alias).filter(Tenant::isAlias);
        } catch (JsonProcessingException notATick) {
            return Optional.empty();
        }
    }
}
