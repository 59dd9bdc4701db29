package io.defenderrelay.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.defenderrelay.simulated.Listing.LinkStyle;
import io.defenderrelay.simulated.TenantClient.Reply;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SimulatedTenantTest {

    private static final Instant NOW = Instant.parse("2026-09-14T10:40:00Z");
    private static final String ASCENDING = "lastUpdateDateTime asc";

    private final SimulatedTenant tenant = SimulatedTenant.start(Clock.fixed(NOW, ZoneOffset.UTC));
    private final AlertGenerator generator = new AlertGenerator(1, tenant.tenantId());
    private final TenantClient client = new TenantClient(tenant);

    @BeforeEach
    void signIn() throws Exception {
        client.signedIn();
    }

    @AfterEach
    void stop() {
        tenant.close();
    }

    @ParameterizedTest
    @EnumSource(LinkStyle.class)
    void linksLeadThroughEveryAlertOnceInOrder(LinkStyle style) throws Exception {
        tenant.listing().linkStyle(style);
        tenant.alerts().addAll(generator.records(123, NOW.minusSeconds(3600), NOW));

        List<Reply> pages = client.drain("$top", "50", "$orderby", ASCENDING);

        assertThat(pages).hasSize(3);
        assertThat(TenantClient.ids(pages))
                .containsExactlyElementsOf(
                        tenant.alerts().all().stream().map(StoredRecord::id).toList());
        assertThat(tenant.alerts().all().stream()
                        .map(StoredRecord::lastUpdateDateTime)
                        .toList())
                .isSorted();
    }

    @Test
    void pagesHoldTheExactBytesThatWereAdded() throws Exception {
        String odd = "{ \"id\" : \"x1\",\n \"lastUpdateDateTime\":\"2026-09-14T10:00:00.10Z\", \"n\": 1.50 }";
        tenant.alerts().add(odd);

        String packed = client.list().body();
        String plain = client.without("Accept-Encoding").list().body();

        assertThat(packed).contains("\"value\":[" + odd + "]").isEqualTo(plain);
    }

    @Test
    void newestComesFirstWithoutAnOrder() throws Exception {
        add(5);

        assertThat(client.list().ids()).containsExactly("a4", "a3", "a2", "a1", "a0");
    }

    @Test
    void filterOfOurClientIsUnderstood() throws Exception {
        tenant.alerts().addAll(generator.records(400, NOW.minusSeconds(3600), NOW));
        String from = "2026-09-14T10:00:00.1234567Z";
        String to = "2026-09-14T10:15:00.0000000Z";

        Reply page = client.list(
                "$filter",
                "lastUpdateDateTime ge " + from + " and lastUpdateDateTime lt " + to
                        + " and serviceSource eq 'MicrosoftDefenderForEndpoint'",
                "$orderby",
                ASCENDING,
                "$top",
                "500");

        List<String> expected = tenant.alerts().all().stream()
                .filter(alert -> !alert.lastUpdateDateTime().isBefore(Instant.parse(from))
                        && alert.lastUpdateDateTime().isBefore(Instant.parse(to))
                        && RecordBytes.tree(alert.json())
                                .path("serviceSource")
                                .asText()
                                .equals("microsoftDefenderForEndpoint"))
                .map(StoredRecord::id)
                .toList();
        assertThat(page.ids()).isNotEmpty().containsExactlyElementsOf(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$filter=investigationState eq 'running'",
                "$filter=lastUpdateDateTime ne 2026-09-14T10:00:00Z",
                "$filter=contains(title,'x')",
                "$orderby=severity",
                "$orderby=lastUpdateDateTime asc,id",
                "$expand=comments",
                "$select=id",
                "$search=x",
                "$top=-1",
                "$top=many",
                "$skip=1e5",
                "$count=yes",
                "$skiptoken=nonsense"
            })
    void whatIsNotDocumentedIsRefused(String option) throws Exception {
        Reply reply = client.list(option.split("=", 2));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json()
                        .path("error")
                        .path("innerError")
                        .path("client-request-id")
                        .asText())
                .isEqualTo("my-request");
    }

    @Test
    void topAboveTheLimitIsClampedOrRefused() throws Exception {
        add(12);
        tenant.listing().largestTop(5);

        int clamped = client.list("$top", "6").ids().size();
        tenant.listing().refuseLargerTop(true);
        Reply refused = client.list("$top", "6");

        assertThat(clamped).isEqualTo(5);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("error").path("code").asText()).isEmpty();
    }

    @Test
    void deepSkipIsRefusedBeyondTheLimit() throws Exception {
        add(12);
        tenant.listing().largestSkip(4).linkStyle(LinkStyle.SKIP);

        List<Integer> statuses = List.of(
                client.list("$skip", "4").status(),
                client.list("$skip", "5").status(),
                client.get(client.list("$top", "8").next()).status());

        assertThat(statuses).containsExactly(200, 400, 400);
    }

    @Test
    void countStandsOnTheFirstPageOnly() throws Exception {
        add(3);

        List<Reply> pages = client.drain("$top", "2", "$count", "true");

        assertThat(pages.get(0).json().path("@odata.count").asInt()).isEqualTo(3);
        assertThat(pages.get(1).json().has("@odata.count")).isFalse();
    }

    @Test
    void nextLinkKeepsEveryOptionEncodedAndStaysOnTheEndpoint() throws Exception {
        add(3);

        String next = client.list("$top", "2", "$filter", "createdDateTime gt 2020-01-01T00:00:00Z")
                .next();

        assertThat(next)
                .startsWith(tenant.endpoint() + "/v1.0/security/alerts_v2?$top=2&$filter=createdDateTime%20gt%202020-"
                        + "01-01T00%3A00%3A00Z&$skiptoken=");
    }

    @Test
    void recordsThatMoveShiftTheRowsOfTokenLinksButNotOfSnapshots() throws Exception {
        add(6);

        String shifting = client.list("$top", "3", "$orderby", ASCENDING).next();
        tenant.listing().linkStyle(LinkStyle.SNAPSHOT);
        String pinned = client.list("$top", "3", "$orderby", ASCENDING).next();
        tenant.alerts().update("a0", NOW.plusSeconds(60), alert -> alert.put("status", "resolved"));

        assertThat(client.get(shifting).ids()).containsExactly("a4", "a5", "a0");
        assertThat(client.get(pinned).ids()).containsExactly("a3", "a4", "a5");
    }

    @Test
    void laterEnumMembersAreHiddenWithoutThePreference() throws Exception {
        tenant.alerts().add(Recorded.json("graph/alert-microsoftSentinel.json"));

        JsonNode shown = client.list().json().path("value").path(0);
        JsonNode hidden = client.without("Prefer").list().json().path("value").path(0);

        assertThat(shown.path("serviceSource").asText()).isEqualTo("microsoftSentinel");
        assertThat(hidden.path("serviceSource").asText()).isEqualTo("unknownFutureValue");
        assertThat(hidden.path("detectionSource").asText()).isEqualTo("unknownFutureValue");
    }

    @Test
    void oneAlertIsReadByItsId() throws Exception {
        tenant.alerts().add(generator.json("da63_-1", NOW));

        Reply found = client.get(tenant.endpoint() + Entity.ALERTS.path() + "/da63_%2D1");
        Reply absent = client.get(tenant.endpoint() + Entity.ALERTS.path() + "/da63_-2");

        assertThat(found.json().path("id").asText()).isEqualTo("da63_-1");
        assertThat(absent.status()).isEqualTo(404);
    }

    @Test
    void answersCarryTheTenantsDateAndTheIdsOfTheCall() throws Exception {
        tenant.clock(Clock.offset(Clock.fixed(NOW, ZoneOffset.UTC), Duration.ofMinutes(5)));

        Reply reply = client.signedIn().list();

        assertThat(reply.headers().allValues("Date")).containsExactly("Mon, 14 Sep 2026 10:45:00 GMT");
        assertThat(reply.header("client-request-id")).isEqualTo("my-request");
        assertThat(reply.header("request-id")).isNotEmpty();
        assertThat(reply.header("Preference-Applied")).isEqualTo("include-unknown-enum-members");
    }

    @Test
    void callsAreRecorded() throws Exception {
        tenant.resetCalls();

        client.signedIn().list("$filter", "status eq 'new'", "$top", "7");

        assertThat(tenant.tokenCalls()).hasSize(1);
        assertThat(tenant.listCalls()).singleElement().satisfies(call -> {
            assertThat(call.number()).isEqualTo(1);
            assertThat(call.query("$filter")).isEqualTo("status eq 'new'");
            assertThat(call.path()).isEqualTo(Entity.ALERTS.path());
            assertThat(call.sent())
                    .isEqualTo(new Call.Sent(true, "include-unknown-enum-members", "gzip", "my-request"));
            assertThat(call.status()).isEqualTo(200);
        });
        assertThat(tenant.calls()).hasSize(2);
    }

    /** Records a0, a1, … that changed one second after another, the last one now. */
    private void add(int count) {
        for (int i = 0; i < count; i++) {
            tenant.alerts().add(generator.json("a" + i, NOW.minusSeconds(count - 1 - i)));
        }
    }
}
