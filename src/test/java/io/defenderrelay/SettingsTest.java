package io.defenderrelay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.defenderrelay.model.Cloud;
import io.defenderrelay.problem.ConfigurationException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingsTest {
    private static final Map<String, String> DISPATCH = Map.of(
            "relay.table",
            "relay-table",
            "relay.queue.alerts",
            "https://sqs.eu-central-1.amazonaws.com/123456789012/relay-alerts",
            "relay.queue.incidents",
            "https://sqs.eu-central-1.amazonaws.com/123456789012/relay-incidents",
            "relay.queue.publish",
            "https://sqs.eu-central-1.amazonaws.com/123456789012/relay-publish",
            "relay.queue.actions",
            "https://sqs.eu-central-1.amazonaws.com/123456789012/relay-actions");
    private static final Map<String, String> ALERT_SYNC = Map.of("relay.table", "relay-table", "relay.timeout", "300");
    private static final Map<String, String> HUNTS = Map.of(
            "relay.table",
            "relay-table",
            "relay.timeout",
            "300",
            "relay.queue.hunts",
            "https://sqs.eu-central-1.amazonaws.com/123456789012/relay-hunts");

    private static final Map<String, String> ACTIONS = Map.of(
            "relay.table",
            "relay-table",
            "relay.timeout",
            "120",
            "relay.bus",
            "relay-events",
            "relay.queue.actions",
            "https://sqs.eu-central-1.amazonaws.com/123456789012/relay-actions");

    @Test
    void eachFunctionNeedsOnlyItsOwn() {
        assertThatCode(() -> settings(DISPATCH).check("dispatch")).doesNotThrowAnyException();
        assertThatCode(() -> settings(ALERT_SYNC).check("alert-sync")).doesNotThrowAnyException();
        assertThatCode(() -> settings(ALERT_SYNC).check("incident-sync")).doesNotThrowAnyException();
        assertThatCode(() -> settings(HUNTS).check("api")).doesNotThrowAnyException();
        assertThatCode(() -> settings(HUNTS).check("hunt-run")).doesNotThrowAnyException();
        assertThatCode(() -> settings(ACTIONS).check("action-api")).doesNotThrowAnyException();
        assertThatCode(() -> settings(ACTIONS).check("action-run")).doesNotThrowAnyException();
        assertThatCode(() -> settings(Map.of()).check("idle")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "dispatch, relay.table, RELAY_TABLE",
        "dispatch, relay.queue.alerts, RELAY_QUEUE_ALERTS",
        "dispatch, relay.queue.incidents, RELAY_QUEUE_INCIDENTS",
        "dispatch, relay.queue.publish, RELAY_QUEUE_PUBLISH",
        "dispatch, relay.queue.actions, RELAY_QUEUE_ACTIONS",
        "action-api, relay.queue.actions, RELAY_QUEUE_ACTIONS",
        "action-run, relay.queue.actions, RELAY_QUEUE_ACTIONS",
        "action-run, relay.bus, RELAY_BUS",
        "action-run, relay.timeout, RELAY_TIMEOUT",
        "alert-sync, relay.table, RELAY_TABLE",
        "alert-sync, relay.timeout, RELAY_TIMEOUT",
        "incident-sync, relay.timeout, RELAY_TIMEOUT",
        "api, relay.table, RELAY_TABLE",
        "api, relay.queue.hunts, RELAY_QUEUE_HUNTS",
        "hunt-run, relay.queue.hunts, RELAY_QUEUE_HUNTS",
        "hunt-run, relay.timeout, RELAY_TIMEOUT"
    })
    void missingSettingEndsTheStartByItsName(String function, String missing, String variable) {
        Map<String, String> values = new HashMap<>(HUNTS);
        values.putAll(ACTIONS);
        values.putAll(function.equals("dispatch") ? DISPATCH : ALERT_SYNC);
        values.remove(missing);

        assertThatThrownBy(() -> settings(values).check(function))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("Set " + variable + ": " + missing + " must be ");
    }

    @ParameterizedTest
    @CsvSource({
        "dispatch, relay.table, ''",
        "dispatch, relay.table, ' '",
        "dispatch, relay.table, ab",
        "dispatch, relay.table, wrong value",
        "dispatch, relay.table, wrong/value",
        "dispatch, relay.queue.alerts, ''",
        "dispatch, relay.queue.alerts, wrong value",
        "dispatch, relay.queue.alerts, wrong-value",
        "dispatch, relay.queue.alerts, http://wrong-value.example/q",
        "dispatch, relay.queue.alerts, ftp://wrong-value.example/q",
        "dispatch, relay.queue.alerts, https:wrong-value",
        "dispatch, relay.queue.alerts, https:///wrong-value",
        "dispatch, relay.queue.alerts, http://127.0.0.1@wrong-value.example/q",
        "alert-sync, relay.timeout, ''",
        "alert-sync, relay.timeout, 19",
        "alert-sync, relay.timeout, 901",
        "alert-sync, relay.timeout, 1000",
        "alert-sync, relay.timeout, -30",
        "alert-sync, relay.timeout, 30s",
        "alert-sync, relay.timeout, PT30S",
        "alert-sync, relay.timeout, 30.0",
        "alert-sync, relay.timeout, wrong-value",
        "alert-sync, relay.secrets.prefix, ' '",
        "alert-sync, relay.secrets.prefix, /wrong-value",
        "alert-sync, relay.secrets.prefix, wrong-value/",
        "alert-sync, relay.secrets.prefix, wrong value",
        "alert-sync, relay.secrets.prefix, wrong*value",
        "alert-sync, relay.endpoint.login, https://wrong-value.example",
        "alert-sync, relay.endpoint.graph, http://127.0.0.1@wrong-value.example",
        "alert-sync, relay.endpoint.graph, http://127.0.0.1:80/wrong-value",
        "alert-sync, relay.endpoint.defender, https://wrong-value.example"
    })
    void wrongSettingEndsTheStartByItsNameWithoutItsValue(String function, String name, String value) {
        Map<String, String> values = new HashMap<>(HUNTS);
        values.putAll(function.equals("dispatch") ? DISPATCH : ALERT_SYNC);
        values.put(name, value);
        String variable = name.replace('.', '_').toUpperCase(Locale.ROOT);

        assertThatThrownBy(() -> settings(values).check(function))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(variable)
                .hasMessageNotContainingAny("wrong", "901", "1000", "-30", "PT30S")
                .hasNoCause();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "quarkus.dynamodb.endpoint-override",
                "quarkus.secretsmanager.endpoint-override",
                "quarkus.sqs.endpoint-override"
            })
    void awsServiceMayBeReplacedOnThisMachineOnly(String name) {
        String variable = name.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT);

        for (String local : new String[] {"http://127.0.0.1:8000", "http://localhost:8000", "http://[::1]:8000"}) {
            assertThatCode(() -> settings(Map.of(name, local)).check("idle")).doesNotThrowAnyException();
        }
        for (String remote : new String[] {
            "http://wrong.example",
            "https://dynamodb.eu-central-1.amazonaws.com.wrong.example",
            "http://127.0.0.1@wrong.example",
            "http://127.0.0.1.wrong.example",
            "http://127.0.0.2:8000",
            "http://0.0.0.0:8000",
            "http://169.254.169.254",
            "http://LOCALHOST:8000",
            "localhost:8000",
            "wrong value",
            ""
        }) {
            assertThatThrownBy(() -> settings(Map.of(name, remote)).check("idle"))
                    .as(remote)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageStartingWith("Set " + variable + ":")
                    .hasMessageNotContainingAny("wrong", "169.254", "0.0.0.0");
        }
    }

    @Test
    void settingsAreReadAsTheyStand() {
        Settings settings = settings(Map.of(
                "relay.table", "relay-table",
                "relay.queue.alerts", "http://127.0.0.1:9324/000000000000/alerts",
                "relay.secrets.prefix", "team/defender-relay",
                "relay.timeout", "20",
                "relay.endpoint.graph", "http://127.0.0.1:8089",
                "relay.endpoint.defender", "http://127.0.0.1:8090"));

        assertThat(settings.table()).isEqualTo("relay-table");
        assertThat(settings.alertQueue()).isEqualTo("http://127.0.0.1:9324/000000000000/alerts");
        assertThat(settings.secretsPrefix()).isEqualTo("team/defender-relay");
        assertThat(settings.timeout()).isEqualTo(Duration.ofSeconds(20));
        assertThat(settings.endpoints().graph(Cloud.GLOBAL)).hasToString("http://127.0.0.1:8089");
        assertThat(settings.endpoints().defender(Cloud.GLOBAL)).hasToString("http://127.0.0.1:8090");
        assertThat(settings.endpoints().login(Cloud.GLOBAL)).hasHost("login.microsoftonline.com");
    }

    @Test
    void prefixOfSecretsHasADefault() {
        assertThat(settings(Map.of()).secretsPrefix()).isEqualTo("defender-relay");
    }

    @Test
    void timeoutMayBeAsLongAsLambdaAllows() {
        assertThat(settings(Map.of("relay.timeout", "900")).timeout()).isEqualTo(Duration.ofMinutes(15));
    }

    private static Settings settings(Map<String, String> values) {
        return new Settings(name -> Optional.ofNullable(values.get(name)));
    }
}
