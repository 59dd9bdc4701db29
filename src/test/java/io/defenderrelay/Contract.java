package io.defenderrelay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;

/** {@code infra/openapi.yaml}, for the tests that hold requests and answers against it. */
@NullMarked
public final class Contract {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
    private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");
    /** Headers of every answer, which no operation needs to name. */
    private static final Set<String> ALWAYS = Set.of("Content-Type", "Cache-Control", "X-Content-Type-Options");

    private final JsonNode root;
    /** Those asked for so far: to read one takes a while. */
    private final Map<JsonNode, JsonSchema> schemas = new HashMap<>();

    private Contract(JsonNode root) {
        this.root = root;
    }

    /** An operation; its path has each variable in braces. */
    public record Operation(String method, String path) {
        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    /** An answer as it leaves a function. */
    public record Given(
            int status,
            Map<String, String> headers,
            @Nullable String body) {
        public Given {
            headers = Map.copyOf(headers);
        }
    }

    public static Contract read() {
        try {
            return new Contract(
                    JSON.valueToTree(new Yaml().<Object>load(Files.readString(Path.of("infra/openapi.yaml")))));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    public List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        root.path("paths")
                .properties()
                .forEach(path -> path.getValue().fieldNames().forEachRemaining(method -> {
                    if (METHODS.contains(method)) {
                        operations.add(new Operation(method.toUpperCase(Locale.ROOT), path.getKey()));
                    }
                }));
        return operations;
    }

    public JsonNode of(Operation operation) {
        return root.path("paths").path(operation.path()).path(operation.method().toLowerCase(Locale.ROOT));
    }

    /** One of {@code components/schemas}. */
    public JsonNode component(String name) {
        return root.path("components").path("schemas").path(name);
    }

    public JsonSchema schema(String name) {
        return schema(JSON.createObjectNode().put("$ref", "#/components/schemas/" + name));
    }

    /** The statuses that the operation is said to answer. */
    public List<Integer> statuses(Operation operation) {
        List<Integer> statuses = new ArrayList<>();
        of(operation).path("responses").fieldNames().forEachRemaining(status -> statuses.add(Integer.valueOf(status)));
        return statuses;
    }

    /** What of an answer the contract does not say: its status, a header, its type or a member of its body. */
    public List<String> undescribed(Operation operation, Given given) {
        JsonNode response = resolved(of(operation).path("responses").path(String.valueOf(given.status())));
        if (response.isMissingNode()) {
            return List.of("status " + given.status() + ": " + given.body());
        }
        List<String> faults = new ArrayList<>();
        Map<String, String> headers = new TreeMap<>(given.headers());
        headers.keySet().removeAll(ALWAYS);
        headers.forEach((name, value) -> {
            JsonNode header = resolved(response.path("headers").path(name));
            if (header.isMissingNode()
                    || !schema(header.path("schema")).validate(typed(value)).isEmpty()) {
                faults.add("header " + name + ": " + value);
            }
        });
        response.path("headers").properties().forEach(header -> {
            if (resolved(header.getValue()).path("required").asBoolean() && !headers.containsKey(header.getKey())) {
                faults.add("header " + header.getKey() + " is missing");
            }
        });
        body(response, given, faults);
        return faults;
    }

    private void body(JsonNode response, Given given, List<String> faults) {
        String type = given.headers().getOrDefault("Content-Type", "");
        JsonNode content = response.path("content");
        String body = given.body() == null ? "" : given.body();
        if (content.isMissingNode()) {
            if (!body.isEmpty() || !type.isEmpty()) {
                faults.add("a body");
            }
            return;
        }
        if (content.path(type).isMissingNode()) {
            faults.add("content type " + type);
        } else if (type.endsWith("json") && !type.endsWith("ndjson")) {
            schema(content.path(type).path("schema"))
                    .validate(tree(body))
                    .forEach(fault -> faults.add(fault.toString()));
        }
    }

    private JsonNode resolved(JsonNode node) {
        String reference = node.path("$ref").asText();
        return reference.isEmpty() ? node : root.at(reference.substring(1));
    }

    private JsonSchema schema(JsonNode schema) {
        return schemas.computeIfAbsent(schema, part -> {
            ObjectNode whole = ((ObjectNode) part).deepCopy();
            whole.set("components", root.path("components"));
            return SCHEMAS.getSchema(whole);
        });
    }

    /** A header's value as its schema speaks of it. */
    private static JsonNode typed(String value) {
        return value.matches("[0-9]{1,9}")
                ? JSON.getNodeFactory().numberNode(Integer.parseInt(value))
                : JSON.getNodeFactory().textNode(value);
    }

    private static JsonNode tree(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException notJson) {
            throw new UncheckedIOException(notJson);
        }
    }
}
