package io.defenderrelay.function;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.defenderrelay.aws.Table;
import io.defenderrelay.local.LocalAws;
import io.defenderrelay.store.Tenants;
import io.defenderrelay.tenant.Tenant;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/** The function as Lambda calls it, with the scheduler's events, against local AWS. */
@QuarkusTest
@TestProfile(DispatchFunctionTest.Profile.class)
class DispatchFunctionTest {
    /** Exports {@code dispatch}. */
    public static final class Profile extends FunctionProfile {
        public Profile() {
            super("dispatch");
        }
    }

    @ConfigProperty(name = "relay.table")
    String tableName;

    @ConfigProperty(name = "relay.queue.alerts")
    String alerts;

    @ConfigProperty(name = "relay.queue.incidents")
    String incidents;

    @ConfigProperty(name = "relay.queue.publish")
    String publish;

    @ConfigProperty(name = "relay.queue.actions")
    String actions;

    @ConfigProperty(name = "quarkus.lambda.mock-event-server.test-port")
    int port;

    @Test
    void eachActiveTenantGetsOneTickOfEachQueueAndTheOthersOneForTheirActions() {
        Tenants tenants = new Tenants(new Table(LocalAws.dynamoDb(), tableName, LocalAws.noPause()));
        String settings = "{\"tenantId\":\"0a1b2c3d-1111-4222-8333-444455556666\"}";
        tenants.put("acme", Tenant.State.ACTIVE, 1, settings);
        tenants.put("emea", Tenant.State.ACTIVE, 1, settings);
        tenants.put("later", Tenant.State.PENDING, 1, settings);

        given().port(port)
                .contentType(ContentType.JSON)
                .body("{}")
                .post("/")
                .then()
                .statusCode(204);

        assertThat(List.of(alerts, incidents, publish)).allSatisfy(queue -> assertThat(received(queue))
                .containsExactlyInAnyOrder("{\"tenant\":\"acme\"}", "{\"tenant\":\"emea\"}"));
        assertThat(received(actions))
                .containsExactlyInAnyOrder("{\"tenant\":\"acme\"}", "{\"tenant\":\"emea\"}", "{\"tenant\":\"later\"}");
    }

    private static List<String> received(String queue) {
        SqsClient client = LocalAws.sqs();
        return client.receiveMessage(request -> request.queueUrl(queue).maxNumberOfMessages(10)).messages().stream()
                .map(Message::body)
                .toList();
    }
}
