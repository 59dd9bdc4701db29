package io.defenderrelay.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import io.defenderrelay.simulated.TenantClient.Reply;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulatedIndicatorsTest {

    private static final Instant NOW = Instant.parse("2026-09-14T10:40:00Z");
    private static final String PATH = "/api/indicators";

    private final SimulatedTenant tenant = SimulatedTenant.start(Clock.fixed(NOW, ZoneOffset.UTC));
    private final TenantClient client = new TenantClient(tenant);

    @BeforeEach
    void signIn() throws Exception {
        tenant.signIn().grantDefender("Ti.ReadWrite").grantResponderDefender("Ti.ReadWrite.All");
        client.onDefender();
    }

    @AfterEach
    void stop() {
        tenant.close();
    }

    @Test
    void indicatorIsMadeOnceAndThenUpdated() throws Exception {
        Reply made = client.post(PATH, indicator("DomainName", "evil.example", "first"));
        Reply updated = client.post(PATH, indicator("DomainName", "evil.example", "second"));

        Reply listed =
                client.getPath(PATH, "$filter", "indicatorValue eq 'evil.example' and indicatorType eq 'DomainName'");

        assertThat(List.of(made.status(), updated.status())).containsOnly(200);
        assertThat(updated.text("id")).isEqualTo(made.text("id"));
        assertThat(listed.ids()).containsExactly(made.text("id"));
        assertThat(listed.json().path("value").path(0).path("title").asText()).isEqualTo("second");
        assertThat(tenant.estate().indicators().all()).hasSize(1);
    }

    @Test
    void indicatorIsDeletedOnce() throws Exception {
        String id =
                client.post(PATH, indicator("IpAddress", "198.51.100.7", "t")).text("id");

        int deleted = client.send("DELETE", PATH + "/" + id, "").status();
        int again = client.send("DELETE", PATH + "/" + id, "").status();

        assertThat(List.of(deleted, again)).containsExactly(204, 404);
    }

    @Test
    void smallerRoleSeesItsOwnOnly() throws Exception {
        client.respondingOnDefender();
        String id =
                client.post(PATH, indicator("IpAddress", "198.51.100.7", "t")).text("id");
        client.onDefender();

        List<String> seen = client.getPath(PATH).ids();
        int deleted = client.send("DELETE", PATH + "/" + id, "").status();

        assertThat(seen).isEmpty();
        assertThat(deleted).isEqualTo(404);
        assertThat(client.respondingOnDefender().getPath(PATH).ids()).containsExactly(id);
    }

    @ParameterizedTest
    @CsvSource({
        "FileSha1,7c2f19be,InvalidHashValue",
        "FileSha256,7c2f19be04a6d3581e9b0c47fa25d86e13b9a0c4,InvalidHashValue",
        "FileMd5,xyz,InvalidHashValue",
        "IpAddress,198.51.100.0/24,InvalidIpAddress",
        "IpAddress,198.51.100.256,InvalidIpAddress",
        "DomainName,not a domain,InvalidDomainName",
        "Url,evil.example/path,InvalidUrl",
        "Mutex,x,InvalidInput"
    })
    void wrongValuesAreRefused(String type, String value, String code) throws Exception {
        Reply reply = client.post(PATH, indicator(type, value, "t"));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.code()).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({
        "FileSha256,7c2f19be04a6d3581e9b0c47fa25d86e13b9a0c47c2f19be04a6d3581e9b0c47",
        "IpAddress,198.51.100.7",
        "IpAddress,2001:db8::1",
        "Url,https://evil.example/a?b=c"
    })
    void rightValuesAreTaken(String type, String value) throws Exception {
        assertThat(client.post(PATH, indicator(type, value, "t")).status()).isEqualTo(200);
    }

    @Test
    void incompleteIndicatorsAreRefused() throws Exception {
        Reply missing = client.post(PATH, indicator("IpAddress", "198.51.100.7", ""));
        Reply misspelt =
                client.post(PATH, indicator("IpAddress", "198.51.100.7", "t").replace("title", "Title"));

        assertThat(missing.code()).isEqualTo("MissingRequiredParameter");
        assertThat(misspelt.code()).isEqualTo("InvalidRequestBody");
    }

    private static String indicator(String type, String value, String title) {
        return "{\"indicatorType\":\"" + type + "\",\"indicatorValue\":\"" + value + "\",\"title\":\"" + title
                + "\",\"action\":\"Block\",\"description\":\"d\"}";
    }
}
