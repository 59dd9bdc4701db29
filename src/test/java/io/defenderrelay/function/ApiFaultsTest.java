package io.defenderrelay.function;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.defenderrelay.aws.Item;
import io.defenderrelay.aws.Key;
import io.defenderrelay.aws.Table;
import io.defenderrelay.feed.WrittenLog;
import io.defenderrelay.local.LocalAws;
import io.defenderrelay.problem.ThrottledException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ApiFaultsTest {
    private final Table table = LocalAws.table();
    private final ApiFunction function = new ApiFunction(ReadApis.over(table, Clock.systemUTC()));
    private final ObjectMapper json = new ObjectMapper();
    private final Logger logger = Logger.getLogger(RequestLog.class.getName());
    private final List<String> lines = new ArrayList<>();
    private final Formatter format = new PatternFormatter("%p %s%e");
    private final Handler recorder = new Handler() {
        @Override
        public void publish(LogRecord line) {
            lines.add(format.format(line));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        logger.addHandler(recorder);
    }

    @AfterEach
    void stop() {
        logger.removeHandler(recorder);
    }

    @Test
    void requestLeavesOneLine() {
        new WrittenLog(table, Clock.systemUTC(), "acme", 30).commit(WrittenLog.titled("a", 1, "x"));

        function.api(ReadApis.get("/v1/tenants/acme/feed", "limit=5"));

        assertThat(lines)
                .containsExactly("INFO api done route=feed status=200 items=1 tenant=acme requestId=JKJaXmPLvHcESHA=");
    }

    @Test
    void nothingHostileReachesTheLogOrTheAnswer() {
        List<APIGatewayV2HTTPEvent> events = new ArrayList<>();
        events.add(ReadApis.get("/v1/tenants/canary\n/feed", ""));
        events.add(ReadApis.get("/v1/canary", ""));
        events.add(ReadApis.get("/v1/tenants/acme/feed", "canary%0a=1"));
        events.add(ReadApis.get("/v1/tenants/acme/feed", "after=canary"));
        events.add(ReadApis.get("/v1/tenants/acme/feed", "kinds=canary&format=canary"));
        events.add(ReadApis.get("/v1/tenants/acme/alerts/canary%0d%0a", ""));
        events.add(ReadApis.get("/v1/tenants/acme/alerts/canary", ""));
        events.add(ReadApis.get("/v1/tenants/acme/alerts/a/revisions/canary", ""));
        events.add(ReadApis.event("canary", "/v1/tenants/acme/feed", ""));
        APIGatewayV2HTTPEvent request = ReadApis.get("/v1/tenants/acme/feed", "");
        request.getRequestContext().setRequestId("canary\nINFO forged");
        request.setBody("canary");
        events.add(request);

        for (APIGatewayV2HTTPEvent event : events) {
            APIGatewayV2HTTPResponse response = function.api(event);

            assertThat(response.getStatusCode()).isBetween(400, 405);
            assertThat(response.getBody()).doesNotContain("canary");
            assertThat(response.getHeaders().toString()).doesNotContain("canary");
        }
        assertThat(lines).hasSize(events.size()).allSatisfy(line -> assertThat(line)
                .startsWith("INFO api done route=")
                .doesNotContain("canary"));
    }

    @Test
    void eventWithMissingPartsIsRefused() throws Exception {
        APIGatewayV2HTTPEvent noContext = new APIGatewayV2HTTPEvent();
        noContext.setRawPath("/v1/tenants/acme/feed");
        APIGatewayV2HTTPEvent noHttp = ReadApis.get("/v1/tenants/acme/feed", "");
        noHttp.getRequestContext().setHttp(null);

        assertThat(function.api(null).getStatusCode()).isEqualTo(400);
        assertThat(function.api(new APIGatewayV2HTTPEvent()).getStatusCode()).isEqualTo(400);
        assertThat(function.api(noContext).getStatusCode()).isEqualTo(405);
        assertThat(function.api(noHttp).getStatusCode()).isEqualTo(405);
        assertThat(json.readTree(function.api(noContext).getBody())
                        .path("requestId")
                        .textValue())
                .isEqualTo("none");
    }

    @Test
    void faultNobodyForesawIsToldWithoutItsWords() throws Exception {
        new WrittenLog(table, Clock.systemUTC(), "acme", 30).commit(WrittenLog.titled("a", 1, "x"));
        Clock broken = new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                throw new IllegalStateException("canary", new IllegalArgumentException("canary"));
            }
        };

        APIGatewayV2HTTPResponse response =
                new ApiFunction(ReadApis.over(table, broken)).api(ReadApis.get("/v1/tenants/acme/feed", ""));

        JsonNode body = json.readTree(response.getBody());
        assertThat(response.getStatusCode()).isEqualTo(500);
        assertThat(body.path("type").textValue()).isEqualTo("urn:defender-relay:problem:internal");
        assertThat(body.path("retryable").booleanValue()).isTrue();
        assertThat(response.getBody()).doesNotContain("Exception").doesNotContain("canary");
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0))
                .startsWith("ERROR api failed code=internal fault=java.lang.IllegalStateException at ")
                .contains("caused by java.lang.IllegalArgumentException at ")
                .doesNotContain("canary");
    }

    @Test
    void tableThatFailsIsAProblemThatMayPass() throws Exception {
        Table absent = new Table(LocalAws.dynamoDb(), "relay-absent", LocalAws.noPause());
        ApiFunction broken = new ApiFunction(ReadApis.over(absent, Clock.systemUTC()));

        APIGatewayV2HTTPResponse response = broken.api(ReadApis.get("/v1/tenants/acme/feed", ""));

        JsonNode body = json.readTree(response.getBody());
        assertThat(response.getStatusCode()).isEqualTo(503);
        assertThat(body.path("retryable").booleanValue()).isTrue();
        assertThat(body.path("detail").textValue()).contains("RELAY_TABLE");
        assertThat(lines.get(0)).startsWith("WARN api failed code=store-failed message=");
    }

    @Test
    void malformedTenantIsAProblemOfTheSetUp() throws Exception {
        table.put(Item.of(new Key("TENANTS", "acme"), Map.of("state", "active", "settings", "{}")));

        APIGatewayV2HTTPResponse response = function.api(ReadApis.get("/v1/tenants/acme/status", ""));

        JsonNode body = json.readTree(response.getBody());
        assertThat(response.getStatusCode()).isEqualTo(500);
        assertThat(body.path("type").textValue()).isEqualTo("urn:defender-relay:problem:configuration");
        assertThat(body.path("detail").textValue()).contains("tenantId");
        assertThat(lines.get(0)).startsWith("ERROR api failed code=configuration");
    }

    @Test
    void throttledProblemSaysWhenToComeBack() {
        APIGatewayV2HTTPResponse response =
                ApiResponse.of(new ThrottledException("Microsoft", Duration.ofSeconds(7)), "r");

        assertThat(response.getStatusCode()).isEqualTo(429);
        assertThat(response.getHeaders()).containsEntry("Retry-After", "7");
    }
}
