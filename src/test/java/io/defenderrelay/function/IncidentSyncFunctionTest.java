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
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The function as Lambda calls it; what it shares with {@code alert-sync} is shown there. */
@QuarkusTest
@TestProfile(IncidentSyncFunctionTest.Profile.class)
class IncidentSyncFunctionTest {
    /** Exports {@code incident-sync}. */
    public static final class Profile extends FunctionProfile {
        public Profile() {
            super("incident-sync");
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
    void open() {
        table = new Table(LocalAws.dynamoDb(), tableName, LocalAws.noPause());
    }

    @Test
    void tickBringsTheIncidentsOfTenantsThatWantThemOnceAndNothingElse() {
        settings("");
        tick();
        tick();

        assertThat(new LogReader(table).entries(FunctionProfile.ALIAS, Kind.INCIDENT))
                .hasSize(FunctionProfile.INCIDENTS);
        assertThat(new LogReader(table).pages(FunctionProfile.ALIAS, Kind.ALERT))
                .isEmpty();
    }

    @Test
    void tickOfATenantThatBringsAlertsAloneIsDone() {
        settings(",\"sync\":{\"incidents\":false}");
        int before = new LogReader(table)
                .entries(FunctionProfile.ALIAS, Kind.INCIDENT)
                .size();

        tick();

        assertThat(new LogReader(table).entries(FunctionProfile.ALIAS, Kind.INCIDENT))
                .hasSize(before);
    }

    private void settings(String more) {
        new Tenants(table)
                .put(FunctionProfile.ALIAS, Tenant.State.ACTIVE, 1, "{\"tenantId\":\"" + tenantId + "\"" + more + "}");
    }

    private void tick() {
        String event = """
                {"Records": [{"messageId": "059f36b4-87a3-44ab-83d2-661975830a7d", "receiptHandle": "r",
                  "body": "{\\"tenant\\":\\"acme\\"}", "attributes": {"ApproximateReceiveCount": "1"},
                  "messageAttributes": {}, "md5OfBody": "e4e68fb7bd0e697a0ae8f1bb342846b3",
                  "eventSource": "aws:sqs", "eventSourceARN": "arn:aws:sqs:eu-central-1:123456789012:incidents",
                  "awsRegion": "eu-central-1"}]}
                """;
        given().port(port)
                .contentType(ContentType.JSON)
                .body(event)
                .post("/")
                .then()
                .statusCode(200)
                .body("batchItemFailures", empty());
    }
}
