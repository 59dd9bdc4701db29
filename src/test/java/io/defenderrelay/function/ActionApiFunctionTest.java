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

/** The function as API Gateway calls it; {@link ActionApiAnswersTest} has its answers one by one. */
@QuarkusTest
@TestProfile(ActionApiFunctionTest.Profile.class)
class ActionApiFunctionTest {
    /** Exports {@code action-api}. */
    public static final class Profile extends FunctionProfile {
        public Profile() {
            super("action-api");
        }
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ISOLATE =
            "{\"kind\":\"isolate-device\",\"device\":\"host-1\",\"reason\":\"Case 4821\"}";

    @ConfigProperty(name = "relay.table")
    String tableName;

    @ConfigProperty(name = "test.tenant-id")
    String tenantId;

    @ConfigProperty(name = "quarkus.lambda.mock-event-server.test-port")
    int port;

    @BeforeEach
    void tenant() {
        Table table = new Table(LocalAws.dynamoDb(), tableName, LocalAws.noPause());
        String settings =
                "{\"tenantId\":\"" + tenantId + "\",\"remediation\":{\"enabled\":true,\"kinds\":[\"isolate-device\"]}}";
        new Tenants(table).put(FunctionProfile.ALIAS, Tenant.State.ACTIVE, 1, settings);
    }

    @Test
    void actionIsRequestedListedAndCancelled() throws IOException {
        JsonNode requested = send("POST", "/actions", "AROAANALYST:session", ISOLATE);
        String path = "/actions/" + body(requested).path("id").asText();
        JsonNode list = body(send("GET", "/actions", "AROALEAD:session", ""));
        JsonNode cancelled = send("POST", path + "/cancel", "AROALEAD:session", "{\"reason\":\"It is the scanner\"}");
        JsonNode audit = body(send("GET", path + "/audit", "AROALEAD:session", ""));

        assertThat(requested.path("statusCode").asInt()).isEqualTo(202);
        assertThat(requested.at("/headers/Location").asText()).isEqualTo("/v1/tenants/acme" + path);
        assertThat(requested.at("/headers/Retry-After").asText()).isEqualTo("5");
        assertThat(body(requested).path("requestedBy").asText()).isEqualTo("AROAANALYST");
        assertThat(list.path("items")).hasSize(1);
        assertThat(body(cancelled).path("state").asText()).isEqualTo("cancelled");
        assertThat(audit.path("entries")).hasSize(2);
        assertThat(audit.at("/entries/1/entry/by").asText()).isEqualTo("AROALEAD");
    }

    @Test
    void callerWhomAwsDoesNotNameIsRefused() throws IOException {
        JsonNode refused = send("POST", "/actions", "", ISOLATE);

        assertThat(refused.path("statusCode").asInt()).isEqualTo(403);
        assertThat(refused.at("/headers/Content-Type").asText()).isEqualTo("application/problem+json");
    }

    private JsonNode send(String method, String path, String userId, String body) throws IOException {
        String raw = "/v1/tenants/acme" + path;
        ObjectNode event = JSON.createObjectNode().put("version", "2.0").put("rawPath", raw);
        event.put("rawQueryString", "").put("isBase64Encoded", false);
        event.putObject("headers").put("Idempotency-Key", "key-1").put("content-type", "application/json");
        ObjectNode context = event.putObject("requestContext").put("requestId", "JKJaXmPLvHcESHA=");
        context.putObject("http").put("method", method).put("path", raw);
        if (!userId.isEmpty()) {
            context.putObject("authorizer").putObject("iam").put("userId", userId);
        }
        if (!body.isEmpty()) {
            event.put("body", body);
        }
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

    private static JsonNode body(JsonNode answer) throws IOException {
        return JSON.readTree(answer.path("body").asText());
    }
}
