package io.defenderrelay.function;

import static io.defenderrelay.feed.WrittenLog.alertOf;
import static io.defenderrelay.feed.WrittenLog.incident;
import static io.defenderrelay.feed.WrittenLog.titled;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.defenderrelay.aws.Table;
import io.defenderrelay.feed.WrittenLog;
import io.defenderrelay.local.LocalAws;
import io.defenderrelay.local.MovableClock;
import io.defenderrelay.ocsf.Ocsf;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The function as Lambda calls it: events and answers go through the real readers and writers. */
@QuarkusTest
@TestProfile(ApiFunctionTest.OnLocalAws.class)
class ApiFunctionTest {
    private static final String PORT = "quarkus.lambda.mock-event-server.test-port";

    private final ObjectMapper json = new ObjectMapper();
    private final MovableClock clock = new MovableClock(Clock.systemUTC().instant());
    private final String alias = "t-" + UUID.randomUUID().toString().substring(0, 8);
    private WrittenLog log;

    /** Runs {@code api} on a table of its own. */
    public static final class OnLocalAws implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> config = new HashMap<>();
            config.put("quarkus.funqy.export", "api");
            config.put(PORT, String.valueOf(freePort()));
            config.put("relay.table", LocalAws.createTable());
            config.put("relay.queue.hunts", LocalAws.createQueue());
            aws(config, "dynamodb", LocalAws.endpoints().dynamoDb().toString());
            aws(config, "sqs", LocalAws.endpoints().sqs().toString());
            return config;
        }

        private static void aws(Map<String, String> config, String service, String endpoint) {
            String prefix = "quarkus." + service + ".";
            config.put(prefix + "endpoint-override", endpoint);
            config.put(prefix + "aws.region", "eu-central-1");
            config.put(prefix + "aws.credentials.type", "static");
            config.put(prefix + "aws.credentials.static-provider.access-key-id", "local");
            config.put(prefix + "aws.credentials.static-provider.secret-access-key", "local");
        }

        private static int freePort() {
            try (ServerSocket socket = new ServerSocket(0)) {
                return socket.getLocalPort();
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
        }
    }

    /** What API Gateway gets back. */
    private record Response(int status, Map<String, String> headers, JsonNode body) {}

    @BeforeEach
    void tenant() {
        String name = ConfigProvider.getConfig().getValue("relay.table", String.class);
        Table table = new Table(LocalAws.dynamoDb(), name, LocalAws.noPause());
        log = new WrittenLog(table, clock, alias, 30);
    }

    @Test
    void feedIsReadPageByPage() throws Exception {
        log.commit(titled("a", 1, "Täter \\\" 🕵"), titled("b", 1, "x"));
        log.commit(titled("a", 2, "y"));

        Response first = get("/feed", "limit=2&kinds=alert&format=graph");
        Response second = get(
                "/feed",
                "kinds=alert&format=graph&after=" + first.body().path("next").textValue());

        assertThat(first.status()).isEqualTo(200);
        assertThat(first.headers())
                .isEqualTo(Map.of(
                        "Content-Type", "application/json",
                        "Cache-Control", "no-store",
                        "X-Content-Type-Options", "nosniff"));
        assertThat(first.body().at("/items/0/finding/title").textValue()).isEqualTo("Täter \" 🕵");
        assertThat(first.body().path("more").booleanValue()).isTrue();
        assertThat(second.body().at("/items/0/revision").longValue()).isEqualTo(2);
        assertThat(second.body().path("more").booleanValue()).isFalse();
    }

    @Test
    void largeAnswerComesThroughWhole() throws Exception {
        for (int at = 0; at < 4; at++) {
            log.commit(titled("a" + at, 1, "é".repeat(300_000)));
        }

        Response response = get("/feed", "format=graph");

        assertThat(response.body().path("items")).hasSize(4);
        assertThat(response.body().at("/items/3/finding/title").textValue()).hasSize(300_000);
    }

    @Test
    void findingIsAnOcsfEventUnlessAskedOtherwise() throws Exception {
        log.commit(titled("a", 1, "x"));
        log.commit(titled("a", 2, "y"));

        Response feed = get("/feed", "");
        Response single = get("/alerts/a", "");

        assertThat(feed.body().at("/items/1/finding/finding_info/title").textValue())
                .isEqualTo("y");
        assertThat(feed.body().at("/items/1/finding")).isEqualTo(single.body().path("finding"));
        assertThat(Ocsf.faults(single.body().path("finding"))).isEmpty();
        assertThat(single.headers()).containsEntry("ETag", "\"2\"");
    }

    @Test
    void alertItsHistoryAndItsPartsAreRead() throws Exception {
        log.commit(titled("a/ü", 1, "x"));
        log.commit(titled("a/ü", 2, "y"));

        Response newest = get("/alerts/a%2F%C3%BC", "format=graph");
        Response history = get("/alerts/a%2Fü/revisions", "limit=1");
        Response earlier = get("/alerts/a%2F%C3%BC/revisions/1", "format=graph");
        Response part = get("/alerts/a%2F%C3%BC/revisions/2/parts", "");

        assertThat(newest.body().at("/finding/title").textValue()).isEqualTo("y");
        assertThat(history.body().at("/items/0/revision").longValue()).isEqualTo(2);
        assertThat(history.body().path("more").booleanValue()).isTrue();
        assertThat(earlier.body().at("/finding/title").textValue()).isEqualTo("x");
        assertThat(json.readTree(part.body().path("data").binaryValue())
                        .path("title")
                        .textValue())
                .isEqualTo("y");
    }

    @Test
    void incidentItsHistoryAndItsAlertsAreRead() throws Exception {
        log.commitIncidents(incident("8", 1, null), incident("7", 1, null));
        log.commit(alertOf("8", "a", 1), alertOf("8", "b", 2));
        log.commitIncidents(incident("7", 2, "8"));

        Response merged = get("/incidents/7", "format=graph");
        Response earlier = get("/incidents/7/revisions/1", "format=graph");
        Response history = get("/incidents/7/revisions", "");
        Response alerts = get("/incidents/8/alerts", "limit=1");
        Response more =
                get("/incidents/8/alerts", "after=" + alerts.body().path("next").textValue());

        assertThat(merged.headers()).containsEntry("ETag", "\"2\"");
        assertThat(merged.body().path("redirectedTo").textValue()).isEqualTo("8");
        assertThat(merged.body().at("/finding/displayName").textValue()).isEqualTo("Incident 7");
        assertThat(earlier.body().has("redirectedTo")).isFalse();
        assertThat(earlier.headers()).containsEntry("ETag", "\"1\"");
        assertThat(history.body().path("items")).hasSize(2);
        assertThat(history.headers()).doesNotContainKey("ETag");
        assertThat(alerts.body().at("/items/0/id").textValue()).isEqualTo("a");
        assertThat(more.body().at("/items/0/id").textValue()).isEqualTo("b");
    }

    @Test
    void statusTellsOfFeedsThatNeverRan() throws Exception {
        Response response = get("/status", "");

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body().at("/feeds/alerts/state").textValue()).isEqualTo("waiting");
        assertThat(response.body().at("/feeds/incidents/state").textValue()).isEqualTo("waiting");
    }

    @Test
    void expiredPositionNamesTheOldest() throws Exception {
        String start = get("/feed", "").body().path("next").textValue();
        clock.move(Duration.ofDays(-31));
        log.commit(titled("a", 1, "x"));
        clock.move(Duration.ofDays(31));
        log.commit(titled("b", 1, "x"));

        Response expired = get("/feed", "after=" + start);
        Response after = get("/feed", "after=" + expired.body().path("oldest").textValue());

        assertThat(expired.status()).isEqualTo(410);
        assertThat(after.body().at("/items/0/id").textValue()).isEqualTo("b");
    }

    @ParameterizedTest
    @CsvSource({
        "/feed,              limit=0,                   400, limit",
        "/feed,              limit=1&limit=2,           400, limit",
        "/feed,              sort=asc,                  400, query",
        "/feed,              after=x,                   400, after",
        "/feed,              kinds=incidents,           400, kinds",
        "/feed,              format=xml,                400, format",
        "/feed/,             '',                        400, path",
        "/../other/feed,     '',                        400, path",
        "/%2e%2e/other/feed, '',                        400, path",
        "/status,            limit=1,                   400, query",
        "/alerts/a%0a,       '',                        400, id",
        "/alerts/a/revisions/0,  '',                    400, revision",
        "/alerts/a/revisions/x,  '',                    400, revision",
        "/alerts/a/revisions,    after=bm90IGEgdG9rZW4, 400, after",
        "/alerts/a,          '',                        404, ",
        "/alerts/a/revisions/1,  '',                    404, ",
        "/incidents/a%0a/alerts, '',                    400, id",
        "/incidents/8/alerts,    after=bm90IGEgdG9rZW4, 400, after",
        "/incidents/8/alerts,    limit=501,             400, limit",
        "/incidents/8/alerts,    format=graph,          400, query",
        "/incidents/8,       '',                        404, ",
        "/incidents/8/alerts,    '',                    404, ",
        "/nothing,           '',                        404, ",
    })
    void refusalIsAProblemThatNamesTheField(String path, String query, int status, @Nullable String field)
            throws Exception {
        Response response = get(path, query);

        assertThat(response.status()).isEqualTo(status);
        assertThat(response.headers()).containsEntry("Content-Type", "application/problem+json");
        assertThat(response.body().path("status").intValue()).isEqualTo(status);
        assertThat(response.body().path("field").textValue()).isEqualTo(field);
        assertThat(response.body().path("requestId").textValue()).isEqualTo("test-request");
        assertThat(response.body().path("retryable").booleanValue()).isFalse();
        assertThat(response.body().path("type").textValue()).startsWith("urn:defender-relay:problem:");
        assertThat(response.body().path("detail").textValue()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /feed, GET",
        "PUT, /alerts/a, 'GET, PATCH'",
        "PUT, /hunts/raw, 'DELETE, GET, POST'",
        "DELETE, /actions, 'GET, POST'"
    })
    void otherMethodIsRefusedWithAllThatThePathAnswers(String method, String path, String allowed) throws Exception {
        Response response = send(event(method, "/v1/tenants/" + alias + path, ""));

        assertThat(response.status()).isEqualTo(405);
        assertThat(response.headers()).containsEntry("Allow", allowed);
    }

    @ParameterizedTest
    @CsvSource({"PATCH, /alerts/a", "POST, /actions", "GET, /actions/a/package"})
    void whatAnotherFunctionAnswersIsNotThere(String method, String path) throws Exception {
        assertThat(send(event(method, "/v1/tenants/" + alias + path, "")).status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({"GET, /feed", "DELETE, /hunts/a"})
    void bodyWhereNoneBelongsIsRefused(String method, String path) throws Exception {
        ObjectNode event = (ObjectNode) json.readTree(signed(event(method, "/v1/tenants/" + alias + path, "")));
        event.put("body", "{}");

        assertThat(send(event.toString()).body().path("field").textValue()).isEqualTo("body");
    }

    @Test
    void unknownTenantIsNotFound() throws Exception {
        Response response = send(event("GET", "/v1/tenants/nobody/feed", ""));

        assertThat(response.status()).isEqualTo(404);
        assertThat(response.body().path("detail").textValue()).doesNotContain("nobody");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"rawPath\":null,\"requestContext\":null}",
                "{\"rawPath\":\"\",\"rawQueryString\":null,\"requestContext\":{}}",
                "{\"rawPath\":\"/v1/tenants/acme/feed\",\"requestContext\":{\"http\":null}}",
                "{\"Records\":[]}",
            })
    void eventThatIsNoRequestIsAnswered(String event) throws Exception {
        Response response = send(event);

        assertThat(response.status()).isIn(List.of(400, 405));
    }

    @Test
    void huntIsAskedLookedAtAndCancelled() throws Exception {
        Response asked = post("/hunts/raw", "k1", "{\"query\":\"DeviceInfo | take 3\"}");
        Response again = post("/hunts/raw", "k1", "{\"query\":\"DeviceInfo | take 3\"}");
        String path = "/hunts/" + asked.body().path("id").textValue();
        Response rows = get(path + "/rows", "");
        Response unnamed = send(event("DELETE", "/v1/tenants/" + alias + path, ""));
        Response cancelled = send(signed(event("DELETE", "/v1/tenants/" + alias + path, "")));
        Response state = get(path, "");

        assertThat(asked.status()).isEqualTo(202);
        assertThat(asked.headers())
                .containsEntry("Location", "/v1/tenants/" + alias + path)
                .containsEntry("Retry-After", "2")
                .containsEntry("Content-Type", "application/json");
        assertThat(again.body().path("id")).isEqualTo(asked.body().path("id"));
        assertThat(rows.status()).isEqualTo(409);
        assertThat(rows.body().path("type").textValue()).endsWith(":in-progress");
        assertThat(rows.headers()).containsEntry("Retry-After", "2");
        assertThat(unnamed.status()).isEqualTo(403);
        assertThat(cancelled.status()).isEqualTo(204);
        assertThat(state.body().path("state").textValue()).isEqualTo("cancelled");
    }

    @Test
    void huntByTemplateIsAskedByTheNamesThatAreListed() throws Exception {
        String name = get("/hunt-templates", "").body().at("/templates/8/name").textValue();

        Response asked = post(
                "/hunts",
                "k2",
                "{\"template\":\"" + name + "\",\"parameters\":{\"file\":\"d41d8cd98f00b204e9800998ecf8427e\"}}");

        assertThat(asked.status()).isEqualTo(202);
        assertThat(asked.body().path("template").textValue()).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/hunts | {\"query\":\"DeviceInfo\"} | 400 | query",
                "/hunts | {\"template\":\"user-logons\"} | 400 | parameters.user",
                "/hunts/raw | {\"query\":\".show tables\"} | 422 | query",
                "/hunts/raw | {\"query\":\"DeviceInfo\",\"maxRows\":0} | 400 | maxRows",
                "/hunts/raw | {\"query\":\"DeviceInfo\",\"timespan\":\"P1M\"} | 400 | timespan"
            })
    void huntThatCannotBeAskedIsRefusedByTheMembersName(String path, String body, int status, String field)
            throws Exception {
        Response refused = post(path, "k3", body);

        assertThat(refused.status()).isEqualTo(status);
        assertThat(refused.body().path("field").textValue()).isEqualTo(field);
    }

    @Test
    void huntWithoutAKeyIsRefused() throws Exception {
        Response refused = post("/hunts/raw", null, "{\"query\":\"DeviceInfo\"}");

        assertThat(refused.status()).isEqualTo(428);
        assertThat(refused.body().path("detail").textValue()).contains("Idempotency-Key");
    }

    @ParameterizedTest
    @CsvSource({"limit=0, limit", "limit=10001, limit", "after=-1, after", "after=x, after", "format=xml, format"})
    void rowsAreAskedForWithinBounds(String query, String field) throws Exception {
        Response refused = get("/hunts/" + "0".repeat(32) + "/rows", query);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().path("field").textValue()).isEqualTo(field);
    }

    private Response post(String path, @Nullable String key, String body) throws Exception {
        ObjectNode event = (ObjectNode) json.readTree(signed(event("POST", "/v1/tenants/" + alias + path, "")));
        event.put("body", body);
        if (key != null) {
            ((ObjectNode) event.path("headers")).put("Idempotency-Key", key);
        }
        return send(event.toString());
    }

    private String signed(String event) throws Exception {
        ObjectNode signed = (ObjectNode) json.readTree(event);
        signed.withObject("/requestContext/authorizer/iam").put("userId", "AROASOC:session");
        return signed.toString();
    }

    private Response get(String path, String query) throws Exception {
        return send(event("GET", "/v1/tenants/" + alias + path, query));
    }

    private String event(String method, String path, String query) {
        ObjectNode event = json.createObjectNode();
        event.put("version", "2.0").put("rawPath", path).put("rawQueryString", query);
        event.put("isBase64Encoded", false);
        event.putObject("headers").put("accept", "application/json");
        ObjectNode context = event.putObject("requestContext");
        context.put("requestId", "test-request").put("stage", "$default");
        context.putObject("http").put("method", method).put("path", path);
        return event.toString();
    }

    private Response send(String event) throws Exception {
        String answer = RestAssured.given()
                .port(ConfigProvider.getConfig().getValue(PORT, Integer.class))
                .contentType(ContentType.JSON)
                .body(event)
                .post("/")
                .asString();
        JsonNode response = json.readTree(answer);
        Map<String, String> headers = json.convertValue(
                response.path("headers"),
                json.getTypeFactory().constructMapType(Map.class, String.class, String.class));
        return new Response(
                response.path("statusCode").intValue(),
                headers,
                json.readTree(response.path("body").textValue()));
    }
}
