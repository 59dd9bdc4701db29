package io.defenderrelay.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.defenderrelay.model.Cloud;
import io.defenderrelay.problem.InvalidRequestException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsReaderTest {
    private static final String ID = "0A1B2C3D-1111-4222-8333-444455556666";
    private static final String TENANT = "\"tenantId\":\"" + ID + "\"";

    private final SettingsReader reader = new SettingsReader();

    @Test
    void tenantIdAloneGivesTheDefaults() {
        TenantSettings settings = reader.read("{" + TENANT + "}");

        assertThat(settings)
                .isEqualTo(new TenantSettings(
                        "",
                        "0a1b2c3d-1111-4222-8333-444455556666",
                        Cloud.GLOBAL,
                        new TenantSettings.Sync(true, true, Set.of(), Set.of(), null),
                        true,
                        RemediationPolicy.off(),
                        Duration.ofDays(90)));
    }

    @Test
    void everyMemberIsRead() {
        TenantSettings settings = reader.read("{\"displayName\":\"Contoso Ltd\"," + TENANT
                + ",\"cloud\":\"gcc-high\",\"retentionDays\":30,\"sync\":{\"alerts\":false,\"incidents\":false,"
                + "\"serviceSources\":[\"microsoftSentinel\"],\"severities\":[\"high\",\"medium\"],"
                + "\"startFrom\":\"2026-09-01T00:00:00+02:00\"},\"hunting\":{\"enabled\":false}}");

        assertThat(settings.displayName()).isEqualTo("Contoso Ltd");
        assertThat(settings.cloud()).isEqualTo(Cloud.GCC_HIGH);
        assertThat(settings.retention()).isEqualTo(Duration.ofDays(30));
        assertThat(settings.hunting()).isFalse();
        assertThat(settings.sync())
                .isEqualTo(new TenantSettings.Sync(
                        false,
                        false,
                        Set.of("microsoftSentinel"),
                        Set.of("high", "medium"),
                        Instant.parse("2026-08-31T22:00:00Z")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tenantId | \"tenantId\":null",
                "tenantId | \"tenantId\":\"\"",
                "tenantId | \"tenantId\":\"contoso-value\"",
                "tenantId | \"tenantId\":12345678",
                "tenantId | \"tenantId\":\"0a1b2c3d-1111-4222-8333-444455556666-value\"",
                "displayName | \"displayName\":5",
                "displayName | \"displayName\":[\"value\"]",
                "displayName | \"displayName\":\"two\\nvalue\"",
                "cloud | \"cloud\":\"value\"",
                "cloud | \"cloud\":\"GLOBAL\"",
                "cloud | \"cloud\":\"\"",
                "cloud | \"cloud\":1",
                "cloud | \"cloud\":\"value-that-is-much-too-long\"",
                "retentionDays | \"retentionDays\":0",
                "retentionDays | \"retentionDays\":-1",
                "retentionDays | \"retentionDays\":366",
                "retentionDays | \"retentionDays\":1.5",
                "retentionDays | \"retentionDays\":30.0",
                "retentionDays | \"retentionDays\":\"30\"",
                "retentionDays | \"retentionDays\":null",
                "retentionDays | \"retentionDays\":99999999999999999999",
                "sync | \"sync\":null",
                "sync | \"sync\":true",
                "sync | \"sync\":[]",
                "sync | \"sync\":{\"alert\":true}",
                "sync.alerts | \"sync\":{\"alerts\":\"true\"}",
                "sync.alerts | \"sync\":{\"alerts\":null}",
                "sync.alerts | \"sync\":{\"alerts\":1}",
                "sync.incidents | \"sync\":{\"incidents\":\"value\"}",
                "sync.severities | \"sync\":{\"severities\":\"high\"}",
                "sync.severities | \"sync\":{\"severities\":{\"a\":\"high\"}}",
                "sync.severities | \"sync\":{\"severities\":[\"value\"]}",
                "sync.severities | \"sync\":{\"severities\":[\"High\"]}",
                "sync.severities | \"sync\":{\"severities\":null}",
                "sync.serviceSources | \"sync\":{\"serviceSources\":[\"a value\"]}",
                "sync.serviceSources | \"sync\":{\"serviceSources\":[\"value' or 1 eq 1\"]}",
                "sync.serviceSources | \"sync\":{\"serviceSources\":[\"\"]}",
                "sync.serviceSources | \"sync\":{\"serviceSources\":[5]}",
                "sync.serviceSources | \"sync\":{\"serviceSources\":[true]}",
                "sync.serviceSources | \"sync\":{\"serviceSources\":[null]}",
                "sync.serviceSources | \"sync\":{\"serviceSources\":[[\"value\"]]}",
                "sync.startFrom | \"sync\":{\"startFrom\":\"value\"}",
                "sync.startFrom | \"sync\":{\"startFrom\":\"2026-09-01\"}",
                "sync.startFrom | \"sync\":{\"startFrom\":1757846400}",
                "settings | \"unknown\":\"value\"",
                "settings | \"DisplayName\":\"value\"",
                "settings | \"displayName\":\"a\",\"displayName\":\"value\""
            })
    void wrongMemberIsRefusedByNameWithoutItsValue(String field, String member) {
        String json = "{" + (field.equals("tenantId") ? "" : TENANT + ",") + member + "}";

        assertThatThrownBy(() -> reader.read(json))
                .asInstanceOf(type(InvalidRequestException.class))
                .satisfies(refused -> {
                    assertThat(refused.field()).isEqualTo(field);
                    assertThat(refused)
                            .hasMessageContaining("'" + field + "'")
                            .hasMessageNotContaining("value")
                            .hasNoCause();
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "value",
                "null",
                "5",
                "\"value\"",
                "[]",
                "[{" + TENANT + "}]",
                "{" + TENANT,
                "{" + TENANT + ",}",
                "{'tenantId':'" + ID + "'}",
                "{" + TENANT + "} value",
                "{" + TENANT + "}{" + TENANT + "}"
            })
    void textThatIsNotOneObjectIsRefused(String json) {
        assertThatThrownBy(() -> reader.read(json))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("'settings'")
                .hasMessageNotContaining("value")
                .hasNoCause();
    }

    @Test
    void unknownMemberIsNamedWithThoseThatAreKnown() {
        assertThatThrownBy(() -> reader.read("{" + TENANT + ",\"retention\":3}"))
                .hasMessageContaining("'retention'")
                .hasMessageContaining("cloud, displayName, hunting, remediation, retentionDays, sync, tenantId");
        assertThatThrownBy(() -> reader.read("{" + TENANT + ",\"sync\":{\"sources\":[]}}"))
                .hasMessageContaining("'sources'")
                .hasMessageContaining("alerts, incidents, serviceSources, severities, startFrom");
    }

    @Test
    void membersOfTheRemediationPolicyAreKnownByName() {
        String rules = "{\"devices\":[\"dc-*\"],\"deviceTags\":[\"tier-0\"],\"deviceGroups\":[\"Domain Controllers\"],"
                + "\"users\":[\"breakglass@*\"],\"groups\":[\"" + ID + "\"],\"roles\":[]}";

        RemediationPolicy.Protected read = reader.read("{" + TENANT + ",\"remediation\":{\"protected\":" + rules + "}}")
                .remediation()
                .untouchable();

        assertThat(read)
                .isEqualTo(new RemediationPolicy.Protected(
                        Set.of("dc-*"),
                        Set.of("tier-0"),
                        Set.of("Domain Controllers"),
                        Set.of("breakglass@*"),
                        Set.of(ID),
                        Set.of()));
        assertThatThrownBy(() -> reader.read("{" + TENANT + ",\"remediation\":{\"protected\":{\"device\":[]}}}"))
                .hasMessageContaining("deviceGroups, deviceTags, devices, groups, roles, users");
        assertThatThrownBy(
                        () -> reader.read("{" + TENANT + ",\"remediation\":{\"protected\":{\"deviceGroups\":\"dc\"}}}"))
                .hasMessageContaining("remediation.protected.deviceGroups");
    }

    @Test
    void unknownMemberOfHostileNameIsNotRepeated() {
        assertThatThrownBy(() -> reader.read("{" + TENANT + ",\"a\\nERROR forged\":3}"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageNotContaining("forged");
    }

    @Test
    void settingsThatAreTooLargeOrTooDeepAreRefused() {
        String large = "{" + TENANT + " ".repeat(65_536) + "}";
        String deep = "{" + TENANT + ",\"sync\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}";

        assertThatThrownBy(() -> reader.read(large)).hasMessageContaining("64 KB");
        assertThatThrownBy(() -> reader.read(deep)).isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void listOfWordsMayHoldSixtyFourAndNoMore() {
        String most = words(64);
        String more = words(65);

        assertThat(reader.read("{" + TENANT + ",\"sync\":{\"serviceSources\":[" + most + "]}}")
                        .sync()
                        .serviceSources())
                .hasSize(64);
        assertThatThrownBy(() -> reader.read("{" + TENANT + ",\"sync\":{\"serviceSources\":[" + more + "]}}"))
                .isInstanceOf(InvalidRequestException.class);
    }

    private static String words(int count) {
        return IntStream.range(0, count).mapToObj(word -> "\"w" + word + "\"").collect(Collectors.joining(","));
    }
}
