package io.defenderrelay.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import io.defenderrelay.Contract;
import io.defenderrelay.Contract.Operation;
import io.defenderrelay.microsoft.MicrosoftApi;
import io.defenderrelay.problem.ConnectorException;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Every operation of {@code infra/openapi.yaml}, at every function, for every tenant and caller a request may name. */
@QuarkusTest
class AuthorizationMatrixTest {
    private static final String NOBODY = "";

    private static @Nullable TwoTenants shared;

    @Inject
    @RestClient
    MicrosoftApi microsoft;

    private TwoTenants tenants;

    /** Made once: what an operation changes, it changes at a thing of its own. */
    @BeforeEach
    void twoTenants() {
        tenants = shared == null ? new TwoTenants(microsoft) : shared;
        shared = tenants;
    }

    @AfterAll
    static void close() {
        if (shared != null) {
            shared.close();
        }
        shared = null;
    }

    static List<Operation> operations() {
        return Contract.read().operations();
    }

    static Stream<Operation> operationsWithAnId() {
        return operations().stream().filter(operation -> operation.path().contains("{id}"));
    }

    static Stream<Operation> operationsThatChange() {
        return operations().stream().filter(operation -> !operation.method().equals("GET"));
    }

    @Test
    void matrixHoldsEveryRoute() {
        assertThat(operations()).hasSameSizeAs(Route.values());
        assertThat(operationsWithAnId()).hasSizeGreaterThan(20);
        assertThat(operationsThatChange()).hasSizeGreaterThan(10);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void onlyItsOwnFunctionAnswersARoute(Operation operation) {
        List<Route.Api> answering = new ArrayList<>();
        for (Route.Api function : Route.Api.values()) {
            APIGatewayV2HTTPEvent event = event(operation, tenants.own(), tenants.id(operation), TwoTenants.LEAD);
            APIGatewayV2HTTPResponse answer = tenants.send(function, event);
            if (answer.getStatusCode() == 404) {
                assertThat(answer.getBody()).contains("There is no such path");
            } else {
                assertThat(answer.getStatusCode()).as(answer.getBody()).isIn(200, 202, 204, 409);
                assertThat(DescribedAnswers.undescribed(event, answer)).isEmpty();
                answering.add(function);
            }
        }

        assertThat(answering).containsExactly(functionOf(operation));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void unknownTenantIsNotFoundByAnyFunction(Operation operation) {
        Set<Map<String, AttributeValue>> before = tenants.content();

        for (Route.Api function : Route.Api.values()) {
            APIGatewayV2HTTPEvent event =
                    event(operation, "no-such-tenant", TwoTenants.absent(operation), TwoTenants.LEAD);
            APIGatewayV2HTTPResponse answer = tenants.send(function, event);

            assertThat(answer.getStatusCode()).isEqualTo(404);
            assertThat(DescribedAnswers.undescribed(event, answer)).isEmpty();
        }
        assertThat(tenants.content()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("operationsWithAnId")
    void whatAnotherTenantHasIsAnsweredLikeWhatIsNotThere(Operation operation) {
        String id = tenants.id(operation);
        Route.Api function = functionOf(operation);
        APIGatewayV2HTTPEvent foreign = event(operation, tenants.foreign(), id, TwoTenants.LEAD);
        APIGatewayV2HTTPEvent absent =
                event(operation, tenants.foreign(), TwoTenants.absent(operation), TwoTenants.LEAD);
        Set<Map<String, AttributeValue>> before = tenants.content();

        APIGatewayV2HTTPResponse ofForeign = tenants.send(function, foreign);
        APIGatewayV2HTTPResponse ofAbsent = tenants.send(function, absent);

        assertThat(ofForeign.getStatusCode()).as(ofForeign.getBody()).isEqualTo(404);
        assertThat(withoutMicrosoftsRequest(ofForeign)).isEqualTo(withoutMicrosoftsRequest(ofAbsent));
        assertThat(ofForeign.getHeaders()).isEqualTo(ofAbsent.getHeaders());
        assertThat(DescribedAnswers.undescribed(foreign, ofForeign)).isEmpty();
        assertThat(tenants.content()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("operationsThatChange")
    void nobodyChangesAnythingWithoutBeingNamedByAws(Operation operation) {
        APIGatewayV2HTTPEvent event = event(operation, tenants.own(), tenants.id(operation), NOBODY);
        Set<Map<String, AttributeValue>> before = tenants.content();
        int calls = tenants.calls();

        APIGatewayV2HTTPResponse answer = tenants.send(functionOf(operation), event);

        assertThat(answer.getStatusCode()).as(answer.getBody()).isEqualTo(403);
        assertThat(DescribedAnswers.undescribed(event, answer)).isEmpty();
        assertThat(tenants.content()).isEqualTo(before);
        assertThat(tenants.calls()).isEqualTo(calls);
    }

    /** A link to a package is no change, but as good as what is in it. */
    @Test
    void packageIsNotShownToNobody() {
        Operation operation = new Operation("GET", "/v1/tenants/{tenant}/actions/{id}/package");
        APIGatewayV2HTTPEvent event = event(operation, tenants.own(), tenants.id(operation), NOBODY);

        assertThat(tenants.send(Route.Api.LIVE, event).getStatusCode()).isEqualTo(403);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void policyOnTheTenantsRoutesCannotBeEscaped(Operation operation) {
        String own = tenants.own();
        String foreign = tenants.foreign();
        List<String> tricks = List.of(
                own + "%2f..%2f" + foreign,
                own + "/../" + foreign,
                own + "/%2e%2e/" + foreign,
                own + "//" + foreign,
                "./" + foreign,
                foreign.replace("w", "%77"),
                foreign + "%00",
                foreign.toUpperCase(Locale.ROOT));
        for (String trick : tricks) {
            for (Route.Api function : Route.Api.values()) {
                APIGatewayV2HTTPEvent event = event(operation, trick, "a", TwoTenants.LEAD);
                assertThatThrownBy(() -> ApiRequest.of(event, function))
                        .as(trick)
                        .isInstanceOf(ConnectorException.class);
            }
        }
    }

    @Test
    void listsOfAnotherTenantDoNotShowIt() {
        for (String list : List.of("/feed", "/actions")) {
            Operation operation = new Operation("GET", "/v1/tenants/{tenant}" + list);
            String id = list.equals("/feed") ? "da4711" : tenants.id(new Operation("GET", operation.path() + "/{id}"));

            assertThat(shown(operation, tenants.own())).contains("\"" + id + "\"");
            assertThat(shown(operation, tenants.foreign())).doesNotContain("\"" + id + "\"");
        }
    }

    /** Microsoft names each request anew, and we name it to the caller. */
    private static String withoutMicrosoftsRequest(APIGatewayV2HTTPResponse answer) {
        return answer.getBody().replaceAll("request [0-9a-f-]{36}", "request");
    }

    private String shown(Operation operation, String tenant) {
        APIGatewayV2HTTPEvent event = event(operation, tenant, "", TwoTenants.LEAD);
        return tenants.send(functionOf(operation), event).getBody();
    }

    private static Route.Api functionOf(Operation operation) {
        return Stream.of(Route.Api.values())
                .filter(function -> Route.of(function).stream()
                        .anyMatch(route -> route.method().equals(operation.method())
                                && route.template().equals(operation.path())))
                .findFirst()
                .orElseThrow();
    }

    private static APIGatewayV2HTTPEvent event(Operation operation, String tenant, String id, String principal) {
        String path =
                operation.path().replace("{tenant}", tenant).replace("{id}", id).replace("{revision}", "1");
        return ReadApis.signed(operation.method(), path, principal, body(operation));
    }

    /** A body that the operation takes; empty where it takes none. */
    private static String body(Operation operation) {
        String end = operation.path().substring(operation.path().lastIndexOf('/'));
        if (operation.method().equals("GET") || operation.method().equals("DELETE")) {
            return "";
        }
        return switch (end) {
            case "/{id}" -> "{\"assignedTo\":\"jo\"}";
            case "/comments" -> "{\"comment\":\"Looked at it\"}";
            case "/hunts" -> "{\"template\":\"device-logons\",\"parameters\":{\"device\":\"" + "a".repeat(40) + "\"}}";
            case "/raw" -> "{\"query\":\"DeviceInfo | take 3\"}";
            case "/actions" -> "{\"kind\":\"isolate-device\",\"device\":\"host-1\",\"reason\":\"Case 4821\"}";
            case "/approve" -> "{\"requestHash\":\"" + StoredActions.HASH + "\"}";
            default -> "{}";
        };
    }
}
