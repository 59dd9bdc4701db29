package io.defenderrelay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.defenderrelay.Template.DeployedFunction;
import io.defenderrelay.Template.Resource;
import io.quarkus.funqy.Funq;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds {@code template.yaml} against the code, and its parts against each other. */
final class TemplateTest {

    private static final String FUNCTIONS = "io.defenderrelay.function";
    private static final Pattern REFERENCE_IN_TEXT = Pattern.compile("\\$\\{([^}!]+)}");

    private final Template template = Template.read();

    @Test
    void everyFunctionOfTheCodeIsDeployedAndNoOther() {
        List<String> deployed =
                template.functions().stream().map(DeployedFunction::export).toList();

        assertThat(deployed).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(functionsOfTheCode());
    }

    @Test
    void everyFunctionClassHasOneFunction() {
        JavaClasses classes = importFunctions();

        assertThat(classes)
                .filteredOn(type -> type.getSimpleName().endsWith("Function"))
                .isNotEmpty()
                .allSatisfy(type -> assertThat(functionsOf(type)).hasSize(1));
    }

    @Test
    void functionKnowsItsOwnTimeout() {
        assertThat(template.functions()).isNotEmpty().allSatisfy(function -> assertThat(
                        Objects.requireNonNull(function.environment().get("RELAY_TIMEOUT"))
                                .number())
                .as(function.export())
                .isEqualTo(function.timeoutSeconds()));
    }

    @Test
    void apiEndsBeforeTheGatewayGivesUp() {
        assertThat(template.functions())
                .filteredOn(function -> !function.events("HttpApi").isEmpty())
                .hasSizeGreaterThan(2)
                .allSatisfy(api -> assertThat(api.timeoutSeconds()).isLessThan(30));
    }

    @Test
    void everyFunctionHasRoleAndLogGroupOfItsOwn() {
        List<DeployedFunction> functions = template.functions();

        assertThat(functions)
                .extracting(function -> function.resource().property("Role").value())
                .doesNotContainNull()
                .doesNotHaveDuplicates();
        assertThat(functions)
                .extracting(function -> function.resource()
                        .property("LoggingConfig", "LogGroup", "Ref")
                        .text())
                .doesNotHaveDuplicates()
                .allSatisfy(group -> assertThat(template.resource(group)
                                .property("RetentionInDays")
                                .exists())
                        .as(group)
                        .isTrue());
        assertThat(functions).allSatisfy(function -> assertThat(function.resource()
                        .property("LoggingConfig", "LogFormat")
                        .text())
                .isEqualTo("JSON"));
    }

    @Test
    void noFunctionSendsTraces() {
        assertThat(template.root().everything())
                .noneSatisfy(place -> assertThat(place.name()).endsWith(".Tracing"));
    }

    @Test
    void functionsShareOneArtifactThatBothFlavoursCanStart() {
        YamlNode shared = template.root().at("Globals", "Function");

        assertThat(shared.at("CodeUri").text()).isEqualTo("target/function.zip");
        assertThat(shared.at("Handler", "Fn::If").texts()).startsWith("Native", "bootstrap");
        String handler = shared.at("Handler", "Fn::If").texts().get(2);
        assertThatCode(() -> Class.forName(
                        handler.substring(0, handler.indexOf("::")),
                        false,
                        getClass().getClassLoader()))
                .doesNotThrowAnyException();
        assertThat(template.functions()).allSatisfy(function -> assertThat(
                        function.resource().property("CodeUri").exists())
                .isFalse());
    }

    @Test
    void failedTickIsKeptWhereAnAlarmSeesIt() {
        DeployedFunction dispatch = template.function("dispatch");
        YamlNode schedule = dispatch.events("ScheduleV2").get(0);

        assertThat(schedule.at("ScheduleExpression").text()).isEqualTo("rate(1 minute)");
        assertThat(dispatch.resource()
                        .property("DeadLetterQueue", "TargetArn", "Fn::GetAtt")
                        .text())
                .isEqualTo("DispatchDeadLetters.Arn");
        assertThat(schedule.at("DeadLetterConfig", "Arn", "Fn::GetAtt").text()).isEqualTo("DispatchDeadLetters.Arn");
        assertThat(template.resource("DispatchFailed")
                        .property("Dimensions")
                        .items()
                        .get(0)
                        .at("Value", "Fn::GetAtt")
                        .text())
                .isEqualTo("DispatchDeadLetters.QueueName");
    }

    @Test
    void tableKeepsItsDataWhateverHappensToTheStack() {
        Resource table = template.resource("Table");

        assertThat(table.all().at("DeletionPolicy").text()).isEqualTo("Retain");
        assertThat(table.all().at("UpdateReplacePolicy").text()).isEqualTo("Retain");
        assertThat(table.property("DeletionProtectionEnabled").text()).isEqualTo("true");
        assertThat(table.property("PointInTimeRecoverySpecification", "PointInTimeRecoveryEnabled")
                        .text())
                .isEqualTo("true");
        assertThat(table.property("SSESpecification", "SSEEnabled").text()).isEqualTo("true");
    }

    @Test
    void tableHasTheKeysThatTheCodeUses() {
        Resource table = template.resource("Table");
        YamlNode index = table.property("GlobalSecondaryIndexes").items().get(0);

        assertThat(names(table.property("KeySchema"))).containsExactly("pk", "sk");
        assertThat(names(index.at("KeySchema"))).containsExactly("gsi1pk", "gsi1sk");
        assertThat(index.at("IndexName").text()).isEqualTo("gsi1");
        assertThat(index.at("Projection", "NonKeyAttributes").texts())
                .containsExactly(
                        "title",
                        "severity",
                        "status",
                        "createdAt",
                        "version",
                        "source",
                        "firstAt",
                        "lastAt",
                        "techniques");
        assertThat(table.property("TimeToLiveSpecification", "AttributeName").text())
                .isEqualTo("ttl");
    }

    /** What a function tells as an error needs a person; so does a run that Lambda had to end. */
    @ParameterizedTest
    @ValueSource(strings = {"AlertSync", "IncidentSync", "Publish"})
    void failedRunsAreSeenByAnAlarm(String name) {
        Resource filter = template.resource(name + "ErrorsLogged");
        Resource alarm = template.resource(name + "Failing");

        assertThat(filter.property("LogGroupName", "Ref").text()).isEqualTo(name + "Logs");
        assertThat(filter.property("FilterPattern").text())
                .contains("$.level = \"ERROR\"", "$.record.status = \"error\"", "$.record.status = \"timeout\"");
        assertThat(alarm.property("MetricName").text())
                .isEqualTo(filter.property("MetricTransformations")
                        .items()
                        .get(0)
                        .at("MetricName")
                        .text());
    }

    @Test
    void everyReferenceLeadsToSomethingInTheTemplate() {
        Set<String> known =
                new HashSet<>(template.root().at("Resources").members().keySet());
        known.addAll(template.root().at("Parameters").members().keySet());

        List<String> references = template.root()
                .everything()
                .flatMap(TemplateTest::references)
                .filter(name -> !name.startsWith("AWS::"))
                .toList();

        assertThat(references).hasSizeGreaterThan(20).isSubsetOf(known);
    }

    @Test
    void everyConditionIsDefined() {
        Set<String> known = template.root().at("Conditions").members().keySet();

        List<String> used = template.root()
                .everything()
                .filter(place -> place.at("Fn::If").exists())
                .map(place -> place.at("Fn::If").items().get(0).text())
                .toList();

        assertThat(used).isNotEmpty().isSubsetOf(known);
    }

    private static List<String> names(YamlNode keySchema) {
        return keySchema.items().stream()
                .map(key -> key.at("AttributeName").text())
                .toList();
    }

    private static Stream<String> references(YamlNode place) {
        Stream<String> refs = place.at("Ref").texts().stream();
        Stream<String> attributes =
                place.at("Fn::GetAtt").texts().stream().map(text -> text.substring(0, text.indexOf('.')));
        Stream<String> inText = place.at("Fn::Sub").texts().stream()
                .flatMap(text -> REFERENCE_IN_TEXT.matcher(text).results())
                .map(result -> result.group(1).split("\\.", 2)[0]);
        return Stream.of(refs, attributes, inText).flatMap(stream -> stream);
    }

    private static List<String> functionsOfTheCode() {
        return importFunctions().stream()
                .flatMap(type -> functionsOf(type).stream())
                .toList();
    }

    private static JavaClasses importFunctions() {
        return new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages(FUNCTIONS);
    }

    private static List<String> functionsOf(JavaClass type) {
        return type.getMethods().stream()
                .filter(method -> method.isAnnotatedWith(Funq.class))
                .map(method -> method.getAnnotationOfType(Funq.class).value())
                .toList();
    }
}
