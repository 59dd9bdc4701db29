package io.defenderrelay.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A stand-in for Secrets Manager: its JSON protocol over HTTP, as far as the relay and its rotation use it. {@code POST
 * /faults} with {@code {"SecretId", "Fault"}} makes every read of a secret fail with that error code, {@code 500} with an
 * internal error, an empty one no more. Source: AWS Secrets Manager API Reference.
 */
final class SecretsServer implements AutoCloseable {
    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, StoredSecret> secrets = new ConcurrentHashMap<>();
    private final Map<String, String> faults = new ConcurrentHashMap<>();
    private final HttpServer server;

    private SecretsServer(HttpServer server) {
        this.server = server;
    }

    static SecretsServer start(int port) throws IOException {
        SecretsServer secrets =
                new SecretsServer(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0));
        secrets.server.createContext("/", secrets::handle);
        secrets.server.start();
        return secrets;
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode request = json.readTree(exchange.getRequestBody());
            if (exchange.getRequestURI().getPath().equals("/faults")) {
                faults.put(
                        request.path("SecretId").asText(), request.path("Fault").asText());
                send(exchange, 200, json.createObjectNode());
                return;
            }
            try {
                String target = String.valueOf(exchange.getRequestHeaders().getFirst("X-Amz-Target"));
                send(exchange, 200, answer(target.substring(target.indexOf('.') + 1), request));
            } catch (SecretFault fault) {
                ObjectNode body = json.createObjectNode();
                body.put("__type", fault.code()).put("Message", fault.getMessage());
                send(exchange, fault.status(), body);
            }
        }
    }

    private ObjectNode answer(String operation, JsonNode request) {
        String name = request.path(operation.equals("CreateSecret") ? "Name" : "SecretId")
                .asText();
        return switch (operation) {
            case "CreateSecret" -> create(name, request);
            case "PutSecretValue" -> put(name, request);
            case "GetSecretValue" -> get(name, request);
            case "DescribeSecret" -> existing(name).describe(named(name));
            case "DeleteSecret" -> {
                existing(name).delete();
                yield named(name);
            }
            case "UpdateSecretVersionStage" -> {
                existing(name)
                        .move(
                                request.path("VersionStage").asText(),
                                request.path("MoveToVersionId").asText());
                yield named(name);
            }
            default -> throw new SecretFault(400, "UnknownOperationException", operation);
        };
    }

    private ObjectNode create(String name, JsonNode request) {
        StoredSecret secret = new StoredSecret();
        if (secrets.putIfAbsent(name, secret) != null) {
            throw new SecretFault(
                    400, "ResourceExistsException", "The operation failed because the secret already exists.");
        }
        String version = version(request);
        secret.put(version, request.path("SecretString").asText(), "AWSCURRENT");
        return named(name).put("VersionId", version);
    }

    private ObjectNode put(String name, JsonNode request) {
        String version = version(request);
        String stage = request.path("VersionStages").path(0).asText("AWSCURRENT");
        existing(name).put(version, request.path("SecretString").asText(), stage);
        return named(name).put("VersionId", version);
    }

    private ObjectNode get(String name, JsonNode request) {
        String fault = faults.getOrDefault(name, "");
        if (fault.equals("500")) {
            throw new SecretFault(500, "InternalServiceError", "An error occurred on the server side.");
        }
        if (!fault.isEmpty()) {
            throw new SecretFault(400, fault, "Refused as the test asked.");
        }
        String stage = request.path("VersionStage").asText("AWSCURRENT");
        return existing(name).value(named(name), request.path("VersionId").asText(), stage);
    }

    private StoredSecret existing(String name) {
        StoredSecret secret = secrets.get(name);
        if (secret == null) {
            throw StoredSecret.missing("secret.");
        }
        return secret;
    }

    private ObjectNode named(String name) {
        return json.createObjectNode()
                .put("ARN", "arn:aws:secretsmanager:eu-central-1:000000000000:secret:" + name + "-AbCdEf")
                .put("Name", name);
    }

    private static String version(JsonNode request) {
        return request.path("ClientRequestToken").asText(UUID.randomUUID().toString());
    }

    private void send(HttpExchange exchange, int status, ObjectNode body) throws IOException {
        byte[] bytes = json.writeValueAsString(body).getBytes(UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
