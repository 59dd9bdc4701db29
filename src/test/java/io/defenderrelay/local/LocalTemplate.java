package io.defenderrelay.local;

import io.defenderrelay.Template;
import io.defenderrelay.Template.DeployedFunction;
import io.defenderrelay.Template.DeployedRoute;
import io.defenderrelay.Template.Resource;
import io.defenderrelay.YamlNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code template.yaml} deploys, as the local run plays it: the same functions, queues, schedules and routes. */
final class LocalTemplate {
    private static final String DEFAULT_MEMORY = "128";

    private final Template template;

    LocalTemplate(Template template) {
        this.template = template;
    }

    /** A queue: its name in the template and the attributes that SQS knows it by. */
    record PlannedQueue(String name, Map<String, String> attributes) {
        PlannedQueue {
            attributes = Map.copyOf(attributes);
        }
    }

    /** A queue that feeds a function. */
    record Subscription(String function, String queue, int batchSize, boolean reportsFailures) {}

    /** A schedule that calls a function with this event. */
    record Tick(String function, String expression, String event) {}

    /** Only those that the template names itself; a table is made by {@link LocalAws#createTable}. */
    List<PlannedQueue> queues() {
        return template.resources("AWS::SQS::Queue").stream()
                .filter(queue -> !queue.all().at("Condition").exists())
                .map(queue -> new PlannedQueue(queue.name(), attributes(queue)))
                .toList();
    }

    /** The names of the event buses. */
    List<String> buses() {
        return template.resources("AWS::Events::EventBus").stream()
                .map(Resource::name)
                .toList();
    }

    /** The names of the tables. */
    List<String> tables() {
        return template.resources("AWS::DynamoDB::Table").stream()
                .map(Resource::name)
                .toList();
    }

    /**
     * The functions with their environment.
     *
     * @param created what {@code Ref} gives for a resource, by its name in the template
     */
    List<FunctionPlan> functions(Map<String, String> created) {
        TemplateValues values = new TemplateValues(template.root(), created);
        return template.functions().stream()
                .map(function -> plan(function, values))
                .toList();
    }

    List<DeployedRoute> routes() {
        return template.routes();
    }

    List<Subscription> subscriptions() {
        List<Subscription> subscriptions = new ArrayList<>();
        for (DeployedFunction function : template.functions()) {
            for (YamlNode event : function.events("SQS")) {
                String arn = event.at("Queue", "Fn::GetAtt").text();
                String batch =
                        event.at("BatchSize").exists() ? event.at("BatchSize").text() : "10";
                subscriptions.add(new Subscription(
                        function.export(),
                        arn.substring(0, arn.indexOf('.')),
                        Integer.parseInt(batch),
                        event.at("FunctionResponseTypes").texts().contains("ReportBatchItemFailures")));
            }
        }
        return subscriptions;
    }

    List<Tick> ticks() {
        List<Tick> ticks = new ArrayList<>();
        for (DeployedFunction function : template.functions()) {
            for (YamlNode event : function.events("ScheduleV2")) {
                String input = event.at("Input").exists() ? event.at("Input").text() : "{}";
                ticks.add(new Tick(
                        function.export(), event.at("ScheduleExpression").text(), input));
            }
        }
        return ticks;
    }

    private FunctionPlan plan(DeployedFunction function, TemplateValues values) {
        YamlNode shared = template.root().at("Globals", "Function");
        Map<String, YamlNode> variables =
                new LinkedHashMap<>(shared.at("Environment", "Variables").members());
        variables.putAll(function.environment());
        Map<String, String> environment = new LinkedHashMap<>();
        variables.forEach((name, value) -> values.text(value).ifPresent(text -> environment.put(name, text)));
        YamlNode own = function.resource().property("MemorySize");
        YamlNode memory = own.exists() ? own : shared.at("MemorySize");
        return new FunctionPlan(
                function.export(),
                Duration.ofSeconds(function.timeoutSeconds()),
                Integer.parseInt(memory.exists() ? memory.text() : DEFAULT_MEMORY),
                environment);
    }

    private static Map<String, String> attributes(Resource queue) {
        Map<String, String> attributes = new LinkedHashMap<>();
        for (String name : List.of("VisibilityTimeout", "MessageRetentionPeriod")) {
            if (queue.property(name).exists()) {
                attributes.put(name, queue.property(name).text());
            }
        }
        return attributes;
    }
}
