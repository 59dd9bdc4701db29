package io.defenderrelay.function;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.defenderrelay.aws.Table;
import io.defenderrelay.local.LocalAws;
import io.defenderrelay.store.Tenants;
import io.defenderrelay.tenant.Tenant;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import java.io.IOException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The function as API Gateway calls it: what is refused before Microsoft is asked, and by which words. */
@QuarkusTest
@TestProfile(LiveApiFunctionTest.Profile.class)
class LiveApiFunctionTest {
    /** Exports {@code live-api}. */
    public static final class Profile extends FunctionProfile {
        public Profile() {
            super("live-api");
        }
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    @ConfigProperty(name = "relay.table")
    String tableName;

    @ConfigProperty(name = "test.tenant-id")
    String tenantId;

    @ConfigProperty(name = "quarkus.lambda.mock-event-server.test-port")
    int port;

    @BeforeEach
    void tenant() {
        Table table = new Table(LocalAws.dynamoDb(), tableName, LocalAws.noPause());
        new Tenants(table).put(FunctionProfile.ALIAS, Tenant.State.ACTIVE, 1, "{\"tenantId\":\"" + tenantId + "\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "PATCH, /incidents/4711,          '',          '',    428, header-required",
        "PATCH, /incidents/4711,          If-Match,    3,     400, invalid-request",
        "PATCH, /incidents/4711,          If-Match,    '\"3\"', 404, not-found",
        "POST,  /alerts/da1/comments,     '',          '',    428, header-required",
        "POST,  /alerts/da1/comments,     Idempotency-Key, 'a b', 400, invalid-request",
        "PATCH, /alerts/da1/comments,     '',          '',    405, method-not-allowed",
        "PATCH, /alerts/da1?dryRun=true,  If-Match,    '\"1\"', 400, invalid-request",
    })
    void requestThatIsNotSafeToSendIsRefused(
            String method, String path, String header, String value, int status, String code) throws IOException {
        ObjectNode event = event(method, path, "{\"status\":\"inProgress\"}");
        if (!header.isEmpty()) {
            event.withObject("headers").put(header, value);
        }

        JsonNode answer = send(event);

        assertThat(answer.path("statusCode").asInt()).isEqualTo(status);
        assertThat(JSON.readTree(answer.path("body").asText()).path("type").asText())
                .isEqualTo("urn:defender-relay:problem:" + code);
    }

    @Test
    void callerWhomAwsDoesNotNameIsRefused() throws IOException {
        ObjectNode event = event("PATCH", "/incidents/4711", "{\"status\":\"inProgress\"}");
        event.withObject("headers").put("If-Match", "\"3\"");
        event.withObject("requestContext").remove("authorizer");

        assertThat(send(event).path("statusCode").asInt()).isEqualTo(403);
    }

    @Test
    void bodyOfAnotherTypeIsRefused() throws IOException {
        ObjectNode event = event("PATCH", "/incidents/4711", "status=inProgress");
        event.withObject("headers").put("If-Match", "\"3\"").put("content-type", "text/plain");

        JsonNode answer = send(event);

        assertThat(answer.path("statusCode").asInt()).isEqualTo(400);
        assertThat(answer.path("body").asText()).contains("Content-Type").doesNotContain("inProgress");
    }

    private static ObjectNode event(String method, String path, String body) {
        int query = path.indexOf('?');
        String raw = "/v1/tenants/acme" + (query < 0 ? path : path.substring(0, query));
        ObjectNode event = JSON.createObjectNode().put("version", "2.0").put("rawPath", raw);
        event.put("rawQueryString", query < 0 ? "" : path.substring(query + 1));
        event.putObject("headers");
        ObjectNode context = event.putObject("requestContext");
        context.put("requestId", "JKJaXmPLvHcESHA=");
        context.putObject("http").put("method", method).put("path", raw);
        context.putObject("authorizer").putObject("iam").put("userId", "AROASOC:chosen-by-the-caller");
        return event.put("body", body).put("isBase64Encoded", false);
    }

    private JsonNode send(ObjectNode event) throws IOException {
        String answer = given().port(port)
                .contentType(ContentType.JSON)
                .body(event.toString())
                .post("/")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        return JSON.readTree(answer);
    }
}
