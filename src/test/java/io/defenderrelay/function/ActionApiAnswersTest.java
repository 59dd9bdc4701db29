package io.defenderrelay.function;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.defenderrelay.Contract;
import io.defenderrelay.aws.Item;
import io.defenderrelay.aws.Key;
import io.defenderrelay.aws.Queue;
import io.defenderrelay.aws.Table;
import io.defenderrelay.local.LocalAws;
import io.defenderrelay.local.MovableClock;
import io.defenderrelay.remediation.Remediation;
import io.defenderrelay.store.ActionState;
import io.defenderrelay.store.Actions;
import io.defenderrelay.store.Tenants;
import io.defenderrelay.tenant.Tenant;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a caller of actions is answered; each answer is as {@code infra/openapi.yaml} describes it. */
class ActionApiAnswersTest {
    private static final Table TABLE = LocalAws.table();
    private static final Queue QUEUE = new Queue(LocalAws.sqs(), LocalAws.createQueue());
    private static final AtomicInteger WORLDS = new AtomicInteger();

    private final ObjectMapper json = new ObjectMapper();
    private final MovableClock clock = new MovableClock(Instant.parse("2026-11-01T00:00:00Z"));
    private final String number = String.valueOf(WORLDS.incrementAndGet());

    @BeforeEach
    void world() {
        Tenants tenants = new Tenants(TABLE);
        String settings = "{\"tenantId\":\"0a1b2c3d-1111-4222-8333-444455556666\",\"remediation\":"
                + "{\"enabled\":true,\"kinds\":[\"isolate-device\"]}}";
        tenants.put(alias("acme"), Tenant.State.ACTIVE, 1, settings);
        tenants.put(alias("other"), Tenant.State.ACTIVE, 1, settings);
        tenants.put(alias("off"), Tenant.State.ACTIVE, 1, settings.replace("true", "false"));
        TABLE.put(
                Item.of(new Key("TENANTS", alias("broken")), Map.of("state", "active", "version", 1, "settings", "{")));
        StoredActions actions = new StoredActions(TABLE, clock.instant());
        for (String name : List.of("new", "waiting", "running", "done")) {
            actions.enter(alias("acme"), ActionCase.id(name), "isolate-device", ActionCase.ANALYST);
        }
        actions.check(alias("acme"), ActionCase.id("waiting"));
        actions.move(alias("acme"), ActionCase.id("running"), ActionState.RUNNING, Map.of("remoteId", "r-1"));
        actions.check(alias("acme"), ActionCase.id("done"));
        actions.move(
                alias("acme"),
                ActionCase.id("done"),
                ActionState.SUCCEEDED,
                Map.of("approvedBy", ActionCase.LEAD, "code", "done"));
        actions.check(
                alias("other"),
                actions.enter(alias("other"), ActionCase.id("foreign"), "isolate-device", ActionCase.ANALYST));
    }

    static Stream<ActionCase> cases() {
        return ActionCase.all().stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void answerIsAsDescribed(ActionCase call) throws IOException {
        APIGatewayV2HTTPEvent event = event(call.route().method(), call);

        APIGatewayV2HTTPResponse answer = send(event, call.tenant());

        assertThat(answer.getStatusCode()).as(answer.getBody()).isEqualTo(call.status());
        assertThat(DescribedAnswers.undescribed(event, answer)).isEmpty();
        JsonNode body = json.readTree(answer.getBody());
        assertThat(
                        call.status() < 300
                                ? body.path("state").asText()
                                : body.path("type").asText())
                .isEqualTo(call.status() < 300 ? call.word() : "urn:defender-relay:problem:" + call.word());
        assertThat(answer.getHeaders().containsKey("Retry-After"))
                .isEqualTo(call.status() == 202 || call.word().equals("in-progress"));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_ALL, names = ".*ACTION(S|_AUDIT)?")
    void otherMethodIsAnsweredWithThoseThereAre(Route route) {
        APIGatewayV2HTTPEvent event = event("PUT", ActionCase.of(route, "waiting", ActionCase.LEAD, "", 405, ""));

        APIGatewayV2HTTPResponse answer = send(event, "acme");

        assertThat(answer.getStatusCode()).isEqualTo(405);
        assertThat(DescribedAnswers.undescribed(event, answer)).isEmpty();
    }

    /** The rest is API Gateway's: 429, and 403 of what only reads. */
    @Test
    void everyStatusThatIsDescribedIsAnswered() {
        Contract contract = Contract.read();
        Set<String> described = new HashSet<>();
        Set<String> answered = new HashSet<>(Set.of("REQUEST_ACTION 200", "REQUEST_ACTION 422", "REQUEST_ACTION 428"));
        cases().forEach(call -> answered.add(call.route() + " " + call.status()));
        for (Route route : Route.of(Route.Api.ACTIONS)) {
            answered.addAll(List.of(route + " 405", route + " 429", route + " 403"));
            contract.statuses(new Contract.Operation(route.method(), route.template()))
                    .forEach(status -> described.add(route + " " + status));
        }

        assertThat(answered).containsExactlyInAnyOrderElementsOf(described);
    }

    @Test
    void repeatedRequestIsTheSameActionUntilItHasEnded() throws IOException {
        ActionCase request = ActionCase.of(Route.REQUEST_ACTION, "", ActionCase.ANALYST, ActionCase.ISOLATE, 202, "");
        APIGatewayV2HTTPEvent event = event("POST", request);

        APIGatewayV2HTTPResponse first = send(event, "acme");
        APIGatewayV2HTTPResponse second = send(event, "acme");
        String location = first.getHeaders().get("Location");
        APIGatewayV2HTTPResponse cancelled =
                send(ReadApis.signed("POST", location + "/cancel", ActionCase.LEAD, ""), "acme");
        APIGatewayV2HTTPResponse third = send(event, "acme");

        assertThat(List.of(first.getStatusCode(), second.getStatusCode())).containsOnly(202);
        assertThat(location)
                .isEqualTo("/v1/tenants/" + alias("acme") + "/actions/"
                        + json.readTree(first.getBody()).path("id").asText());
        assertThat(second.getBody()).isEqualTo(first.getBody());
        assertThat(third.getStatusCode()).isEqualTo(200);
        assertThat(third.getBody()).isEqualTo(cancelled.getBody());
        assertThat(third.getHeaders()).containsEntry("Location", location).doesNotContainKey("Retry-After");
        assertThat(DescribedAnswers.undescribed(event, third)).isEmpty();
    }

    @Test
    void keyOfAnotherRequestIsRefused() throws IOException {
        send(
                event("POST", ActionCase.of(Route.REQUEST_ACTION, "", ActionCase.ANALYST, ActionCase.ISOLATE, 202, "")),
                "acme");
        APIGatewayV2HTTPEvent other = event(
                "POST",
                ActionCase.of(
                        Route.REQUEST_ACTION,
                        "",
                        ActionCase.ANALYST,
                        ActionCase.ISOLATE.replace("host-1", "host-2"),
                        422,
                        ""));

        APIGatewayV2HTTPResponse refused = send(other, "acme");

        assertThat(refused.getStatusCode()).isEqualTo(422);
        assertThat(json.readTree(refused.getBody()).path("field").asText()).isEqualTo("Idempotency-Key");
        assertThat(DescribedAnswers.undescribed(other, refused)).isEmpty();
    }

    @Test
    void requestWithoutAKeyIsRefused() {
        APIGatewayV2HTTPEvent event =
                event("POST", ActionCase.of(Route.REQUEST_ACTION, "", ActionCase.ANALYST, ActionCase.ISOLATE, 428, ""));
        event.getHeaders().remove("idempotency-key");

        APIGatewayV2HTTPResponse refused = send(event, "acme");

        assertThat(refused.getStatusCode()).isEqualTo(428);
        assertThat(DescribedAnswers.undescribed(event, refused)).isEmpty();
    }

    private String alias(String tenant) {
        return tenant + "-" + number;
    }

    private APIGatewayV2HTTPEvent event(String method, ActionCase call) {
        String path = call.route()
                .template()
                .replace("{tenant}", alias(call.tenant()))
                .replace("{id}", ActionCase.id(call.action()));
        return ReadApis.signed(method, path, call.caller(), call.body());
    }

    private APIGatewayV2HTTPResponse send(APIGatewayV2HTTPEvent event, String tenant) {
        Table reached =
                tenant.equals("gone") ? new Table(LocalAws.dynamoDb(), "no-such-table", LocalAws.noPause()) : TABLE;
        Remediation remediation = new Remediation(new Actions(reached, new Random()), QUEUE, clock);
        return new ActionApiFunction(new ActionApi(new Tenants(reached), remediation)).actionApi(event);
    }
}
