package io.defenderrelay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.defenderrelay.Template.Resource;
import io.defenderrelay.Template.Statement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Holds {@code template.yaml} against what is promised of the witness of the audit: it is told of every action, nothing of the stack
 * but its own rule can write there, and it stays. Each promise is broken once, to see that this is found.
 */
@NullMarked
final class TemplateWitnessTest {
    private static final int LEAST_DAYS = 400;
    private static final String GROUP = "ActionWitness";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder = Path.of("");

    @Test
    void witnessIsToldOfEveryActionAndCannotBeChanged() {
        assertThat(faults(Template.read())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            detail-type: [{ prefix: "Action " }]  | detail-type: [{ prefix: "Action s" }] | rule: events
            State: ENABLED                        | State: DISABLED                       | rule: state
            log-group:${ActionWitness}            | log-group:${AccessLogs}               | rule: target
            DeletionPolicy: RetainExceptOnCreate  | DeletionPolicy: Delete                | group: kept
            AllowedValues: [400, 545              | AllowedValues: [30, 400, 545          | group: days
            RetentionInDays: !Ref ActionWitnessDays | RetentionInDays: !Ref LogRetentionDays | group: days
            "Action": "logs:PutLogEvents"         | "Action": ["logs:PutLogEvents", "logs:DeleteLogStream"] | policy: actions
            "delivery.logs.amazonaws.com"]}, "Action": "logs:PutLogEvents" | "lambda.amazonaws.com"]}, "Action": "logs:PutLogEvents" | policy: principal
            "Action": "logs:PutLogEvents", "Resource": "${ActionWitness.Arn}" | "Action": "logs:PutLogEvents", "Resource": "*" | policy: resource
            rule/${EventBus}/action-witness       | rule/*                                | policy: source
            Name: action-witness                  | Name: another                         | policy: source
            Resource: !GetAtt ActionRunLogs.Arn   | Resource: !GetAtt ActionWitness.Arn   | role: writes
            LogGroup: !Ref ActionRunLogs          | LogGroup: !Ref ActionWitness          | function: logs
            Action: events:PutEvents              | Action: [events:PutEvents, events:RemoveTargets] | role: rules
            Value: action-witness                 | Value: another                        | alarm: rule
            """)
    void brokenPromiseIsFound(String promise, String breach, String fault) throws IOException {
        String text = Files.readString(Path.of("template.yaml")).replaceAll("(?<=[,}])\n +(?=\")", " ");
        assertThat(text).contains(promise);
        Path broken = folder.resolve("template.yaml");
        Files.writeString(broken, text.replace(promise, breach));

        assertThat(faults(new Template(YamlNode.read(broken)))).contains(fault);
    }

    /** Which promises are broken. */
    private static Set<String> faults(Template template) {
        Set<String> faults = new TreeSet<>();
        ofRule(template.resource("ActionWitnessRule"), faults);
        ofGroup(template, faults);
        ofPolicy(template, faults);
        ofRoles(template, faults);
        ofAlarm(template, faults);
        return faults;
    }

    private static void check(Set<String> faults, String name, boolean holds) {
        if (!holds) {
            faults.add(name);
        }
    }

    private static void ofRule(Resource rule, Set<String> faults) {
        YamlNode pattern = rule.property("EventPattern");
        List<YamlNode> types = pattern.at("detail-type").items();
        List<YamlNode> targets = rule.property("Targets").items();

        check(
                faults,
                "rule: events",
                rule.property("EventBusName", "Ref").text().equals("EventBus")
                        && pattern.members().keySet().equals(Set.of("source", "detail-type"))
                        && pattern.at("source").texts().equals(List.of("defender-relay"))
                        && types.size() == 1
                        && types.get(0).at("prefix").text().equals("Action "));
        check(faults, "rule: state", rule.property("State").text().equals("ENABLED"));
        check(
                faults,
                "rule: target",
                targets.size() == 1
                        && targets.get(0).members().keySet().equals(Set.of("Id", "Arn"))
                        && targets.get(0).at("Arn", "Fn::Sub").text().endsWith(":log-group:${" + GROUP + "}"));
    }

    private static void ofGroup(Template template, Set<String> faults) {
        YamlNode group = template.resource(GROUP).all();
        YamlNode days = template.root()
                .at(
                        "Parameters",
                        group.at("Properties", "RetentionInDays", "Ref").text());

        check(
                faults,
                "group: kept",
                group.at("DeletionPolicy").text().equals("RetainExceptOnCreate")
                        && group.at("UpdateReplacePolicy").text().equals("Retain"));
        check(
                faults,
                "group: days",
                !days.at("AllowedValues").items().isEmpty()
                        && days.at("AllowedValues").items().stream().allMatch(value -> value.number() >= LEAST_DAYS));
    }

    /** All policies of log groups that the stack makes, since each may name any group. */
    private static void ofPolicy(Template template, Set<String> faults) {
        String source = "rule/${EventBus}/"
                + template.resource("ActionWitnessRule").property("Name").text();
        List<JsonNode> statements = new ArrayList<>();
        for (Resource policy : template.resources("AWS::Logs::ResourcePolicy")) {
            read(policy.property("PolicyDocument", "Fn::Sub").text())
                    .path("Statement")
                    .forEach(statements::add);
        }
        Set<String> actions = new TreeSet<>();
        for (JsonNode statement : statements) {
            actions.add(statement.path("Action").asText("several"));
            boolean writes = statement.path("Action").asText().equals("logs:PutLogEvents");
            check(
                    faults,
                    "policy: principal",
                    statement
                            .path("Principal")
                            .toString()
                            .equals("{\"Service\":[\"events.amazonaws.com\",\"delivery.logs.amazonaws.com\"]}"));
            check(
                    faults,
                    "policy: resource",
                    statement.path("Resource").asText().equals("${" + GROUP + ".Arn}"));
            check(
                    faults,
                    "policy: source",
                    !writes
                            || statement
                                    .at("/Condition/ArnEquals/aws:SourceArn")
                                    .asText()
                                    .endsWith(":" + source));
        }
        check(faults, "policy: actions", actions.equals(Set.of("logs:CreateLogStream", "logs:PutLogEvents")));
    }

    private static void ofRoles(Template template, Set<String> faults) {
        for (Statement statement : template.statements()) {
            boolean witness = statement.all().at("Resource").everything().anyMatch(place -> place.text()
                    .contains(GROUP));
            check(faults, "role: writes", !witness);
            check(
                    faults,
                    "role: rules",
                    statement.actions().stream()
                            .filter(action -> action.startsWith("events:"))
                            .allMatch(Set.of("events:PutEvents", "events:InvokeApiDestination")::contains));
        }
        check(faults, "function: logs", template.functions().stream().noneMatch(function -> function.resource()
                .property("LoggingConfig")
                .everything()
                .anyMatch(place -> place.text().equals(GROUP))));
    }

    private static void ofAlarm(Template template, Set<String> faults) {
        Resource alarm = template.resource("ActionWitnessFailing");
        List<String> dimensions = alarm.property("Dimensions").items().stream()
                .map(dimension -> dimension.at("Name").text() + "="
                        + dimension.at("Value").text()
                        + dimension.at("Value", "Ref").text())
                .toList();

        check(
                faults,
                "alarm: rule",
                alarm.property("Namespace").text().equals("AWS/Events")
                        && alarm.property("MetricName").text().equals("FailedInvocations")
                        && dimensions.contains("RuleName="
                                + template.resource("ActionWitnessRule")
                                        .property("Name")
                                        .text()));
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException malformed) {
            throw new IllegalStateException("The policy of a log group is no JSON", malformed);
        }
    }
}
