package io.defenderrelay;

import static org.assertj.core.api.Assertions.assertThat;

import io.defenderrelay.Template.DeployedRoute;
import io.defenderrelay.function.Route;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the routes of the code, of {@code template.yaml} and of {@code infra/openapi.yaml} together. */
final class ContractTest {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");
    private static final Pattern PARAMETER = Pattern.compile("\\{([^}]+)}");

    private final YamlNode contract = YamlNode.read(Path.of("infra/openapi.yaml"));
    private final Template template = Template.read();

    @Test
    void contractDescribesTheRoutesOfTheCode() {
        List<String> ofTheCode = Stream.of(Route.values())
                .map(route -> route.method() + " " + route.template())
                .toList();

        assertThat(operations().map(Operation::route)).containsExactlyInAnyOrderElementsOf(ofTheCode);
    }

    @Test
    void templateDeploysTheRoutesOfTheCodeToTheirFunctions() {
        List<DeployedRoute> ofTheCode = Stream.of(Route.values())
                .map(route -> new DeployedRoute(route.method(), route.template(), route.function()))
                .toList();

        assertThat(template.routes()).containsExactlyInAnyOrderElementsOf(ofTheCode);
    }

    @Test
    void everyRouteBelongsToOneTenant() {
        assertThat(operations()).isNotEmpty().allSatisfy(operation -> assertThat(operation.path())
                .startsWith("/v1/tenants/{tenant}/"));
    }

    @Test
    void everyOperationDeclaresItsPathParameters() {
        assertThat(operations()).isNotEmpty().allSatisfy(operation -> {
            List<String> inPath = PARAMETER
                    .matcher(operation.path())
                    .results()
                    .map(ContractTest::name)
                    .toList();

            assertThat(parametersIn(operation, "path")).as(operation.route()).containsExactlyElementsOf(inPath);
        });
    }

    @Test
    void idsThatWeGiveOutHaveOneForm() {
        for (String thing : List.of("Action", "Hunt")) {
            String form = contract.at("components", "schemas", thing, "properties", "id", "pattern")
                    .text();
            String path = "/v1/tenants/{tenant}/" + thing.toLowerCase(Locale.ROOT) + "s/{id}";

            assertThat(operations().filter(operation -> operation.path().startsWith(path)))
                    .isNotEmpty()
                    .allSatisfy(operation -> assertThat(parameters(operation)
                                    .filter(parameter ->
                                            parameter.at("name").text().equals("id"))
                                    .map(parameter ->
                                            parameter.at("schema", "pattern").text()))
                            .containsExactly(form)
                            .doesNotContain(""));
        }
    }

    @Test
    void everyOperationSaysHowItFails() {
        assertThat(operations()).isNotEmpty().allSatisfy(operation -> assertThat(
                        operation.all().at("responses").members().keySet())
                .as(operation.route())
                .contains(
                        operation.method().equals("delete") ? "204" : "200", "400", "403", "404", "429", "500", "503"));
    }

    @Test
    void whatTakesATokenMayAnswerThatItExpired() {
        List<Operation> paging = operations()
                .filter(operation -> parametersIn(operation, "query").contains("after"))
                // the rows of a hunt go with the hunt
                .filter(operation -> !operation.path().endsWith("/rows"))
                // actions and their audits are kept for ever
                .filter(operation -> !operation.path().contains("/actions"))
                .toList();

        assertThat(paging).isNotEmpty().allSatisfy(operation -> assertThat(
                        operation.all().at("responses", "410").exists())
                .as(operation.route())
                .isTrue());
    }

    @Test
    void everyFailureIsAProblem() {
        Map<String, YamlNode> responses = contract.at("components", "responses").members();

        assertThat(responses.values()).isNotEmpty().allSatisfy(response -> assertThat(
                        response.at("content", "application/problem+json", "schema", "$ref")
                                .text())
                .isEqualTo("#/components/schemas/Problem"));
    }

    @Test
    void everyOperationIsSignedAndHasANameOfItsOwn() {
        assertThat(contract.at("security").items()).singleElement().satisfies(scheme -> assertThat(scheme.members())
                .containsOnlyKeys("sigv4"));
        assertThat(contract.at("components", "securitySchemes", "sigv4", "x-amazon-apigateway-authtype")
                        .text())
                .isEqualTo("awsSigv4");
        assertThat(operations())
                .allSatisfy(operation ->
                        assertThat(operation.all().at("security").exists()).isFalse());
        assertThat(operations()
                        .map(operation -> operation.all().at("operationId").text()))
                .doesNotContain("")
                .doesNotHaveDuplicates();
    }

    @Test
    void everyReferenceLeadsToSomethingInTheContract() {
        List<String> references = contract.everything()
                .flatMap(place -> place.at("$ref").texts().stream())
                .toList();

        assertThat(references)
                .isNotEmpty()
                .allSatisfy(reference ->
                        assertThat(resolve(reference).exists()).as(reference).isTrue());
    }

    private record Operation(String method, String path, YamlNode ofPath, YamlNode all) {
        String route() {
            return method.toUpperCase(Locale.ROOT) + " " + path;
        }
    }

    private Stream<Operation> operations() {
        return contract.at("paths").members().entrySet().stream()
                .flatMap(path -> path.getValue().members().entrySet().stream()
                        .filter(member -> METHODS.contains(member.getKey()))
                        .map(member ->
                                new Operation(member.getKey(), path.getKey(), path.getValue(), member.getValue())));
    }

    private Stream<YamlNode> parameters(Operation operation) {
        return Stream.of(operation.ofPath(), operation.all())
                .flatMap(level -> level.at("parameters").items().stream())
                .map(parameter -> parameter.at("$ref").exists()
                        ? resolve(parameter.at("$ref").text())
                        : parameter);
    }

    private List<String> parametersIn(Operation operation, String place) {
        return parameters(operation)
                .filter(parameter -> parameter.at("in").text().equals(place))
                .map(parameter -> parameter.at("name").text())
                .toList();
    }

    private YamlNode resolve(String reference) {
        return contract.at(reference.substring("#/".length()).split("/"));
    }

    private static String name(MatchResult parameter) {
        return parameter.group(1);
    }
}
