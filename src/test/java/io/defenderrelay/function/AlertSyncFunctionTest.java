package io.defenderrelay.function;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;

import io.defenderrelay.aws.Table;
import io.defenderrelay.local.LocalAws;
import io.defenderrelay.model.Kind;
import io.defenderrelay.store.LogReader;
import io.defenderrelay.store.Tenants;
import io.defenderrelay.tenant.Tenant;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The function as Lambda calls it, with SQS's events, against local AWS and the simulated tenant. */
@QuarkusTest
@TestProfile(AlertSyncFunctionTest.Profile.class)
class AlertSyncFunctionTest {
    /** Exports {@code alert-sync}. */
    public static final class Profile extends FunctionProfile {
        public Profile() {
            super("alert-sync");
        }
    }

    @ConfigProperty(name = "relay.table")
    String tableName;

    @ConfigProperty(name = "test.tenant-id")
    String tenantId;

    @ConfigProperty(name = "quarkus.lambda.mock-event-server.test-port")
    int port;

    private Table table;

    @BeforeEach
    void tenant() {
        table = new Table(LocalAws.dynamoDb(), tableName, LocalAws.noPause());
        new Tenants(table).put(FunctionProfile.ALIAS, Tenant.State.ACTIVE, 1, "{\"tenantId\":\"" + tenantId + "\"}");
    }

    @Test
    void tickBringsTheTenantsAlertsOnceHoweverOftenItComes() {
        tick("{\\\"tenant\\\":\\\"acme\\\"}").body("batchItemFailures", empty());
        tick("{\\\"tenant\\\":\\\"acme\\\"}").body("batchItemFailures", empty());

        assertThat(new LogReader(table).entries(FunctionProfile.ALIAS, Kind.ALERT))
                .hasSize(FunctionProfile.ALERTS);
    }

    @Test
    void tickForAnUnknownTenantIsDone() {
        tick("{\\\"tenant\\\":\\\"nobody\\\"}").body("batchItemFailures", empty());

        assertThat(new LogReader(table).pages("nobody", Kind.ALERT)).isEmpty();
    }

    @Test
    void messageThatIsNoTickIsDropped() {
        tick("not a tick, ' or \\u001b[31m").body("batchItemFailures", empty());

        assertThat(new LogReader(table).pages("not", Kind.ALERT)).isEmpty();
    }

    @Test
    void tickIsGivenBackWhenTheTenantsItemIsMalformed() {
        new Tenants(table).put("broken", Tenant.State.ACTIVE, 1, "{\"tenantId\":\"no guid\"}");

        String failed = tick("{\\\"tenant\\\":\\\"broken\\\"}").extract().path("batchItemFailures[0].itemIdentifier");

        assertThat(failed).isEqualTo("059f36b4-87a3-44ab-83d2-661975830a7d");
    }

    private ValidatableResponse tick(String body) {
        String event = """
                {"Records": [{"messageId": "059f36b4-87a3-44ab-83d2-661975830a7d", "receiptHandle": "r",
                  "body": "%s", "attributes": {"ApproximateReceiveCount": "1", "SentTimestamp": "1545082649183"},
                  "messageAttributes": {}, "md5OfBody": "e4e68fb7bd0e697a0ae8f1bb342846b3",
                  "eventSource": "aws:sqs", "eventSourceARN": "arn:aws:sqs:eu-central-1:123456789012:alerts",
                  "awsRegion": "eu-central-1"}]}
                """.formatted(body);
        return given().port(port)
                .contentType(ContentType.JSON)
                .body(event)
                .post("/")
                .then()
                .statusCode(200);
    }
}
