package io.defenderrelay.function;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent.RequestContext;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.defenderrelay.local.Boundaries;
import io.defenderrelay.microsoft.MicrosoftApi;
import io.defenderrelay.simulated.Entity;
import io.defenderrelay.simulated.SimulatedTenant;
import io.defenderrelay.simulated.Target;
import io.defenderrelay.store.ActionState;
import io.defenderrelay.store.Tenants;
import io.defenderrelay.tenant.Tenant;
import io.defenderrelay.writeback.WriteWorld;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a caller of write-back is answered; each answer is as {@code infra/openapi.yaml} describes it. */
@QuarkusTest
class LiveApiAnswersTest {
    private static final String CHANGE = "{\"assignedTo\":\"jo\"}";
    private static final String COMMENT = "{\"comment\":\"Looked at it\"}";

    private static SimulatedTenant microsoft;

    @Inject
    @RestClient
    MicrosoftApi api;

    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, String> headers = new HashMap<>();
    private @Nullable String userId = "AROAEXAMPLE:session-of-anybody";
    private WriteWorld world;
    private LiveApiFunction function;

    /** What API Gateway gets back. */
    private record Response(int status, Map<String, String> headers, JsonNode body) {}

    @BeforeAll
    static void start() {
        microsoft = SimulatedTenant.start(Clock.systemUTC());
    }

    @AfterAll
    static void stop() {
        microsoft.close();
    }

    @BeforeEach
    void open() {
        world = new WriteWorld(api, microsoft);
        world.incident("4711");
        Boundaries boundaries = Boundaries.countOnly();
        function = new LiveApiFunction(new LiveApi(
                new Tenants(world.table), world.changes(boundaries), world.comments(boundaries), world.packages()));
        headers.put("If-Match", "\"1\"");
        headers.put("Idempotency-Key", "key-1");
        headers.put("content-type", "application/json");
    }

    @ParameterizedTest
    @CsvSource({"incidents/4711, incident", "alerts/da4711, alert"})
    void changeIsMadeOnceAndTold(String path, String kind) throws IOException {
        Response first = patch(path, CHANGE);
        Response second = patch(path, CHANGE);

        assertThat(first.status()).isEqualTo(200);
        assertThat(first.body().path("kind").textValue()).isEqualTo(kind);
        assertThat(first.body().at("/changed/0").textValue()).isEqualTo("assignedTo");
        assertThat(second.body().path("changed")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"incidents/4711", "alerts/da4711"})
    void commentIsPostedOnceAndTheAnswerRepeats(String path) throws IOException {
        Response first = send("POST", path + "/comments", COMMENT);
        Response second = send("POST", path + "/comments", COMMENT);

        assertThat(first.status()).isEqualTo(200);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(microsoft.calls())
                .filteredOn(call -> call.target() == Target.COMMENT)
                .hasSize(1);
    }

    @Test
    void whoAskedIsTheStablePartOfTheCallersIdAndWhomItNames() throws IOException {
        headers.put("X-On-Behalf-Of", "jo@contoso.com");

        patch("incidents/4711", CHANGE);

        assertThat(world.audit().get(0).text("principal")).isEqualTo("AROAEXAMPLE");
        assertThat(world.audit().get(0).text("onBehalfOf")).isEqualTo("jo@contoso.com");
    }

    @Test
    void callerWhomAwsDoesNotNameIsRefused() throws IOException {
        userId = null;

        Response refused = patch("incidents/4711", CHANGE);

        assertProblem(refused, 403, "forbidden");
        assertThat(microsoft.calls()).noneMatch(call -> call.target() == Target.BATCH);
    }

    @Test
    void changedMemberIsAnsweredWithBothValues() throws IOException {
        world.defender().change(Entity.INCIDENTS, "4711", "analyst", incident -> incident.put("assignedTo", "eve"));

        Response refused = patch("incidents/4711", CHANGE);

        assertProblem(refused, 412, "changed");
        assertThat(refused.body().at("/conflicts/assignedTo").toString())
                .isEqualTo("{\"yours\":null,\"live\":\"eve\"}");
    }

    @ParameterizedTest
    @CsvSource({"PATCH, incidents/4711, If-Match", "POST, incidents/4711/comments, Idempotency-Key"})
    void requestWithoutItsHeaderIsTold(String method, String path, String header) throws IOException {
        headers.remove(header);

        Response refused = send(method, path, method.equals("PATCH") ? CHANGE : COMMENT);

        assertProblem(refused, 428, "header-required");
        assertThat(refused.body().path("detail").textValue()).contains(header);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "If-Match | 1",
                "If-Match | *",
                "If-Match | W/\"1\"",
                "If-Match | \"0\"",
                "If-Match | \"99999999999999999999\"",
                "X-On-Behalf-Of | ${jndi:x}",
                "Content-Type | text/plain",
            })
    void headerThatCannotBeReadIsRefusedByItsNameAlone(String header, String value) throws IOException {
        headers.remove("content-type");
        headers.put(header, value);

        Response refused = patch("incidents/4711", CHANGE);

        assertProblem(refused, 400, "invalid-request");
        assertThat(refused.body().path("field").textValue()).isEqualTo(header);
        assertThat(refused.body().path("detail").textValue()).doesNotContain("jndi", "text/plain");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "ä"})
    void keyThatIsNoneIsRefused(String key) throws IOException {
        headers.put("Idempotency-Key", key);

        assertProblem(send("POST", "incidents/4711/comments", COMMENT), 400, "invalid-request");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"assigned\":\"jo\"} | 400 | invalid-request",
                "not json | 400 | invalid-request",
                "{\"status\":\"redirected\"} | 422 | unprocessable",
            })
    void bodyThatCannotBeDoneIsRefused(String body, int status, String code) throws IOException {
        assertProblem(patch("incidents/4711", body), status, code);
    }

    @Test
    void bodyAboveTheLimitIsRefused() throws IOException {
        assertProblem(
                patch("incidents/4711", "{\"summary\":\"" + "x".repeat(256 * 1_024) + "\"}"), 400, "invalid-request");
    }

    @Test
    void missingPermissionIsNamed() throws IOException {
        microsoft.revoke("SecurityIncident.ReadWrite.All");

        Response refused = patch("incidents/4711", CHANGE);

        assertProblem(refused, 403, "permission-missing");
        assertThat(refused.body().path("detail").textValue()).contains("SecurityIncident.ReadWrite.All");
    }

    @Test
    void throttledRequestSaysWhenToAskAgain() throws IOException {
        microsoft.faults().throttle(Duration.ofSeconds(90)).on(Target.PATCH);

        Response refused = patch("incidents/4711", CHANGE);

        assertProblem(refused, 429, "throttled");
        assertThat(refused.headers()).containsEntry("Retry-After", "90");
    }

    @Test
    void unansweredCommentIsToWaitFor() throws IOException {
        microsoft.faults().status(500).on(Target.COMMENT).times(1);

        Response failed = send("POST", "incidents/4711/comments", COMMENT);
        Response early = send("POST", "incidents/4711/comments", COMMENT);

        assertProblem(failed, 502, "upstream-failed");
        assertProblem(early, 409, "in-progress");
        assertThat(early.body().path("retryable").booleanValue()).isTrue();
        assertThat(Integer.parseInt(early.headers().get("Retry-After"))).isBetween(60, 90);
    }

    @ParameterizedTest
    @ValueSource(strings = {"incidents/4712", "alerts/4711"})
    void unknownRecordIsNotFound(String path) throws IOException {
        assertProblem(patch(path, CHANGE), 404, "not-found");
    }

    @Test
    void linkToACollectedPackageIsAskedOfMicrosoft() throws IOException {
        headers.remove("content-type");
        String id = collected(ActionState.SUCCEEDED);

        Response early = send("GET", "actions/" + id + "/package", "");
        world.pass(Duration.ofMinutes(3));
        Response answer = send("GET", "actions/" + id + "/package", "");

        assertProblem(early, 409, "in-progress");
        assertThat(early.headers()).containsEntry("Retry-After", "60");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().path("url").textValue()).startsWith("https://");
    }

    @ParameterizedTest
    @CsvSource({"RUNNING, 409, in-progress", "FAILED, 409, conflict"})
    void packageThatIsNotCollectedIsNotThere(ActionState state, int status, String code) throws IOException {
        assertProblem(send("GET", "actions/" + collected(state) + "/package", ""), status, code);
    }

    /** A read has no body, whatever its headers say of one. */
    @Test
    void packageNeedsNoTypeOfABody() throws IOException {
        headers.put("content-type", "text/plain");

        assertProblem(send("GET", "actions/" + collected(ActionState.FAILED) + "/package", ""), 409, "conflict");
    }

    @Test
    void permissionForPackagesIsNamed() throws IOException {
        String id = collected(ActionState.SUCCEEDED);
        microsoft.signIn().revokeDefender("Machine.Read.All");

        Response refused = send("GET", "actions/" + id + "/package", "");

        assertProblem(refused, 403, "permission-missing");
        assertThat(refused.body().path("detail").textValue()).contains("Machine.Read.All");
    }

    @ParameterizedTest
    @CsvSource({
        "PATCH, incidents/4711",
        "POST, incidents/4711/comments",
        "GET, actions/11111111111111111111111111111111/package"
    })
    void nothingIsAskedOfMicrosoftForATenantThatIsNotActive(String method, String path) throws IOException {
        new Tenants(world.table)
                .put(world.alias, Tenant.State.PENDING, 2, "{\"tenantId\":\"" + microsoft.tenantId() + "\"}");
        int before = microsoft.calls().size();

        Response refused = send(method, path, method.equals("GET") ? "" : CHANGE);

        assertProblem(refused, 409, "conflict");
        assertThat(refused.body().path("detail").textValue()).contains("not active", "test its connection");
        assertThat(microsoft.calls()).hasSize(before);
    }

    @Test
    void otherTenantIsNotFound() throws IOException {
        APIGatewayV2HTTPResponse response =
                function.liveApi(event("PATCH", "/v1/tenants/nobody/incidents/4711", CHANGE));

        assertThat(response.getStatusCode()).isEqualTo(404);
    }

    /** An action that collects a package, as the table and, from now on, Microsoft know it. */
    private String collected(ActionState state) {
        microsoft.signIn().grantDefender("Machine.Read.All");
        String device = microsoft.estate().machines().add("fin-lt-014.contoso.com");
        String remoteId = microsoft.estate().actions().portal("CollectInvestigationPackage", device);
        StoredActions actions = new StoredActions(world.table, world.now());
        String id = actions.enter(world.alias, "1".repeat(32), "collect-investigation-package", "AROAEXAMPLE");
        actions.move(world.alias, id, state, Map.of("remoteId", remoteId));
        return id;
    }

    private Response patch(String path, String body) throws IOException {
        return send("PATCH", path, body);
    }

    private Response send(String method, String path, String body) throws IOException {
        APIGatewayV2HTTPEvent event = event(method, "/v1/tenants/" + world.alias + "/" + path, body);
        APIGatewayV2HTTPResponse response = function.liveApi(event);
        assertThat(DescribedAnswers.undescribed(event, response)).isEmpty();
        return new Response(response.getStatusCode(), response.getHeaders(), json.readTree(response.getBody()));
    }

    private APIGatewayV2HTTPEvent event(String method, String path, String body) {
        APIGatewayV2HTTPEvent event = ReadApis.event(method, path, "");
        event.setHeaders(headers);
        event.setBody(body.isEmpty() ? null : body);
        if (userId != null) {
            RequestContext.IAM iam = new RequestContext.IAM();
            iam.setUserId(userId);
            RequestContext.Authorizer authorizer = new RequestContext.Authorizer();
            authorizer.setIam(iam);
            event.getRequestContext().setAuthorizer(authorizer);
        }
        return event;
    }

    private static void assertProblem(Response response, int status, String code) {
        assertThat(response.status()).as(response.body().toString()).isEqualTo(status);
        assertThat(response.body().path("type").textValue()).isEqualTo("urn:defender-relay:problem:" + code);
    }
}
