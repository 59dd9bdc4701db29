package io.defenderrelay.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.defenderrelay.simulated.TenantClient.Reply;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulatedActionsTest {

    private static final Instant NOW = Instant.parse("2026-09-14T10:40:00Z");
    private static final String COMMENT = "{\"Comment\":\"r-1\"}";

    private final SimulatedTenant tenant = SimulatedTenant.start(Clock.fixed(NOW, ZoneOffset.UTC));
    private final TenantClient client = new TenantClient(tenant);
    private final Machines machines = tenant.estate().machines();
    private final MachineActions actions = tenant.estate().actions();
    private final String machine = machines.add("fin-01");

    @BeforeEach
    void signIn() throws Exception {
        SignIn signIn = tenant.signIn().grantDefender("Machine.Read.All");
        for (ActionKind kind : ActionKind.values()) {
            signIn.grantDefender(kind.role());
        }
        signIn.tokensLast(Duration.ofDays(30));
        client.onDefender();
    }

    @AfterEach
    void stop() {
        tenant.close();
    }

    @Test
    void actionGoesFromPendingToSucceededOnceItIsSeen() throws Exception {
        Reply created = post("isolate", "{\"Comment\":\"r-1\",\"IsolationType\":\"Selective\"}");
        String id = created.text("id");

        List<String> statuses = new ArrayList<>();
        for (int seconds : new int[] {4, 5, 10, 69, 70}) {
            later(Duration.ofSeconds(seconds));
            Reply read = read(id);
            statuses.add(read.status() == 200 ? read.text("status") : String.valueOf(read.status()));
        }

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.text("status")).isEqualTo("Pending");
        assertThat(created.text("scope")).isEqualTo("Selective");
        assertThat(created.text("requestorComment")).isEqualTo("r-1");
        assertThat(created.text("requestor")).isEqualTo(tenant.clientId());
        assertThat(statuses).containsExactly("404", "Pending", "InProgress", "InProgress", "Succeeded");
    }

    @Test
    void paceIsSetForAllOrForOneMachine() throws Exception {
        actions.takes(Duration.ZERO, Duration.ZERO).unseenFor(Duration.ZERO);
        String slow = machines.add("slow");
        machines.machine(slow).takes(Duration.ofHours(1), Duration.ofHours(1));

        String quick = post("unisolate", COMMENT).text("id");
        String other =
                client.post("/api/machines/" + slow + "/unisolate", COMMENT).text("id");

        assertThat(actions.status(quick)).isEqualTo("Succeeded");
        assertThat(actions.status(other)).isEqualTo("Pending");
    }

    @Test
    void offlineMachineHoldsActionsUntilTheyTimeOut() throws Exception {
        machines.offline(machine);
        String first = post("isolate", COMMENT).text("id");
        later(Duration.ofHours(71));
        String waiting = actions.status(first);
        later(Duration.ofDays(3));
        String over = actions.status(first);
        String second = post("isolate", COMMENT).text("id");
        later(Duration.ofHours(73));
        machines.online(machine);
        later(Duration.ofHours(74));

        assertThat(List.of(waiting, over)).containsExactly("Pending", "TimeOut");
        assertThat(actions.status(first)).isEqualTo("TimeOut");
        assertThat(actions.status(second)).isEqualTo("Succeeded");
    }

    @Test
    void nextActionFailsWithItsReason() throws Exception {
        machines.failNext(machine, "File was not found on the device");
        String sha1 = "7c2f19be04a6d3581e9b0c47fa25d86e13b9a0c4";
        String id = post("StopAndQuarantineFile", "{\"Comment\":\"r-1\",\"Sha1\":\"" + sha1 + "\"}")
                .text("id");
        later(Duration.ofMinutes(5));
        Reply failed = read(id);
        String next = post("isolate", COMMENT).text("id");
        later(Duration.ofMinutes(10));

        assertThat(failed.text("status")).isEqualTo("Failed");
        assertThat(failed.text("troubleshootInfo")).isEqualTo("File was not found on the device");
        assertThat(failed.json().path("relatedFileInfo").path("fileIdentifier").asText())
                .isEqualTo(sha1);
        assertThat(read(next).text("status")).isEqualTo("Succeeded");
    }

    @Test
    void duplicateOfAnOpenActionIsRefusedOrJoined() throws Exception {
        String id = post("isolate", COMMENT).text("id");
        Reply refused = post("isolate", COMMENT);
        actions.joinDuplicates(true);
        Reply joined = post("isolate", "{\"Comment\":\"r-2\"}");
        Reply otherType = post("unisolate", COMMENT);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo("ActiveRequestAlreadyExists");
        assertThat(joined.status()).isEqualTo(201);
        assertThat(joined.text("id")).isEqualTo(id);
        assertThat(joined.text("requestorComment")).isEqualTo("r-1");
        assertThat(otherType.status()).isEqualTo(201);
        assertThat(actions.executed()).extracting(ExecutedAction::type).containsExactly("Isolate", "Unisolate");
    }

    @Test
    void actionOfThePortalCountsAsOpenButNotAsExecuted() throws Exception {
        String id = actions.portal("Isolate", machine);

        Reply refused = post("isolate", COMMENT);

        assertThat(refused.code()).isEqualTo("ActiveRequestAlreadyExists");
        assertThat(read(id).text("requestSource")).isEqualTo("Portal");
        assertThat(actions.executed()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "isolate|{\"comment\":\"c\"}|InvalidRequestBody",
                "isolate|{}|MissingRequiredParameter",
                "isolate|[]|InvalidRequestBody",
                "isolate|{\"Comment\":\"c\",\"IsolationType\":\"full\"}|InvalidInput",
                "runAntiVirusScan|{\"Comment\":\"c\"}|MissingRequiredParameter",
                "runAntiVirusScan|{\"Comment\":\"c\",\"scanType\":\"Quick\"}|InvalidRequestBody",
                "StopAndQuarantineFile|{\"Comment\":\"c\",\"Sha1\":\"abc\"}|InvalidHashValue"
            })
    void wrongBodiesAreRefused(String verb, String body, String code) throws Exception {
        Reply reply = post(verb, body);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.code()).isEqualTo(code);
        assertThat(actions.executed()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Linux,restrictCodeExecution,400",
        "Linux,isolate,201",
        "macOS,collectInvestigationPackage,400",
        "Windows7,isolate,400",
        "WindowsServer2016,startInvestigation,400",
        "WindowsServer2022,startInvestigation,201"
    })
    void platformsThatDoNotFitAreRefused(String platform, String verb, int status) throws Exception {
        machines.machine(machine).osPlatform(platform);

        Reply reply = post(verb, COMMENT);

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.code()).isEqualTo(status == 400 ? "OsPlatformNotSupported" : "");
    }

    @Test
    void firstTryCanBeNotFound() throws Exception {
        machines.firstTry404(machine);

        int first = post("isolate", COMMENT).status();
        int second = post("isolate", COMMENT).status();

        assertThat(List.of(first, second)).containsExactly(404, 201);
    }

    @Test
    void openActionCanBeCancelledOnce() throws Exception {
        String id = post("runAntiVirusScan", "{\"Comment\":\"r-1\",\"ScanType\":\"Full\"}")
                .text("id");
        later(Duration.ofSeconds(20));
        String path = "/api/machineactions/" + id + "/cancel";

        Reply cancelled = client.post(path, "{\"Comment\":\"stop\"}");
        Reply again = client.post(path, "{\"Comment\":\"stop\"}");
        Reply unknown = client.post("/api/machineactions/none/cancel", "{\"Comment\":\"stop\"}");

        assertThat(cancelled.status()).isEqualTo(200);
        assertThat(cancelled.text("status")).isEqualTo("Cancelled");
        assertThat(cancelled.text("cancellationComment")).isEqualTo("stop");
        assertThat(List.of(again.status(), unknown.status())).containsExactly(400, 404);
    }

    @Test
    void packageHasALinkInQuotesOnceItIsCollected() throws Exception {
        String id = post("collectInvestigationPackage", COMMENT).text("id");
        String path = "/api/machineactions/" + id + "/getPackageUri";

        int early = client.getPath(path).status();
        later(Duration.ofMinutes(5));
        Reply ready = client.getPath(path);

        assertThat(early).isEqualTo(404);
        assertThat(ready.text("value")).startsWith("\"https://").endsWith("\"");
    }

    @Test
    void lineBreaksBeforeOrAfterTheEffect() {
        tenant.faults().connectionResetUnread().on(Target.MACHINE_ACTION_POST).times(1);
        assertThatThrownBy(() -> post("isolate", COMMENT)).isInstanceOf(IOException.class);
        List<ExecutedAction> before = actions.executed();
        tenant.faults().connectionReset().on(Target.MACHINE_ACTION_POST).times(1);
        assertThatThrownBy(() -> post("isolate", COMMENT)).isInstanceOf(IOException.class);

        assertThat(before).isEmpty();
        assertThat(actions.executed()).hasSize(1);
    }

    private Reply post(String verb, String body) throws Exception {
        return client.post("/api/machines/" + machine + "/" + verb, body);
    }

    private Reply read(String id) throws Exception {
        return client.getPath("/api/machineactions/" + id);
    }

    private void later(Duration time) {
        tenant.clock(Clock.fixed(NOW.plus(time), ZoneOffset.UTC));
    }
}
