package io.defenderrelay.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;

import io.defenderrelay.aws.Table;
import io.defenderrelay.local.LocalAws;
import io.defenderrelay.model.Requester;
import io.defenderrelay.store.Hunt;
import io.defenderrelay.store.HuntRows;
import io.defenderrelay.store.Hunts;
import io.defenderrelay.store.Tenants;
import io.defenderrelay.tenant.Tenant;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The function as Lambda calls it, with SQS's events, against local AWS and the simulated tenant. */
@QuarkusTest
@TestProfile(HuntRunFunctionTest.Profile.class)
class HuntRunFunctionTest {
    /** Exports {@code hunt-run}. */
    public static final class Profile extends FunctionProfile {
        public Profile() {
            super("hunt-run");
        }
    }

    private static final String ID = "0123456789abcdef0123456789abcdef";

    @ConfigProperty(name = "relay.table")
    String tableName;

    @ConfigProperty(name = "test.tenant-id")
    String tenantId;

    @ConfigProperty(name = "quarkus.lambda.mock-event-server.test-port")
    int port;

    private final Instant now = Clock.systemUTC().instant();
    private Table table;

    @BeforeEach
    void tenant() {
        table = new Table(LocalAws.dynamoDb(), tableName, LocalAws.noPause());
        new Tenants(table).put(FunctionProfile.ALIAS, Tenant.State.ACTIVE, 1, "{\"tenantId\":\"" + tenantId + "\"}");
    }

    @Test
    void ticketBringsTheRowsOnceHoweverOftenItComes() {
        ask(ID);
        ticket("{\\\"tenant\\\":\\\"acme\\\",\\\"hunt\\\":\\\"" + ID + "\\\"}").body("batchItemFailures", empty());
        ticket("{\\\"tenant\\\":\\\"acme\\\",\\\"hunt\\\":\\\"" + ID + "\\\"}").body("batchItemFailures", empty());

        Hunt hunt = hunt(ID);
        assertThat(hunt.state()).isEqualTo(Hunt.State.SUCCEEDED);
        assertThat(hunt.rows()).isEqualTo(FunctionProfile.ROWS);
        assertThat(hunt.attempt()).isEqualTo(1);
        assertThat(new HuntRows(table).read(hunt, FunctionProfile.ROWS - 1).next())
                .isPresent();
    }

    @Test
    void messageThatIsNoTicketIsDropped() {
        ticket("not a ticket, ' or \\u001b[31m").body("batchItemFailures", empty());
        ticket("{\\\"tenant\\\":\\\"acme\\\",\\\"hunt\\\":\\\"../x\\\"}").body("batchItemFailures", empty());
    }

    @Test
    void ticketOfAnUnknownHuntIsDone() {
        ticket("{\\\"tenant\\\":\\\"acme\\\",\\\"hunt\\\":\\\"" + "f".repeat(32) + "\\\"}")
                .body("batchItemFailures", empty());
    }

    @Test
    void ticketIsGivenBackWhenTheHuntsQueryIsNotThere() {
        new Hunts(table)
                .enter(
                        FunctionProfile.ALIAS,
                        "e".repeat(32),
                        question(),
                        now,
                        Duration.ofHours(1),
                        now.plusSeconds(9_000));

        ticket("{\\\"tenant\\\":\\\"acme\\\",\\\"hunt\\\":\\\"" + "e".repeat(32) + "\\\"}")
                .body("batchItemFailures.itemIdentifier", contains("m1"));
    }

    private void ask(String id) {
        Hunts hunts = new Hunts(table);
        hunts.claimId(FunctionProfile.ALIAS, id, question(), now, now.plusSeconds(9_000));
        hunts.enter(FunctionProfile.ALIAS, id, question(), now, Duration.ofHours(1), now.plusSeconds(9_000));
    }

    private static Hunts.Question question() {
        return new Hunts.Question("h", new Requester("AROASOC", null), "DeviceInfo", null, null, 100);
    }

    private Hunt hunt(String id) {
        return new Hunts(table).find(FunctionProfile.ALIAS, id, now).orElseThrow();
    }

    private ValidatableResponse ticket(String body) {
        return RestAssured.given()
                .port(port)
                .contentType(ContentType.JSON)
                .body("{\"Records\":[{\"messageId\":\"m1\",\"receiptHandle\":\"r\",\"body\":\"" + body
                        + "\",\"attributes\":{},\"messageAttributes\":{},\"eventSource\":\"aws:sqs\"}]}")
                .post("/")
                .then()
                .statusCode(200);
    }
}
