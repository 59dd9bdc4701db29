package io.defenderrelay;

import static org.assertj.core.api.Assertions.assertThat;

import io.defenderrelay.Template.DeployedFunction;
import io.defenderrelay.Template.Statement;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds the role of each function in {@code template.yaml} against what its code calls, see {@link TemplateCalls}: a permission that
 * is missing fails in the field only, and one too many is nobody's need.
 */
@NullMarked
final class TemplatePermissionTest {
    private static final Template TEMPLATE = Template.read();
    private static final TemplateCalls CALLS = new TemplateCalls();

    private static Stream<String> functions() {
        return TEMPLATE.functions().stream().map(DeployedFunction::export);
    }

    @ParameterizedTest
    @MethodSource("functions")
    void roleAllowsAtTheTableExactlyWhatTheCodeDoes(String function) {
        Set<String> allowed = new TreeSet<>();
        for (Statement statement : statements(function)) {
            String place = statement.all().at("Resource", "Fn::Sub").text().endsWith("/index/gsi1") ? " by index" : "";
            for (String key : statement.leadingKeys()) {
                statement.actions().forEach(action -> allowed.add(action + " " + key + place));
            }
        }

        assertThat(allowed).isEqualTo(CALLS.atTheTable(function));
    }

    @ParameterizedTest
    @MethodSource("functions")
    void roleSendsToExactlyTheQueuesThatTheFunctionKnows(String function) {
        DeployedFunction deployed = TEMPLATE.function(function);
        Set<String> known = new TreeSet<>();
        deployed.environment().forEach((name, value) -> {
            if (name.startsWith("RELAY_QUEUE_")) {
                known.add(value.at("Ref").text() + ".Arn");
            }
        });
        String deadLetters = deployed.resource()
                .property("DeadLetterQueue", "TargetArn", "Fn::GetAtt")
                .text();

        assertThat(known.isEmpty()).isNotEqualTo(CALLS.calls(function, "aws.Queue.send"));
        if (!deadLetters.isEmpty()) {
            known.add(deadLetters);
        }
        assertThat(resources(function, "sqs:SendMessage")).isEqualTo(known);
    }

    @ParameterizedTest
    @MethodSource("functions")
    void roleTakesFromExactlyTheQueueThatFeedsTheFunction(String function) {
        Set<String> sources = new TreeSet<>();
        TEMPLATE.function(function)
                .events("SQS")
                .forEach(event -> sources.add(event.at("Queue", "Fn::GetAtt").text()));

        for (String action : List.of("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes")) {
            assertThat(resources(function, action)).as(action).isEqualTo(sources);
        }
    }

    @ParameterizedTest
    @MethodSource("functions")
    void roleReadsTheStreamIfItFeedsTheFunction(String function) {
        boolean fed = !TEMPLATE.function(function).events("DynamoDB").isEmpty();
        Set<String> stream = fed ? Set.of("Table.StreamArn") : Set.of();

        for (String action : List.of("dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator")) {
            assertThat(resources(function, action)).as(action).isEqualTo(stream);
        }
        assertThat(allows(function, "dynamodb:ListStreams")).isEqualTo(fed);
    }

    @ParameterizedTest
    @MethodSource("functions")
    void rolePutsEventsIfTheCodeDoes(String function) {
        boolean puts = CALLS.calls(function, "aws.Bus.put");

        assertThat(resources(function, "events:PutEvents")).isEqualTo(puts ? Set.of("EventBus.Arn") : Set.of());
        assertThat(TEMPLATE.function(function).environment().containsKey("RELAY_BUS"))
                .isEqualTo(puts);
    }

    @ParameterizedTest
    @MethodSource("functions")
    void roleReadsTheSecretsThatTheCodeReads(String function) {
        Set<String> needed = new TreeSet<>();
        if (CALLS.calls(function, "aws.Vault.reader")) {
            needed.add("${SecretsPrefix}/read/*");
        }
        if (CALLS.calls(function, "aws.Vault.responder")) {
            needed.add("${SecretsPrefix}/act/*");
        }
        Set<String> allowed = new TreeSet<>();
        for (Statement statement : statements(function)) {
            if (statement.touches("secretsmanager")) {
                String secret = statement.all().at("Resource", "Fn::Sub").text();
                allowed.add(secret.substring(secret.indexOf(":secret:") + ":secret:".length()));
            }
        }

        assertThat(allowed).isEqualTo(needed);
        assertThat(TEMPLATE.function(function).environment().containsKey("RELAY_SECRETS_PREFIX"))
                .isEqualTo(!needed.isEmpty());
    }

    @ParameterizedTest
    @MethodSource("functions")
    void roleWritesTheFunctionsOwnLogAndNoOther(String function) {
        Set<String> own = Set.of(TEMPLATE.function(function)
                        .resource()
                        .property("LoggingConfig", "LogGroup", "Ref")
                        .text()
                + ".Arn");

        assertThat(resources(function, "logs:CreateLogStream")).isEqualTo(own);
        assertThat(resources(function, "logs:PutLogEvents")).isEqualTo(own);
    }

    @Test
    void rolesDoNothingElse() {
        assertThat(TEMPLATE.statements().stream()
                        .flatMap(statement -> statement.actions().stream())
                        .distinct()
                        .filter(action -> !action.startsWith("dynamodb:") && !action.startsWith("sqs:")))
                .containsExactlyInAnyOrder(
                        "lambda:InvokeFunction",
                        "events:InvokeApiDestination",
                        "events:PutEvents",
                        "secretsmanager:GetSecretValue",
                        "logs:CreateLogStream",
                        "logs:PutLogEvents");
    }

    @Test
    void rolesOfOtherServicesOnlyHandOver() {
        Set<String> ofFunctions = new TreeSet<>();
        TEMPLATE.functions()
                .forEach(function -> ofFunctions.add(
                        function.resource().property("Role", "Fn::GetAtt").text()));

        assertThat(TEMPLATE.statements().stream()
                        .filter(statement -> !ofFunctions.contains(statement.role() + ".Arn"))
                        .flatMap(statement -> statement.actions().stream()))
                .containsOnly("lambda:InvokeFunction", "sqs:SendMessage", "events:InvokeApiDestination");
    }

    private static List<Statement> statements(String function) {
        String role = TEMPLATE.function(function)
                .resource()
                .property("Role", "Fn::GetAtt")
                .text();
        return TEMPLATE.statements().stream()
                .filter(statement -> role.equals(statement.role() + ".Arn"))
                .toList();
    }

    private static boolean allows(String function, String action) {
        return statements(function).stream()
                .anyMatch(statement -> statement.actions().contains(action));
    }

    /** What the action is allowed on, as {@code !GetAtt} says it. */
    private static Set<String> resources(String function, String action) {
        Set<String> resources = new TreeSet<>();
        statements(function).stream()
                .filter(statement -> statement.actions().contains(action))
                .flatMap(statement -> statement.all().at("Resource").items().stream())
                .forEach(resource -> resources.add(resource.at("Fn::GetAtt").text()));
        return resources;
    }
}
