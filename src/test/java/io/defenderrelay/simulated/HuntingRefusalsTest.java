package io.defenderrelay.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.defenderrelay.simulated.TenantClient.Reply;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HuntingRefusalsTest {

    private static final Instant NOW = Instant.parse("2026-09-14T10:40:00Z");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SimulatedTenant tenant = SimulatedTenant.start(Clock.fixed(NOW, ZoneOffset.UTC));
    private final Hunting hunting = tenant.hunting();
    private final TenantClient client = new TenantClient(tenant);

    @BeforeEach
    void signIn() throws Exception {
        tenant.grant(Hunting.ROLE);
        client.signedIn();
    }

    @AfterEach
    void stop() {
        tenant.close();
    }

    @Test
    void roleIsNotGrantedByItself() throws Exception {
        tenant.reset();
        client.signedIn();

        Reply refused = client.hunt("AlertInfo");

        assertThat(refused.status()).isEqualTo(403);
        assertThat(code(refused)).isEqualTo("Forbidden");
        assertThat(message(refused)).startsWith("Missing application scopes");
    }

    @Test
    void tokenMustBeThereAndValid() throws Exception {
        tenant.revokeTokens();

        int revoked = client.hunt("AlertInfo").status();
        int absent = client.without("Authorization").hunt("AlertInfo").status();

        assertThat(revoked).isEqualTo(401);
        assertThat(absent).isEqualTo(401);
    }

    @Test
    void onlyPostIsAllowed() throws Exception {
        assertThat(client.get(tenant.endpoint() + Hunting.PATH).status()).isEqualTo(405);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AlertInfo",
                "print X = 1",
                "// DeviceEventz | where\nDeviceEvents | where FileName == \"a|b(\"",
                "let from = ago(1d); let f = (x:int) { let y = 1; x + y }; EmailEvents | where Timestamp > from",
                "let T = AlertEvidence | take 5; T | count",
                "(IdentityInfo | take 1)",
                "union DeviceEvents, DeviceFileEvents | take 1",
                "DeviceEvents | where A == @'C:\\' and B == 'it\\'s' and C == @\"a\"\"b\\\" and D has \"//\"",
                "DeviceEvents | extend M = ```one\n(\"two``` | take 1",
                "AADSignInEventsBeta | where parse_json(X)['a'][0] == 1;"
            })
    void rightQueriesAreAnswered(String query) throws Exception {
        assertThat(client.hunt(query).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '`',
            value = {
                "DeviceProcessEventz | where A == 1 # 'where' operator: # DeviceProcessEventz",
                "let x = 1; Sigins | project-away A # 'project-away' operator: # Sigins",
                "SecurityIncident # # SecurityIncident"
            })
    void unknownTableIsASemanticError(String query, @Nullable String operator, String table) throws Exception {
        Reply refused = client.hunt(query);

        String start = operator == null ? "" : operator + " ";
        assertThat(refused.status()).isEqualTo(400);
        assertThat(message(refused))
                .isEqualTo(start + "Failed to resolve table or column expression named '" + table
                        + "'. Fix semantic errors in your query.");
    }

    @Test
    void refusalsHaveTheRecordedBodies() throws Exception {
        Reply semantic = client.hunt("DeviceProcessEventz | where FileName == 'a'");
        Reply syntax = client.hunt("DeviceProcessEvents |");

        assertThat(withIdsOf(semantic, "graph/error-400-kql-semantic.json")).isEqualTo(semantic.json());
        assertThat(withIdsOf(syntax, "graph/error-400-kql-syntax.json")).isEqualTo(syntax.json());
        assertThat(semantic.json().path("error").path("innerError").path("date").asText())
                .isEqualTo("2026-09-14T10:40:00");
    }

    @Test
    void tableWithoutLicenceIsUnknown() throws Exception {
        hunting.unlicensed("EmailEvents");

        assertThat(client.hunt("EmailEvents | take 1").status()).isEqualTo(400);
        assertThat(client.hunt("DeviceInfo | take 1").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DeviceEvents | where FileName == \"a",
                "DeviceEvents | where FileName == 'a\nb'",
                "DeviceEvents | where (A == 1",
                "DeviceEvents | where A in (1]",
                "DeviceEvents | where A == 1)",
                "DeviceEvents | ",
                "DeviceEvents | take 1 | // the rest",
                "let x = 1;",
                "// nothing",
                "DeviceEvents | extend M = ```one",
                "1 + 1"
            })
    void incompleteQueryIsASyntaxError(String query) throws Exception {
        Reply refused = client.hunt(query);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(code(refused)).isEqualTo("BadRequest");
        assertThat(message(refused)).endsWith("Fix syntax errors in your query.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{}",
                "{\"Query\":null}",
                "{\"Query\":\"  \"}",
                "{\"Query\":7}",
                "{\"QUERY\":\"AlertInfo\"}",
                "{\"Query\":\"AlertInfo\",\"Timespan\":1}"
            })
    void bodyMustHoldAQuery(String body) throws Exception {
        Reply refused = client.post(Hunting.PATH, "application/json", body);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(code(refused)).isEqualTo("BadRequest");
    }

    @Test
    void bodyMustBeSentAsJson() throws Exception {
        String body = "{\"Query\":\"AlertInfo\"}";

        int text = client.post(Hunting.PATH, "text/plain", body).status();
        int json = client.post(Hunting.PATH, "application/json; charset=utf-8", body)
                .status();

        assertThat(text).isEqualTo(400);
        assertThat(json).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "P7D",
                "PT1H30M",
                "P1M",
                "2026-09-01T00:00:00Z",
                "2026-09-01",
                "2026-09-01T00:00:00.1234567Z/2026-09-02T00:00:00+02:00",
                "2026-09-01T00:00:00/P7D",
                "P7D/2026-09-01T00:00:00Z"
            })
    void timespanMayBeADurationAStartOrBothEnds(String timespan) throws Exception {
        assertThat(timed(timespan).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "7d", "P", "PT", "P1H", "yesterday", "P7D/P7D", "2026-13-01/P1D", "P1D/", "/", "P1D/x/P1D"})
    void malformedTimespanIsRefused(String timespan) throws Exception {
        Reply refused = timed(timespan);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(code(refused)).isEqualTo("BadRequest");
    }

    private Reply timed(String timespan) throws Exception {
        return client.hunt(JSON.createObjectNode().put("Query", "AlertInfo").put("Timespan", timespan));
    }

    private static String code(Reply refused) throws IOException {
        return refused.json().path("error").path("code").asText();
    }

    private static String message(Reply refused) throws IOException {
        return refused.json().path("error").path("message").asText();
    }

    /** What was recorded, with the ids and the time of this answer. */
    private static ObjectNode withIdsOf(Reply reply, String recorded) throws IOException {
        JsonNode sent = reply.json().path("error").path("innerError");
        ObjectNode body = Recorded.json(recorded);
        body.path("error")
                .path("innerError")
                .properties()
                .forEach(member -> member.setValue(sent.path(member.getKey())));
        return body;
    }
}
