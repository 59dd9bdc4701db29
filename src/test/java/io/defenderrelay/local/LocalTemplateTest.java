package io.defenderrelay.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.defenderrelay.Template;
import io.defenderrelay.YamlNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class LocalTemplateTest {
    private static final Map<String, String> CREATED = Map.of(
            "Table",
            "relay-1",
            "AlertQueue",
            "http://127.0.0.1:1/alerts",
            "IncidentQueue",
            "http://127.0.0.1:1/incidents",
            "PublishQueue",
            "http://127.0.0.1:1/publish",
            "HuntQueue",
            "http://127.0.0.1:1/hunts",
            "ActionQueue",
            "http://127.0.0.1:1/actions",
            "EventBus",
            "relay-events");

    private final LocalTemplate template = new LocalTemplate(Template.read());

    @Test
    void functionsHaveTheTemplatesEnvironmentWithWhatWasCreatedHere() {
        assertThat(function("dispatch").environment())
                .containsEntry("QUARKUS_FUNQY_EXPORT", "dispatch")
                .containsEntry("RELAY_TABLE", "relay-1")
                .containsEntry("RELAY_QUEUE_ALERTS", "http://127.0.0.1:1/alerts");
        assertThat(function("alert-sync").environment())
                .containsEntry("RELAY_TABLE", "relay-1")
                .containsEntry("RELAY_SECRETS_PREFIX", "defender-relay")
                .containsEntry("RELAY_TIMEOUT", "180")
                .doesNotContainKey("RELAY_QUEUE_ALERTS");
        assertThat(function("hunt-run").environment())
                .containsEntry("RELAY_QUEUE_HUNTS", "http://127.0.0.1:1/hunts")
                .containsEntry("RELAY_TIMEOUT", "450");
    }

    @Test
    void functionsHaveTheTemplatesTimeoutAndMemory() {
        assertThat(function("api").timeout()).isEqualTo(Duration.ofSeconds(29));
        assertThat(function("api").memoryMegabytes()).isEqualTo(512);
    }

    @Test
    void conditionsAreThoseOfTheJvmFlavour() {
        assertThat(function("api").environment())
                .containsEntry("JAVA_TOOL_OPTIONS", "--add-opens=java.base/java.lang=ALL-UNNAMED");
    }

    @Test
    void functionsAreFedByTheirQueues() {
        assertThat(template.subscriptions())
                .containsExactlyInAnyOrder(
                        new LocalTemplate.Subscription("alert-sync", "AlertQueue", 1, true),
                        new LocalTemplate.Subscription("incident-sync", "IncidentQueue", 1, true),
                        new LocalTemplate.Subscription("hunt-run", "HuntQueue", 1, true),
                        new LocalTemplate.Subscription("action-run", "ActionQueue", 1, true),
                        new LocalTemplate.Subscription("publish", "PublishQueue", 1, false));
    }

    @Test
    void dispatchIsCalledBySchedule() {
        assertThat(template.ticks()).containsExactly(new LocalTemplate.Tick("dispatch", "rate(1 minute)", "{}"));
    }

    @Test
    void queuesKeepTheirAttributes() {
        assertThat(template.queues())
                .contains(new LocalTemplate.PlannedQueue(
                        "AlertQueue", Map.of("MessageRetentionPeriod", "120", "VisibilityTimeout", "180")));
    }

    @Test
    void everyRouteLeadsToAFunction() {
        List<String> functions =
                template.functions(CREATED).stream().map(FunctionPlan::name).toList();

        assertThat(template.routes()).isNotEmpty().allSatisfy(route -> assertThat(functions)
                .contains(route.export()));
    }

    @Test
    void referenceToWhatIsNotThereIsRefusedByName() {
        TemplateValues values = new TemplateValues(new YamlNode("template", Map.of()), Map.of());

        assertThatThrownBy(() -> values.text(new YamlNode("place", Map.of("Ref", "Bus"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Bus");
    }

    @Test
    void textWithReferencesIsFilledIn() {
        TemplateValues values = new TemplateValues(new YamlNode("template", Map.of()), Map.of("Bus", "b$1"));

        assertThat(values.text(new YamlNode("place", Map.of("Fn::Sub", "${AWS::Region}/${Bus}"))))
                .hasValue("eu-central-1/b$1");
    }

    private FunctionPlan function(String name) {
        return template.functions(CREATED).stream()
                .filter(plan -> plan.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
