package io.defenderrelay;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** What {@code template.yaml} deploys, for the tests that hold it against the code and for the local run. */
@NullMarked
public record Template(YamlNode root) {

    private static final Path FILE = Path.of("template.yaml");

    /** A resource of the template and its properties. */
    public record Resource(String name, String type, YamlNode all) {
        public YamlNode property(String... names) {
            return all.at("Properties").at(names);
        }
    }

    /** A function: what it runs, for how long, with which environment; values may be references. */
    public record DeployedFunction(Resource resource) {

        /** The name of the function in the code, see {@code QUARKUS_FUNQY_EXPORT}. */
        public String export() {
            return environment()
                    .getOrDefault("QUARKUS_FUNQY_EXPORT", new YamlNode("", null))
                    .text();
        }

        public int timeoutSeconds() {
            return resource.property("Timeout").number();
        }

        public Map<String, YamlNode> environment() {
            return resource.property("Environment", "Variables").members();
        }

        /** The events of one type, by name. */
        public List<YamlNode> events(String type) {
            return resource.property("Events").members().values().stream()
                    .filter(event -> event.at("Type").text().equals(type))
                    .map(event -> event.at("Properties"))
                    .toList();
        }
    }

    /** A route of the HTTP API. */
    public record DeployedRoute(String method, String path, String export) {}

    /** One statement of a role's policies. */
    public record Statement(String role, YamlNode all) {
        public List<String> actions() {
            return all.at("Action").texts();
        }

        public boolean touches(String service) {
            return actions().stream().anyMatch(action -> action.startsWith(service + ":"));
        }

        /** The first parts of the table's keys that the statement is held to; empty if to none. */
        public List<String> leadingKeys() {
            return all.at("Condition").members().values().stream()
                    .flatMap(condition -> condition.at("dynamodb:LeadingKeys").texts().stream())
                    .toList();
        }
    }

    public static Template read() {
        return new Template(YamlNode.read(FILE));
    }

    public List<Resource> resources(String type) {
        return root.at("Resources").members().entrySet().stream()
                .map(entry ->
                        new Resource(entry.getKey(), entry.getValue().at("Type").text(), entry.getValue()))
                .filter(resource -> resource.type().equals(type))
                .toList();
    }

    public Resource resource(String name) {
        YamlNode all = root.at("Resources", name);
        return new Resource(name, all.at("Type").text(), all);
    }

    public List<DeployedFunction> functions() {
        return resources("AWS::Serverless::Function").stream()
                .map(DeployedFunction::new)
                .toList();
    }

    public DeployedFunction function(String export) {
        return functions().stream()
                .filter(function -> function.export().equals(export))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No function in " + FILE + " exports " + export));
    }

    public List<DeployedRoute> routes() {
        List<DeployedRoute> routes = new ArrayList<>();
        for (DeployedFunction function : functions()) {
            for (YamlNode event : function.events("HttpApi")) {
                routes.add(new DeployedRoute(
                        event.at("Method").text(), event.at("Path").text(), function.export()));
            }
        }
        return routes;
    }

    public List<Statement> statements() {
        return resources("AWS::IAM::Role").stream()
                .flatMap(Template::statements)
                .toList();
    }

    private static Stream<Statement> statements(Resource role) {
        return role.property("Policies").items().stream()
                .flatMap(policy -> policy.at("PolicyDocument", "Statement").items().stream())
                .map(statement -> new Statement(role.name(), statement));
    }
}
