package io.defenderrelay.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LocalSettingsTest {

    @Test
    void nothingChosenIsASimulatedTenantOnPort8080EveryTenSeconds() {
        LocalSettings settings = LocalSettings.read(name -> name.equals("relay.tenant") ? "" : null);

        assertThat(settings).isEqualTo(new LocalSettings(8080, Duration.ofSeconds(10), false, Optional.empty()));
    }

    @Test
    void choicesAreTaken() {
        Map<String, String> chosen = Map.of(
                "local.port", "0", "local.tick", "60", "local.exitAfterFirstSync", "true", "relay.tenant", "t.json");

        LocalSettings settings = LocalSettings.read(chosen::get);

        assertThat(settings)
                .isEqualTo(new LocalSettings(0, Duration.ofSeconds(60), true, Optional.of(Path.of("t.json"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "-1", "65536", "8080.5"})
    void portThatIsNoneIsRefused(String port) {
        assertThatThrownBy(() -> LocalSettings.read(Map.of("local.port", port)::get))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("-Dlocal.port must be a whole number from 0 to 65535");
    }
}
