package io.defenderrelay.function;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.defenderrelay.aws.Table;
import io.defenderrelay.feed.WrittenLog;
import io.defenderrelay.local.BusServer;
import io.defenderrelay.local.LocalAws;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import java.net.URI;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** The function as Lambda calls it, with messages of its queue and records of the table's stream. */
@QuarkusTest
@TestProfile(PublishFunctionTest.Profile.class)
class PublishFunctionTest {
    /** Exports {@code publish}; the bus is on a port that was free. */
    public static final class Profile extends FunctionProfile {
        public Profile() {
            super("publish");
        }

        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> config = new HashMap<>(super.getConfigOverrides());
            try (BusServer free = BusServer.start(0)) {
                config.put("relay.endpoint.bus", free.endpoint().toString());
            }
            return config;
        }
    }

    @ConfigProperty(name = "relay.table")
    String tableName;

    @ConfigProperty(name = "relay.endpoint.bus")
    URI endpoint;

    @ConfigProperty(name = "quarkus.lambda.mock-event-server.test-port")
    int port;

    @Test
    void messagesAndStreamRecordsWakeItAlike() {
        Table table = new Table(LocalAws.dynamoDb(), tableName, LocalAws.noPause());
        WrittenLog log = new WrittenLog(table, Clock.systemUTC(), FunctionProfile.ALIAS, 30);
        try (BusServer bus = BusServer.start(endpoint.getPort())) {
            log.commit(WrittenLog.titled("a", 1, "x"));
            send("{\"Records\":[{\"messageId\":\"m\",\"body\":\"{\\\"tenant\\\":\\\"acme\\\"}\","
                    + "\"eventSource\":\"aws:sqs\",\"attributes\":{\"SentTimestamp\":\"1\"}}]}");
            log.commit(WrittenLog.titled("a", 2, "y"));
            send("{\"Records\":[{\"eventID\":\"1\",\"eventName\":\"INSERT\",\"eventSource\":\"aws:dynamodb\","
                    + "\"dynamodb\":{\"ApproximateCreationDateTime\":1.7E9,\"Keys\":{\"pk\":{\"S\":\"F#acme#alerts\"},"
                    + "\"sk\":{\"S\":\"PAGE#000000000002\"}},\"SequenceNumber\":\"1\",\"SizeBytes\":9}}]}");

            assertThat(bus.taken()).extracting(BusServer.Taken::type).containsExactly("Alert Created", "Alert Updated");
        }
    }

    @Test
    void whatNamesNoTenantIsPassedOver() {
        try (BusServer bus = BusServer.start(endpoint.getPort())) {
            send("{\"Records\":[{\"messageId\":\"m\",\"body\":\"no tick\"},null,"
                    + "{\"dynamodb\":{\"Keys\":{\"pk\":{\"S\":\"F#../x#alerts\"}}}},{\"dynamodb\":{}}]}");
            send("{}");

            assertThat(bus.calls()).isEmpty();
        }
    }

    private void send(String event) {
        given().port(port)
                .contentType(ContentType.JSON)
                .body(event)
                .post("/")
                .then()
                .statusCode(204);
    }
}
