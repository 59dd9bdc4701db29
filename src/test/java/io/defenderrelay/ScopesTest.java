package io.defenderrelay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation of the contract by every scope's policy, in one's own tenant and in others: a scope allows its own alone. */
final class ScopesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path POLICIES = Path.of("infra/policies");
    private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");
    private static final String API = "arn:aws:execute-api:eu-central-1:111122223333:a1b2c3d4e5/";
    private static final List<String> FOREIGN = List.of("acm", "acme-2", "other", "acme%2f..%2fother");

    private record Operation(String method, String path, String scope) {
        /** The ARN that IAM compares, of a request with ids as we and Microsoft give them out. */
        String arn(String tenant) {
            boolean ours = path.contains("/hunts/") || path.contains("/actions/");
            String real = path.replace("{tenant}", tenant)
                    .replace("{id}", ours ? "0123456789abcdef0123456789abcdef" : "da637811-4c_1")
                    .replace("{revision}", "3");
            return API + "$default/" + method.toUpperCase(Locale.ROOT) + real;
        }
    }

    @Test
    void everyOperationHasAScopeAndEveryScopeAPolicy() {
        Set<String> scopes = new TreeSet<>();
        operations().forEach(operation -> scopes.add(operation.scope()));

        assertThat(scopes()).containsExactlyElementsOf(scopes);
    }

    @ParameterizedTest
    @MethodSource("scopes")
    void scopeAllowsItsOwnOperationsOfItsTenantAlone(String scope) {
        List<Pattern> allowed = allowed(scope);

        assertThat(operations()).allSatisfy(operation -> {
            assertThat(allows(allowed, operation.arn("acme")))
                    .as("%s by %s in its own tenant", operation, scope)
                    .isEqualTo(operation.scope().equals(scope));
            assertThat(FOREIGN).allSatisfy(tenant -> assertThat(allows(allowed, operation.arn(tenant)))
                    .as("%s by %s in %s", operation, scope, tenant)
                    .isFalse());
        });
    }

    @ParameterizedTest
    @MethodSource("scopes")
    void policyOnlyAllowsCallsOfThisApi(String scope) throws IOException {
        JsonNode policy = JSON.readTree(POLICIES.resolve(scope + ".json").toFile());

        assertThat(policy.path("Version").asText()).isEqualTo("2012-10-17");
        assertThat(policy.path("Statement")).hasSize(1).allSatisfy(statement -> {
            assertThat(statement.path("Effect").asText()).isEqualTo("Allow");
            assertThat(statement.path("Action").asText()).isEqualTo("execute-api:Invoke");
            assertThat(statement.path("Resource")).isNotEmpty().allSatisfy(resource -> assertThat(resource.asText())
                    .matches("<ApiArn>/[A-Z]+/v1/tenants/<tenant>/[^<>]+"));
        });
    }

    @Test
    void stackTellsWhatPoliciesBeginWith() {
        String arn = YamlNode.read(Path.of("template.yaml"))
                .at("Outputs", "ApiArn", "Value", "Fn::Sub")
                .text();

        assertThat(arn).endsWith(":execute-api:${AWS::Region}:${AWS::AccountId}:${HttpApi}/*");
    }

    static List<String> scopes() {
        try (Stream<Path> files = Files.list(POLICIES)) {
            return files.map(file -> file.getFileName().toString().replace(".json", ""))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        YamlNode.read(Path.of("infra/openapi.yaml")).at("paths").members().forEach((path, item) -> item.members()
                .forEach((method, operation) -> {
                    if (METHODS.contains(method)) {
                        operations.add(new Operation(
                                method, path, operation.at("x-scope").text()));
                    }
                }));
        return operations;
    }

    private static boolean allows(List<Pattern> allowed, String arn) {
        return allowed.stream().anyMatch(pattern -> pattern.matcher(arn).matches());
    }

    /** As IAM reads it: an asterisk stands for any characters, a question mark for one, slashes among them. */
    private static List<Pattern> allowed(String scope) {
        try {
            List<Pattern> patterns = new ArrayList<>();
            JsonNode policy = JSON.readTree(POLICIES.resolve(scope + ".json").toFile());
            for (JsonNode resource : policy.path("Statement").path(0).path("Resource")) {
                String text = resource.asText().replace("<ApiArn>", API + "*").replace("<tenant>", "acme");
                patterns.add(Pattern.compile(
                        "\\Q" + text.replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q") + "\\E", Pattern.DOTALL));
            }
            return patterns;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
