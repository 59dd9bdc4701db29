package io.defenderrelay.microsoft;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.defenderrelay.problem.InvalidRequestException;
import io.defenderrelay.problem.PermissionException;
import io.defenderrelay.problem.SignInException;
import io.defenderrelay.problem.ThrottledException;
import io.defenderrelay.problem.UpstreamException;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class MachineActionsTest {
    private static final Instant SINCE = Instant.parse("2026-11-20T18:00:00Z");
    private static final String ID = "b0d9c6a4-7e21-4f38-9a5c-13f7e8d20b61";
    private static final String SHA1 = "7c2f19be04a6d3581e9b0c47fa25d86e13b9a0c4";

    @Inject
    @RestClient
    MicrosoftApi api;

    private RemoteStub microsoft;
    private MachineActions actions;

    @BeforeEach
    void start() {
        microsoft = new RemoteStub();
        actions = new MachineActions(microsoft.graph(api));
    }

    @AfterEach
    void stop() {
        microsoft.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "ISOLATE | | | isolate | {\"Comment\":\"a \\\"b\\\"\",\"IsolationType\":\"Full\"}",
                "ISOLATE | IsolationType | Selective | isolate | {\"Comment\":\"a \\\"b\\\"\",\"IsolationType\":\"Selective\"}",
                "UNISOLATE | | | unisolate | {\"Comment\":\"a \\\"b\\\"\"}",
                "SCAN | | | runAntiVirusScan | {\"Comment\":\"a \\\"b\\\"\",\"ScanType\":\"Quick\"}",
                "SCAN | ScanType | Full | runAntiVirusScan | {\"Comment\":\"a \\\"b\\\"\",\"ScanType\":\"Full\"}",
                "RESTRICT | | | restrictCodeExecution | {\"Comment\":\"a \\\"b\\\"\"}",
                "UNRESTRICT | | | unrestrictCodeExecution | {\"Comment\":\"a \\\"b\\\"\"}",
                "STOP_FILE | Sha1 | " + SHA1 + " | StopAndQuarantineFile | {\"Comment\":\"a \\\"b\\\"\",\"Sha1\":\""
                        + SHA1 + "\"}",
                "COLLECT_PACKAGE | | | collectInvestigationPackage | {\"Comment\":\"a \\\"b\\\"\"}",
                "START_INVESTIGATION | | | startInvestigation | {\"Comment\":\"a \\\"b\\\"\"}"
            })
    void requestIsWrittenAsMicrosoftWantsIt(
            MachineCommand.Verb verb, @Nullable String option, @Nullable String value, String segment, String body) {
        microsoft.answer(okJson(RemoteStub.recorded("endpoint/machine-action-pending")));
        Map<String, String> options = option == null || value == null ? Map.of() : Map.of(option, value);

        actions.submit(
                Emea.signIn(), new MachineCommand(RemoteStub.MACHINE, verb, "a \"b\"", options), microsoft.deadline());

        var call = microsoft.onlyCall();
        assertThat(call.getMethod().getName()).isEqualTo("POST");
        assertThat(call.getUrl()).isEqualTo("/api/machines/" + RemoteStub.MACHINE + "/" + segment);
        assertThat(call.getBodyAsString()).isEqualTo(body);
        assertThat(call.getHeader("Authorization")).startsWith("Bearer ");
        assertThat(call.getHeader("Content-Type")).startsWith("application/json");
    }

    @ParameterizedTest
    @CsvSource({
        "../x, ISOLATE, c, IsolationType, Full",
        "3f9a1c7be2d04865a1b7c4d9e08f52367ab1c0de, ISOLATE, ' ', IsolationType, Full",
        "3f9a1c7be2d04865a1b7c4d9e08f52367ab1c0de, ISOLATE, c, isolationType, Full",
        "3f9a1c7be2d04865a1b7c4d9e08f52367ab1c0de, RESTRICT, c, ScanType, Full",
        "3f9a1c7be2d04865a1b7c4d9e08f52367ab1c0de, STOP_FILE, c, Sha1, abc"
    })
    void commandThatCannotSucceedIsNotSent(
            String machine, MachineCommand.Verb verb, String comment, String option, String value) {
        MachineCommand command = new MachineCommand(machine, verb, comment, Map.of(option, value));

        Submission outcome = actions.submit(Emea.signIn(), command, microsoft.deadline());

        assertThat(outcome).isInstanceOfSatisfying(Submission.Refused.class, refused -> assertThat(refused.reason())
                .isEqualTo(Refusal.INVALID));
        assertThat(microsoft.calls()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "pending, PENDING, false",
        "inprogress, IN_PROGRESS, false",
        "succeeded, SUCCEEDED, true",
        "failed, FAILED, true",
        "timeout, TIMED_OUT, true",
        "cancelled, CANCELLED, true"
    })
    void actionIsReadInEachOfItsStates(String name, MachineAction.Status expected, boolean ended) {
        microsoft.answer(okJson(RemoteStub.recorded("endpoint/machine-action-" + name)));

        MachineAction action =
                actions.get(Emea.signIn(), ID, microsoft.deadline()).orElseThrow();

        assertThat(action.status()).isEqualTo(expected);
        assertThat(action.status().ended()).isEqualTo(ended);
        assertThat(action.updatedAt()).isNotNull();
        assertThat(microsoft.onlyCall().getUrl()).isEqualTo("/api/machineactions/" + ID);
    }

    @Test
    void failedActionSaysWhatItWasAboutAndWhatWentWrong() {
        microsoft.answer(okJson(RemoteStub.recorded("endpoint/machine-action-failed")));

        MachineAction action =
                actions.get(Emea.signIn(), ID, microsoft.deadline()).orElseThrow();

        assertThat(action.sha1()).isEqualTo(SHA1);
        assertThat(action.failure()).isEqualTo("File was not found on the device (error 0x80070002)");
        assertThat(action.comment()).isEqualTo("Case 4821: stop dropped payload");
    }

    @Test
    void actionOfUnknownStateAndWithoutMembersGoesOn() {
        microsoft.answer(okJson("{\"id\":\"a\",\"status\":\"Brewing\",\"sha1\":\"b\",\"scope\":7}"));

        MachineAction action =
                actions.get(Emea.signIn(), "a", microsoft.deadline()).orElseThrow();

        assertThat(action)
                .isEqualTo(new MachineAction("a", "", MachineAction.Status.OTHER, "", "", null, null, null, "b", null));
        assertThat(action.status().ended()).isFalse();
    }

    @Test
    void unknownActionIsAbsent() {
        microsoft.answer(status(404).withBody(RemoteStub.recorded("endpoint/error-404-machine")));

        assertThat(actions.get(Emea.signIn(), ID, microsoft.deadline())).isEmpty();
        assertThat(microsoft.calls()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ".", ".."})
    void idThatNamesNothingIsRefusedBeforeAnythingIsSent(String id) {
        assertThatThrownBy(() -> actions.get(Emea.signIn(), id, microsoft.deadline()))
                .isInstanceOf(InvalidRequestException.class);
        assertThat(microsoft.calls()).isEmpty();
    }

    @Test
    void readIsRepeatedAfterFailureAndThrottling() {
        microsoft.answers(
                status(503),
                status(429).withHeader("Retry-After", "3"),
                status(401),
                okJson(RemoteStub.recorded("endpoint/machine-action-pending")));

        assertThat(actions.get(Emea.signIn(), ID, microsoft.deadline())).isPresent();
        assertThat(microsoft.calls()).hasSize(4);
    }

    @Test
    void failedReadSaysWhichServiceItWas() {
        microsoft.answers(
                status(403), status(429).withHeader("Retry-After", "9999"), status(401), status(401), status(401));

        assertThatThrownBy(() -> actions.get(Emea.signIn(), ID, microsoft.deadline()))
                .isInstanceOf(PermissionException.class)
                .hasMessageStartingWith("Microsoft Defender for Endpoint refused to read a response action")
                .hasMessageContaining("Machine.Read.All");
        assertThatThrownBy(() -> actions.get(Emea.signIn(), ID, microsoft.deadline()))
                .isInstanceOf(ThrottledException.class)
                .hasMessageStartingWith("Microsoft Defender for Endpoint");
        assertThatThrownBy(() -> actions.get(Emea.signIn(), ID, microsoft.deadline()))
                .isInstanceOf(SignInException.class);
    }

    @Test
    void readWithoutALicenceIsNoFaultOfTheToken() {
        microsoft.answer(status(401).withBody(RemoteStub.recorded("endpoint/error-401-no-tvm-license")));

        assertThatThrownBy(() -> actions.get(Emea.signIn(), ID, microsoft.deadline()))
                .isInstanceOf(PermissionException.class)
                .hasMessageContaining("licence");
        assertThat(microsoft.calls()).hasSize(1);
    }

    @Test
    void listIsFilteredAndReadToItsEnd() {
        microsoft.answer(okJson(RemoteStub.recorded("endpoint/machine-actions-list")));
        List<MachineAction> read = new ArrayList<>();

        boolean all = actions.createdSince(
                Emea.signIn(),
                new MachineActionQuery(SINCE, RemoteStub.MACHINE, "Iso'late"),
                microsoft.deadline(),
                read::add);

        assertThat(all).isTrue();
        assertThat(read).hasSize(3).allSatisfy(action -> assertThat(action.updatedAt())
                .isNotNull());
        assertThat(microsoft.onlyCall().getUrl())
                .isEqualTo("/api/machineactions?$filter=creationDateTimeUtc%20ge%202026-11-20T18%3A00%3A00.0000000Z"
                        + "%20and%20machineId%20eq%20%27" + RemoteStub.MACHINE
                        + "%27%20and%20type%20eq%20%27Iso%27%27late%27&$top=1000");
    }

    @Test
    void nextPageIsFollowedByItsLinkOnOurRoot() {
        microsoft.answers(
                okJson(page(1, "https://eu.api.security.microsoft.com/api/v1.0/MachineActions?$skiptoken=a%2Fb")),
                okJson(page(2, null)));
        List<MachineAction> read = new ArrayList<>();

        boolean all = list(read);

        assertThat(all).isTrue();
        assertThat(read).hasSize(3);
        assertThat(microsoft.calls().stream().map(call -> call.getUrl()))
                .contains("/api/v1.0/MachineActions?$skiptoken=a%2Fb");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/api/machineactions?x",
                "https://api.security.microsoft.com/api/machines?x",
                "https://api.security.microsoft.com/other/machineactions?x"
            })
    void linkThatLeadsElsewhereIsRefused(String link) {
        microsoft.answer(okJson(page(1, link)));

        assertThatThrownBy(() -> list(new ArrayList<>()))
                .isInstanceOfSatisfying(UpstreamException.class, refused -> assertThat(refused.reason())
                        .isEqualTo(UpstreamException.Reason.LINK_REFUSED));
        assertThat(microsoft.calls()).hasSize(1);
    }

    @Test
    void fullPageWithoutALinkIsFollowedBySkipping() {
        microsoft.answers(okJson(page(1_000, null)), okJson(page(5, null)));
        List<MachineAction> read = new ArrayList<>();

        boolean all = list(read);

        assertThat(all).isTrue();
        assertThat(read).hasSize(1_005);
        assertThat(microsoft.calls()).hasSize(2);
        assertThat(microsoft.calls().stream().map(call -> call.getUrl()))
                .anySatisfy(url -> assertThat(url).endsWith("&$top=1000&$skip=1000"));
    }

    @Test
    void listEndsAfterTenPagesAndSaysSo() {
        microsoft.answer(okJson(page(1_000, null)));
        List<MachineAction> read = new ArrayList<>();

        boolean all = list(read);

        assertThat(all).isFalse();
        assertThat(read).hasSize(10_000);
        assertThat(microsoft.calls()).hasSize(10);
    }

    @Test
    void listOfNothingIsEmptyWhenMicrosoftAnswersNotFound() {
        microsoft.answer(status(404));
        List<MachineAction> read = new ArrayList<>();

        assertThat(list(read)).isTrue();
        assertThat(read).isEmpty();
    }

    @Test
    void cancellationIsSentOnce() {
        microsoft.answer(okJson(RemoteStub.recorded("endpoint/machine-action-cancelled")));

        Submission outcome = actions.cancel(Emea.signIn(), ID, "no more", microsoft.deadline());

        assertThat(outcome).isInstanceOf(Submission.Accepted.class);
        assertThat(microsoft.onlyCall().getUrl()).isEqualTo("/api/machineactions/" + ID + "/cancel");
        assertThat(microsoft.onlyCall().getBodyAsString()).isEqualTo("{\"Comment\":\"no more\"}");
    }

    @Test
    void packageHasItsAddressWithoutTheQuotes() {
        microsoft.answer(okJson(RemoteStub.recorded("endpoint/package-uri")));

        assertThat(actions.packageUri(Emea.signIn(), ID, microsoft.deadline()))
                .hasValueSatisfying(uri ->
                        assertThat(uri).startsWith("https://userrequests-eu").endsWith("TOKEN%3d"));
        assertThat(microsoft.onlyCall().getUrl()).isEqualTo("/api/machineactions/" + ID + "/getPackageUri");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{\"value\":\"http://a.example/x\"}", "{\"value\":\"javascript:x\"}", "{\"value\":\"a b\"}"
            })
    void packageWithoutAnHttpsAddressIsRefused(String body) {
        microsoft.answer(okJson(body));

        assertThatThrownBy(() -> actions.packageUri(Emea.signIn(), ID, microsoft.deadline()))
                .isInstanceOf(UpstreamException.class);
    }

    @Test
    void packageThatIsNotFinishedIsAbsent() {
        microsoft.answer(aResponse().withStatus(404));

        assertThat(actions.packageUri(Emea.signIn(), ID, microsoft.deadline())).isEmpty();
    }

    private boolean list(List<MachineAction> read) {
        return actions.createdSince(
                Emea.signIn(), new MachineActionQuery(SINCE, null, null), microsoft.deadline(), read::add);
    }

    private static String page(int size, @Nullable String link) {
        String records = IntStream.range(0, size)
                .mapToObj(number -> "{\"id\":\"%d\",\"status\":\"Pending\"}".formatted(number))
                .collect(Collectors.joining(",", "[", "]"));
        return "{\"value\":" + records + (link == null ? "" : ",\"@odata.nextLink\":\"" + link + "\"") + "}";
    }
}
