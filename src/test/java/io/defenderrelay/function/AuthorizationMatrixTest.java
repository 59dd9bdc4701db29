package io.defenderrelay.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.defenderrelay.aws.Queue;
import io.defenderrelay.aws.Table;
import io.defenderrelay.local.LocalAws;
import io.defenderrelay.local.MovableClock;
import io.defenderrelay.problem.ConnectorException;
import io.defenderrelay.problem.MethodNotAllowedException;
import io.defenderrelay.problem.NotFoundException;
import io.defenderrelay.remediation.Remediation;
import io.defenderrelay.store.Actions;
import io.defenderrelay.store.Tenants;
import io.defenderrelay.tenant.Tenant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** Every operation of {@code infra/openapi.yaml}, at every function, for every tenant a caller may name. */
class AuthorizationMatrixTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OWN = "own-tenant";
    private static final String FOREIGN = "foreign-tenant";
    private static final String CALLER = "AROAANALYST:somebody";
    private static final String OTHER = "AROALEAD:somebody";
    private static final MovableClock CLOCK = new MovableClock(Instant.parse("2026-11-01T00:00:00Z"));
    private static final String ISOLATE =
            "{\"kind\":\"isolate-device\",\"device\":\"host-1\",\"reason\":\"Case 4821\"}";

    private static Function<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> api = event -> none();
    private static Function<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> actions = event -> none();
    private static String action = "";

    record Operation(String method, String path) {
        String of(String tenant, String id) {
            return path.replace("{tenant}", tenant).replace("{id}", id).replace("{revision}", "1");
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    @BeforeAll
    static void twoTenants() {
        Table table = LocalAws.table();
        Tenants tenants = new Tenants(table);
        String settings = "{\"tenantId\":\"0a1b2c3d-1111-4222-8333-444455556666\",\"remediation\":"
                + "{\"enabled\":true,\"kinds\":[\"isolate-device\"]}}";
        tenants.put(OWN, Tenant.State.ACTIVE, 1, settings);
        tenants.put(FOREIGN, Tenant.State.ACTIVE, 1, settings);
        api = new ApiFunction(ReadApis.over(table, CLOCK))::api;
        Remediation remediation = new Remediation(
                new Actions(table, new Random(1)), new Queue(LocalAws.sqs(), LocalAws.createQueue()), CLOCK);
        actions = new ActionApiFunction(new ActionApi(tenants, remediation))::actionApi;
        action = body(actions.apply(event("POST", "/v1/tenants/" + OWN + "/actions", CALLER, ISOLATE)))
                .path("id")
                .asText();
    }

    static Stream<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        contract().path("paths").properties().forEach(path -> path.getValue()
                .fieldNames()
                .forEachRemaining(method -> {
                    if (!method.equals("parameters")) {
                        operations.add(new Operation(method.toUpperCase(Locale.ROOT), path.getKey()));
                    }
                }));
        return operations.stream();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void onlyItsOwnFunctionAnswersARoute(Operation operation) {
        APIGatewayV2HTTPEvent event = event(operation.method(), operation.of(OWN, "a"), CALLER, bodyFor(operation));
        List<Route.Api> answering = new ArrayList<>();
        for (Route.Api function : Route.Api.values()) {
            try {
                Route route = ApiRequest.of(event, function).route();
                assertThat(route.template()).isEqualTo(operation.path());
                answering.add(function);
            } catch (NotFoundException | MethodNotAllowedException notItsOwn) {
                assertThat(notItsOwn).isNotNull();
            }
        }

        assertThat(answering).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void unknownTenantIsAnsweredLikeOneThatIsNotThere(Operation operation) {
        String path = operation.of("no-such-tenant", "a".repeat(32));

        for (var function : List.of(api, actions)) {
            APIGatewayV2HTTPResponse answer =
                    function.apply(event(operation.method(), path, CALLER, bodyFor(operation)));
            assertThat(answer.getStatusCode()).isIn(404, 405);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/audit", "/approve", "/reject", "/cancel"})
    void actionOfAnotherTenantIsAnsweredLikeOneThatIsNotThere(String route) {
        String method = route.isEmpty() || route.equals("/audit") ? "GET" : "POST";
        String body = route.equals("/approve") ? "{\"requestHash\":\"" + "a".repeat(32) + "\"}" : "";

        APIGatewayV2HTTPResponse foreign =
                actions.apply(event(method, "/v1/tenants/" + FOREIGN + "/actions/" + action + route, OTHER, body));
        APIGatewayV2HTTPResponse absent = actions.apply(
                event(method, "/v1/tenants/" + FOREIGN + "/actions/" + "b".repeat(32) + route, OTHER, body));

        assertThat(foreign.getStatusCode()).isEqualTo(404);
        assertThat(foreign.getBody()).isEqualTo(absent.getBody());
    }

    @Test
    void listOfAnotherTenantDoesNotShowIt() {
        JsonNode list = body(actions.apply(event("GET", "/v1/tenants/" + FOREIGN + "/actions", OTHER, "")));

        assertThat(list.path("items")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void nobodyChangesAnythingWithoutBeingNamedByAws(Operation operation) {
        boolean changesActions =
                operation.method().equals("POST") && operation.path().contains("/actions");
        boolean asksHunts =
                operation.method().equals("POST") && operation.path().contains("/hunts");
        if (!changesActions && !asksHunts) {
            return;
        }
        var function = changesActions ? actions : api;

        APIGatewayV2HTTPResponse answer =
                function.apply(event(operation.method(), operation.of(OWN, action), null, bodyFor(operation)));

        assertThat(answer.getStatusCode()).isEqualTo(403);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void policyOnTheTenantsRoutesCannotBeEscaped(Operation operation) {
        List<String> tricks = List.of(
                OWN + "%2f..%2f" + FOREIGN,
                OWN + "/../" + FOREIGN,
                OWN + "/%2e%2e/" + FOREIGN,
                OWN + "//" + FOREIGN,
                "./" + FOREIGN,
                "%66oreign-tenant",
                FOREIGN + "%00",
                FOREIGN.toUpperCase(Locale.ROOT));
        for (String trick : tricks) {
            for (Route.Api function : Route.Api.values()) {
                APIGatewayV2HTTPEvent event =
                        event(operation.method(), operation.of(trick, "a"), CALLER, bodyFor(operation));
                assertThatThrownBy(() -> ApiRequest.of(event, function))
                        .as(trick)
                        .isInstanceOf(ConnectorException.class);
            }
        }
    }

    private static String bodyFor(Operation operation) {
        if (operation.method().equals("GET") || operation.method().equals("DELETE")) {
            return "";
        }
        if (operation.path().endsWith("/approve")) {
            return "{\"requestHash\":\"" + "a".repeat(32) + "\"}";
        }
        return operation.path().endsWith("/actions") ? ISOLATE : "{}";
    }

    private static APIGatewayV2HTTPEvent event(String method, String path, @Nullable String caller, String body) {
        Map<String, String> headers = new HashMap<>();
        headers.put("content-type", "application/json");
        headers.put("idempotency-key", "key-1");
        headers.put("if-match", "\"1\"");
        APIGatewayV2HTTPEvent.RequestContext context = APIGatewayV2HTTPEvent.RequestContext.builder()
                .withHttp(APIGatewayV2HTTPEvent.RequestContext.Http.builder()
                        .withMethod(method)
                        .withPath(path)
                        .build())
                .withAuthorizer(APIGatewayV2HTTPEvent.RequestContext.Authorizer.builder()
                        .withIam(APIGatewayV2HTTPEvent.RequestContext.IAM
                                .builder()
                                .withUserId(caller)
                                .build())
                        .build())
                .build();
        return APIGatewayV2HTTPEvent.builder()
                .withRawPath(path)
                .withRawQueryString("")
                .withHeaders(headers)
                .withBody(body.isEmpty() ? null : body)
                .withRequestContext(context)
                .build();
    }

    private static JsonNode contract() {
        try {
            return JSON.valueToTree(new Yaml().<Object>load(Files.readString(Path.of("infra/openapi.yaml"))));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static JsonNode body(APIGatewayV2HTTPResponse answer) {
        try {
            JsonNode body = JSON.readTree(answer.getBody());
            if (body instanceof ObjectNode object) {
                object.remove("requestId");
            }
            return body;
        } catch (IOException notJson) {
            throw new UncheckedIOException(notJson);
        }
    }

    private static APIGatewayV2HTTPResponse none() {
        return new APIGatewayV2HTTPResponse();
    }
}
