package io.defenderrelay.microsoft;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import io.defenderrelay.problem.ConfigurationException;
import io.defenderrelay.problem.StoreException;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class DefenderSubmissionTest {
    private static final MachineCommand ISOLATE =
            new MachineCommand(RemoteStub.MACHINE, MachineCommand.Verb.ISOLATE, "Case 4821", Map.of());

    @Inject
    @RestClient
    MicrosoftApi api;

    private RemoteStub microsoft;
    private MachineActions actions;

    @BeforeEach
    void start() {
        microsoft = new RemoteStub().roles("Machine.Isolate");
        actions = new MachineActions(microsoft.graph(api));
    }

    @AfterEach
    void stop() {
        microsoft.close();
    }

    @ParameterizedTest
    @CsvSource({"200", "201", "202"})
    void actionThatMicrosoftTookOnKeepsItsFacts(int status) {
        microsoft.answer(json(status, RemoteStub.recorded("endpoint/machine-action-pending")));

        Submission outcome = submit();

        assertThat(outcome).isInstanceOfSatisfying(Submission.Accepted.class, taken -> {
            assertThat(taken.id()).isEqualTo("b0d9c6a4-7e21-4f38-9a5c-13f7e8d20b61");
            MachineAction action = Objects.requireNonNull(taken.action());
            assertThat(action.comment()).isEqualTo("Case 4821: host containment");
            assertThat(action.createdAt()).isEqualTo(Instant.parse("2026-11-20T21:30:05.4410277Z"));
        });
        assertThat(microsoft.calls()).hasSize(1);
    }

    @Test
    void investigationKeepsItsId() {
        microsoft.answer(json(201, RemoteStub.recorded("endpoint/investigation")));

        Submission outcome = submit(MachineCommand.Verb.START_INVESTIGATION, Map.of());

        assertThat(outcome).isEqualTo(new Submission.Accepted("63004", null));
    }

    @ParameterizedTest
    @CsvSource({
        "400, BadRequest, INVALID",
        "400, ODataError, INVALID",
        "400, InvalidInput, INVALID",
        "400, InvalidRequestBody, INVALID",
        "400, InvalidHashValue, INVALID",
        "400, InvalidDomainName, INVALID",
        "400, InvalidIpAddress, INVALID",
        "400, InvalidUrl, INVALID",
        "400, MaximumBatchSizeExceeded, INVALID",
        "400, MissingRequiredParameter, INVALID",
        "400, OsPlatformNotSupported, NOT_SUPPORTED",
        "400, ClientVersionNotSupported, NOT_SUPPORTED",
        "402, PaymentRequired, LICENCE",
        "403, Forbidden, LICENCE",
        "403, DisabledFeature, FEATURE_OFF",
        "403, DisallowedOperation, FEATURE_OFF",
        "404, NotFound, NOT_FOUND",
        "404, ResourceNotFound, NOT_FOUND",
        "405, MethodNotAllowed, INVALID",
        "409, Conflict, INVALID",
        "418, Teapot, INVALID",
        "451, none, INVALID"
    })
    void refusalHasItsReasonAndNamesWhatWasTried(int status, String code, Refusal reason) {
        microsoft.answer(json(status, RemoteStub.error(code, "as it is")));

        Submission outcome = submit();

        assertThat(outcome).asInstanceOf(type(Submission.Refused.class)).satisfies(refused -> {
            assertThat(refused.reason()).isEqualTo(reason);
            assertThat(refused.detail())
                    .startsWith("Microsoft Defender for Endpoint refused to isolate machine " + RemoteStub.MACHINE
                            + " for tenant 'emea' (" + status + " " + code + "): ");
        });
        assertThat(microsoft.calls()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "401-no-tvm-license, 401, LICENCE, 1",
        "400-os-not-supported, 400, NOT_SUPPORTED, 1",
        "400-invalid-body, 400, INVALID, 1",
        "403-missing-roles, 403, PERMISSION, 1",
        "404-machine, 404, NOT_FOUND, 1",
        "401-expired, 401, SIGN_IN, 2"
    })
    void recordedRefusalHasItsReason(String name, int status, Refusal reason, int calls) {
        microsoft.answer(json(status, RemoteStub.recorded("endpoint/error-" + name)));

        Submission outcome = submit();

        assertThat(outcome)
                .asInstanceOf(type(Submission.Refused.class))
                .extracting(Submission.Refused::reason)
                .isEqualTo(reason);
        assertThat(microsoft.calls()).hasSize(calls);
    }

    @ParameterizedTest
    @ValueSource(strings = {"No Tvm license", "Account mode is inactive", "Account is not provisioned"})
    void refusalForWantOfALicenceIsNoRefusalOfTheToken(String reason) {
        microsoft.answer(json(401, RemoteStub.error("Unauthorized", "reason of failure: " + reason)));

        assertThat(refused(submit())).isEqualTo(Refusal.LICENCE);
        assertThat(microsoft.calls()).hasSize(1);
    }

    @Test
    void refusedTokenIsRenewedAndTheRequestSentOnceMore() {
        microsoft.answers(
                json(401, RemoteStub.recorded("endpoint/error-401-expired")),
                json(201, RemoteStub.recorded("endpoint/machine-action-pending")));

        Submission outcome = submit();

        assertThat(outcome).isInstanceOf(Submission.Accepted.class);
        assertThat(microsoft.calls()).hasSize(2);
        assertThat(microsoft.signIns()).isEqualTo(2);
    }

    @Test
    void claimsChallengeIsMetWithANewToken() {
        microsoft.answers(
                aResponse()
                        .withStatus(401)
                        .withHeader("WWW-Authenticate", "Bearer error=\"insufficient_claims\", claims=\"e30=\""),
                json(201, RemoteStub.recorded("endpoint/machine-action-pending")));

        assertThat(submit()).isInstanceOf(Submission.Accepted.class);
        assertThat(microsoft.calls()).hasSize(2);
    }

    @Test
    void missingPermissionIsNamedAsMicrosoftNamesIt() {
        microsoft.answer(
                json(
                        403,
                        RemoteStub.error(
                                "Forbidden",
                                "Missing application roles. API required roles: Machine.Offboard,Machine.Scan, application roles: X.")));

        Submission outcome = submit();

        assertThat(refused(outcome)).isEqualTo(Refusal.PERMISSION);
        assertThat(detail(outcome)).contains("grant the application permission Machine.Offboard or Machine.Scan with");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Missing application roles. API required roles: <b>x</b>, application roles: Y.",
                "Missing application roles. API required roles: , application roles: Y.",
                "nothing of use"
            })
    void missingPermissionIsNamedByUsWhenMicrosoftDoesNotInTheKnownForm(String message) {
        microsoft.roles("Machine.Read.All").answer(json(403, RemoteStub.error("Forbidden", message)));

        Submission outcome = submit();

        assertThat(refused(outcome)).isEqualTo(Refusal.PERMISSION);
        assertThat(detail(outcome))
                .endsWith("(403 Forbidden): grant the application permission Machine.Isolate with admin consent");
    }

    @Test
    void forbiddenToATokenThatCannotBeReadNamesBothCauses() {
        microsoft.opaqueTokens().answer(json(403, RemoteStub.error("Forbidden", "no")));

        Submission outcome = submit();

        assertThat(refused(outcome)).isEqualTo(Refusal.PERMISSION);
        assertThat(detail(outcome)).contains("Machine.Isolate", "if it was granted", "licence");
    }

    @ParameterizedTest
    @CsvSource({
        "400, ActiveRequestAlreadyExists, Action is already in progress",
        "400, ActiveRequestAlreadyExists, no",
        "400, BadRequest, Action is already in progress",
        "409, Conflict, Action is Already In Progress"
    })
    void actionThatIsOpenAlreadyIsNoRefusal(int status, String code, String message) {
        microsoft.answer(json(status, RemoteStub.error(code, message)));

        assertThat(submit()).isInstanceOf(Submission.AlreadyOpen.class);
        assertThat(microsoft.calls()).hasSize(1);
    }

    @Test
    void bareRefusalOfAPackageMeansThatOneIsCollectedAlready() {
        microsoft.answer(json(400, RemoteStub.error("BadRequest", "no")));

        assertThat(submit(MachineCommand.Verb.COLLECT_PACKAGE, Map.of())).isInstanceOf(Submission.AlreadyOpen.class);
    }

    @ParameterizedTest
    @CsvSource({"429, 17, 17", "429-hourly, 1200, 1200", "429, , 30"})
    void throttledRequestWasNotDoneAndWaits(String name, @Nullable String header, int seconds) {
        ResponseDefinitionBuilder answer = json(429, RemoteStub.recorded("endpoint/error-" + name));
        microsoft.answer(header == null ? answer : answer.withHeader("Retry-After", header));

        Submission outcome = submit();

        assertThat(outcome)
                .asInstanceOf(type(Submission.Postponed.class))
                .extracting(Submission.Postponed::retryAfter)
                .isEqualTo(Duration.ofSeconds(seconds));
        assertThat(outcome.mayBeSentAgain()).isTrue();
        assertThat(microsoft.calls()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 408, 500, 502, 503, 504})
    void answerThatDoesNotSayWhetherItWasDoneIsUnclearAndNotRepeated(int status) {
        microsoft.answer(aResponse().withStatus(status).withHeader("Retry-After", "1"));

        assertThat(submit()).isInstanceOf(Submission.Unclear.class);
        assertThat(microsoft.calls()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void brokenConnectionIsUnclearAndNotRepeated(Fault fault) {
        microsoft.answer(aResponse().withStatus(201).withFault(fault));

        Submission outcome = submit();

        assertThat(outcome).isInstanceOf(Submission.Unclear.class);
        assertThat(outcome.mayBeSentAgain()).isFalse();
        assertThat(microsoft.calls()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{}", "[]", "null", "<html>", "{\"id\":\"\"}", "{\"id\":null}", "{\"id\":{}}"})
    void acceptanceThatCannotBeReadIsUnclear(String body) {
        microsoft.answer(json(201, body));

        assertThat(submit()).isInstanceOf(Submission.Unclear.class);
        assertThat(microsoft.calls()).hasSize(1);
    }

    @Test
    void refusedConnectionMeansThatNothingWasSent() {
        Graph graph = microsoft.graph(api);
        graph.tokens.defender(Emea.signIn(), false);
        microsoft.server.stop();

        Submission outcome = new MachineActions(graph).submit(Emea.signIn(), ISOLATE, microsoft.deadline());

        assertThat(outcome).isInstanceOf(Submission.Postponed.class);
    }

    @Test
    void requestIsNotSentAfterTheDeadline() {
        Submission outcome = actions.submit(Emea.signIn(), ISOLATE, microsoft.clock.instant());

        assertThat(outcome).isInstanceOf(Submission.Postponed.class);
        assertThat(microsoft.calls()).isEmpty();
    }

    @Test
    void refusedSignInSendsNothing() {
        SignIn wrong = Emea.signIn(fresh -> {
            throw new ConfigurationException("The secret is wrong: correct it");
        });

        Submission outcome = actions.submit(wrong, ISOLATE, microsoft.deadline());

        assertThat(refused(outcome)).isEqualTo(Refusal.SIGN_IN);
        assertThat(detail(outcome)).endsWith("for tenant 'emea': The secret is wrong: correct it");
        assertThat(microsoft.calls()).isEmpty();
    }

    @Test
    void signInThatFailsForAWhileSendsNothingAndMayBeTriedAgain() {
        SignIn broken = Emea.signIn(fresh -> {
            throw new StoreException("The secret could not be read", null);
        });

        assertThat(actions.submit(broken, ISOLATE, microsoft.deadline())).isInstanceOf(Submission.Postponed.class);
        assertThat(microsoft.calls()).isEmpty();
    }

    @Test
    void textOfMicrosoftsIsShownShortAndClean() {
        microsoft.answer(json(
                400, RemoteStub.error("InvalidInput", "a\\u202eb\\u0000c\\nd\\u2028e\\ud83d" + "x".repeat(3_000))));

        Submission outcome = submit();

        assertThat(detail(outcome)).contains("Microsoft says \"a b c d e x").hasSizeLessThan(500);
        assertThat(detail(outcome).codePoints())
                .noneMatch(point -> Character.isISOControl(point) || Character.getType(point) == Character.FORMAT);
    }

    private Submission submit() {
        return actions.submit(Emea.signIn(), ISOLATE, microsoft.deadline());
    }

    private Submission submit(MachineCommand.Verb verb, Map<String, String> options) {
        MachineCommand command = new MachineCommand(RemoteStub.MACHINE, verb, "Case 4821", options);
        return actions.submit(Emea.signIn(), command, microsoft.deadline());
    }

    private static Refusal refused(Submission outcome) {
        return ((Submission.Refused) outcome).reason();
    }

    private static String detail(Submission outcome) {
        return ((Submission.Refused) outcome).detail();
    }

    private static ResponseDefinitionBuilder json(int status, String body) {
        return aResponse()
                .withStatus(status)
                .withHeader("Content-Type", "application/json")
                .withBody(body);
    }
}
