package io.defenderrelay.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TenantFileTest {
    private static final String GUIDS =
            "\"tenantId\":\"0a1b2c3d-1111-4222-8333-444455556666\",\"clientId\":\"c4a81f06-93d7-4b2e-8d15-6f02e7b9a3c8\"";
    private static final String CANARY = "canary~local-run-tenant-file";

    @TempDir
    private Path folder;

    @Test
    void secretGoesToTheSecretAndTheRestToTheSettings() throws Exception {
        Path file = file("{" + GUIDS + ",\"clientSecret\":\"" + CANARY + "\",\"cloud\":\"gcc\",\"retentionDays\":30}");

        TenantFile tenant = TenantFile.read(file);

        JsonNode settings = new ObjectMapper().readTree(tenant.settings());
        JsonNode secret = new ObjectMapper().readTree(tenant.secret());
        assertThat(settings.path("cloud").asText()).isEqualTo("gcc");
        assertThat(settings.path("retentionDays").asInt()).isEqualTo(30);
        assertThat(settings.has("clientSecret")).isFalse();
        assertThat(settings.has("clientId")).isFalse();
        assertThat(secret.path("clientSecret").asText().equals(CANARY)).isTrue();
        assertThat(secret.path("tenantId")).isEqualTo(settings.path("tenantId"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"clientSecret\":\"" + CANARY,
                "{\"clientSecret\":\"" + CANARY + "\"}",
                "{" + GUIDS + "}",
                "{" + GUIDS + ",\"clientSecret\":\"" + CANARY + "\",\"cloud\":\"moon\"}",
                "{" + GUIDS + ",\"clientSecret\":\"" + CANARY + "\",\"clientsecret\":\"" + CANARY + "\"}"
            })
    void wrongFileIsRefusedInASentenceThatRepeatsNothing(String content) throws Exception {
        Path file = file(content);

        assertThatThrownBy(() -> TenantFile.read(file))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Correct " + file)
                .message()
                .doesNotContain("canary", "\n");
    }

    @Test
    void absentFileIsSaidToBeAbsent() {
        Path file = folder.resolve("nothing.json");

        assertThatThrownBy(() -> TenantFile.read(file)).hasMessageContaining("Cannot read " + file);
    }

    @Test
    void textOfATenantFileHidesItsSecret() throws Exception {
        Path file = file("{" + GUIDS + ",\"clientSecret\":\"" + CANARY + "\"}");

        assertThat(TenantFile.read(file).toString().contains(CANARY)).isFalse();
    }

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("tenant.json"), content);
    }
}
