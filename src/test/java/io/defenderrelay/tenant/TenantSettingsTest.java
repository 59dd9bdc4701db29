package io.defenderrelay.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.defenderrelay.model.Finding;
import io.defenderrelay.model.Kind;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TenantSettingsTest {
    @ParameterizedTest
    @CsvSource({
        "'', '', microsoftSentinel, high, true",
        "'', '', , , true",
        "microsoftSentinel, '', microsoftSentinel, , true",
        "microsoftSentinel, '', MicrosoftSentinel, low, true",
        "microsoftSentinel, '', microsoft365Defender, high, false",
        "microsoftSentinel, '', , high, false",
        "'', high, , high, true",
        "'', high, , HIGH, true",
        "'', high, , low, false",
        "'', high, microsoftSentinel, , false",
        "microsoftSentinel, high, microsoftSentinel, high, true",
        "microsoftSentinel, high, microsoftSentinel, low, false",
        "microsoftSentinel, high, microsoft365Defender, high, false"
    })
    void findingIsWantedWhenEveryFilterLetsItPass(
            String sources, String severities, String source, String severity, boolean wanted) {
        var sync = new TenantSettings.Sync(true, true, set(sources), set(severities), null);

        var facts = new Finding.Facts(null, null, severity, source, null, null, null);

        assertThat(sync.wants(Kind.ALERT, facts)).isEqualTo(wanted);
    }

    @Test
    void incidentHasNoSourceToBeFilteredBy() {
        var sync = new TenantSettings.Sync(true, true, Set.of("microsoftSentinel"), Set.of("high"), null);

        assertThat(sync.wants(Kind.INCIDENT, new Finding.Facts(null, null, "high", null, null, null, null)))
                .isTrue();
        assertThat(sync.wants(Kind.INCIDENT, new Finding.Facts(null, null, "low", null, null, null, null)))
                .isFalse();
    }

    @Test
    void laterChangesOfTheWordsDoNotReachTheSettings() {
        Set<String> words = new HashSet<>(Set.of("high"));
        var sync = new TenantSettings.Sync(true, true, Set.of(), words, null);

        words.add("low");

        assertThat(sync.severities()).containsExactly("high");
        assertThat(sync.start()).isEmpty();
    }

    private static Set<String> set(String word) {
        return word.isEmpty() ? Set.of() : Set.of(word);
    }
}
