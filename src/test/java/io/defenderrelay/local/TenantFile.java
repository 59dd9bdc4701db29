package io.defenderrelay.local;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.defenderrelay.problem.ConnectorException;
import io.defenderrelay.tenant.CredentialJson;
import io.defenderrelay.tenant.SettingsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The file that names a real tenant: {@code {"tenantId", "clientId", "clientSecret"}} and beside them any of a tenant's
 * settings. What is wrong with it is said without repeating any of it.
 */
record TenantFile(String settings, String secret) {
    private static final List<String> CREDENTIAL = List.of("clientId", "clientSecret");
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build());

    static TenantFile read(Path file) {
        ObjectNode settings = object(file);
        ObjectNode secret = JSON.createObjectNode();
        Stream.concat(Stream.of("tenantId"), CREDENTIAL.stream())
                .filter(settings::has)
                .forEach(name -> secret.set(name, settings.get(name)));
        settings.remove(CREDENTIAL);
        try {
            new SettingsReader().read(settings.toString());
            CredentialJson.read(file.toString(), secret.toString(), "1");
        } catch (ConnectorException wrong) {
            throw new IllegalStateException("Correct " + file + ": " + wrong.getMessage(), wrong);
        }
        return new TenantFile(settings.toString(), secret.toString());
    }

    /** Hides the secret. */
    @Override
    public String toString() {
        return "TenantFile[" + settings + "]";
    }

    private static ObjectNode object(Path file) {
        try {
            JsonNode node = JSON.readTree(Files.readAllBytes(file));
            if (node instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException notJson) {
            // Said below; the parser's own words could repeat the secret.
        } catch (IOException unreadable) {
            throw new IllegalStateException(
                    "Cannot read " + file + " (-Drelay.tenant): check that it is there and readable", unreadable);
        }
        throw new IllegalStateException(
                "Correct " + file
                        + ": it must be one JSON object {\"tenantId\", \"clientId\", \"clientSecret\"} and may hold a tenant's settings");
    }
}
