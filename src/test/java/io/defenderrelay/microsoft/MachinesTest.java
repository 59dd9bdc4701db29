package io.defenderrelay.microsoft;

import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class MachinesTest {
    private static final String ENTRA = "9e31c5d2-6f0b-4e88-a7c4-1d2b3c4e5f60";
    private static final String NONE = "{\"value\":[]}";

    @Inject
    @RestClient
    MicrosoftApi api;

    private RemoteStub microsoft;
    private Machines machines;

    @BeforeEach
    void start() {
        microsoft = new RemoteStub();
        machines = new Machines(microsoft.graph(api));
    }

    @AfterEach
    void stop() {
        microsoft.close();
    }

    @Test
    void machineIsReadByItsId() {
        microsoft.answer(okJson(RemoteStub.recorded("endpoint/machine")));

        Machine machine = machines.byId(Emea.signIn(), RemoteStub.MACHINE, microsoft.deadline())
                .orElseThrow();

        assertThat(machine.name()).isEqualTo("fin-lt-014.contoso.com");
        assertThat(machine.onboarded()).isTrue();
        assertThat(machine.entraId()).isEqualTo(ENTRA);
        assertThat(machine.lastSeen()).isEqualTo(Instant.parse("2026-11-20T21:14:03.5520091Z"));
        assertThat(machine.tags()).containsExactly("finance", "tier-2");
        assertThat(machine.group()).isEqualTo("Workstations-EU");
        assertThat(microsoft.onlyCall().getUrl()).isEqualTo("/api/machines/" + RemoteStub.MACHINE);
    }

    @Test
    void machineWithoutMembersIsRead() {
        microsoft.answer(okJson("{\"id\":\"a\",\"machineTags\":null}"));

        assertThat(machines.byId(Emea.signIn(), RemoteStub.MACHINE, microsoft.deadline()))
                .hasValue(new Machine("a", "", "", "Unknown", null, null, false, "", List.of()));
    }

    @Test
    void unknownMachineIsAbsent() {
        microsoft.answer(status(404).withBody(RemoteStub.recorded("endpoint/error-404-machine")));

        assertThat(machines.byId(Emea.signIn(), RemoteStub.MACHINE, microsoft.deadline()))
                .isEmpty();
        assertThat(machines.byName(Emea.signIn(), "x.contoso.com", microsoft.deadline()))
                .isEmpty();
        assertThat(machines.byEntraId(Emea.signIn(), ENTRA, microsoft.deadline()))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", "abc", "findbyip(ip='1')"})
    void textThatIsNoIdIsNotAskedFor(String id) {
        assertThat(machines.byId(Emea.signIn(), id, microsoft.deadline())).isEmpty();
        assertThat(machines.byEntraId(Emea.signIn(), id, microsoft.deadline())).isEmpty();
        assertThat(microsoft.calls()).isEmpty();
    }

    @Test
    void deviceOfEntraMayHaveSeveralMachines() {
        microsoft.answer(okJson(RemoteStub.recorded("endpoint/machines-page")));

        assertThat(machines.byEntraId(Emea.signIn(), ENTRA, microsoft.deadline()))
                .hasSize(2);
        assertThat(microsoft.onlyCall().getUrl())
                .isEqualTo("/api/machines?$filter=aadDeviceId%20eq%20" + ENTRA + "&$top=20");
    }

    @Test
    void idOfEntraIsQuotedWhereThatIsWanted() {
        microsoft.answers(
                status(400).withBody(RemoteStub.error("ODataError", "types")),
                okJson(RemoteStub.recorded("endpoint/machines-page")));

        assertThat(machines.byEntraId(Emea.signIn(), ENTRA, microsoft.deadline()))
                .hasSize(2);
        assertThat(microsoft.calls().stream().map(call -> call.getUrl()))
                .contains("/api/machines?$filter=aadDeviceId%20eq%20%27" + ENTRA + "%27&$top=20");
    }

    @Test
    void nameIsLookedUpAsItIs() {
        microsoft.answer(okJson("{\"value\":[{\"id\":\"a\",\"computerDnsName\":\"O'Brien.x\"},{\"id\":\"b\"}]}"));

        assertThat(machines.byName(Emea.signIn(), "o'brien.x", microsoft.deadline()))
                .hasSize(1);
        assertThat(microsoft.onlyCall().getUrl())
                .isEqualTo("/api/machines?$filter=computerDnsName%20eq%20%27o%27%27brien.x%27&$top=20");
    }

    @Test
    void bareNameOfOneMachineIsLookedForInEveryDomainToo() {
        microsoft.answers(
                okJson("{\"value\":[{\"id\":\"a\",\"computerDnsName\":\"FIN-LT-014\"}]}"),
                okJson(RemoteStub.recorded("endpoint/machines-page")));

        assertThat(machines.byName(Emea.signIn(), "fin-lt-014", microsoft.deadline()))
                .hasSize(3)
                .extracting(Machine::id)
                .contains("a");
    }

    @Test
    void bareNameIsTakenAsItIsWhereDomainsCannotBeLookedThrough() {
        microsoft.answers(
                okJson("{\"value\":[{\"id\":\"a\",\"computerDnsName\":\"dc01\"}]}"),
                status(400).withBody(RemoteStub.error("ODataError", "startswith")));

        assertThat(machines.byName(Emea.signIn(), "dc01", microsoft.deadline())).hasSize(1);
    }

    @Test
    void bareNameThatNobodyHasIsLookedForInAnyDomain() {
        microsoft.answers(okJson(NONE), okJson(RemoteStub.recorded("endpoint/machines-page")));

        assertThat(machines.byName(Emea.signIn(), "fin-lt-014", microsoft.deadline()))
                .hasSize(2);
        assertThat(microsoft.calls().stream().map(call -> call.getUrl()))
                .contains("/api/machines?$filter=startswith%28computerDnsName%2C%27fin-lt-014.%27%29&$top=20");
    }

    @Test
    void fullNameThatNobodyHasIsNotLookedForElsewhere() {
        microsoft.answer(okJson(NONE));

        assertThat(machines.byName(Emea.signIn(), "a.contoso.com", microsoft.deadline()))
                .isEmpty();
        assertThat(microsoft.calls()).hasSize(1);
    }
}
