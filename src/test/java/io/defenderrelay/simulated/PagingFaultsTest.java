package io.defenderrelay.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import io.defenderrelay.simulated.TenantClient.Reply;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PagingFaultsTest {

    private static final Instant NOW = Instant.parse("2026-09-14T10:40:00Z");
    private static final String[] PAGES_OF_TWO = {"$top", "2", "$orderby", "lastUpdateDateTime asc"};

    private final SimulatedTenant tenant = SimulatedTenant.start(Clock.fixed(NOW, ZoneOffset.UTC));
    private final TenantClient client = new TenantClient(tenant);

    @BeforeEach
    void sixAlerts() throws Exception {
        AlertGenerator generator = new AlertGenerator(1, tenant.tenantId());
        for (int i = 0; i < 6; i++) {
            tenant.alerts().add(generator.json("a" + i, NOW.plusSeconds(i)));
        }
        client.signedIn();
    }

    @AfterEach
    void stop() {
        tenant.close();
    }

    @Test
    void poisonFailsEveryPageWithTheRecordForEver() throws Exception {
        tenant.faults().poison("a2");

        Reply first = client.list(PAGES_OF_TWO);
        Reply second = client.get(first.next());
        Reply again = client.get(first.next());

        assertThat(first.status()).isEqualTo(200);
        assertThat(List.of(second.status(), again.status())).containsExactly(500, 500);
        assertThat(second.json().path("error").path("code").asText()).isEqualTo("UnknownError");
    }

    @Test
    void orderCanBeIgnoredOrShuffled() throws Exception {
        Fault newestFirst = tenant.faults().ignoreOrder();
        List<String> ignored = TenantClient.ids(client.drain(PAGES_OF_TWO));
        newestFirst.clear();
        tenant.faults().shuffle(5);
        List<String> shuffled = TenantClient.ids(client.drain(PAGES_OF_TWO));

        assertThat(ignored).containsExactly("a5", "a4", "a3", "a2", "a1", "a0");
        assertThat(shuffled)
                .containsExactlyInAnyOrder("a0", "a1", "a2", "a3", "a4", "a5")
                .isNotEqualTo(List.of("a0", "a1", "a2", "a3", "a4", "a5"));
    }

    @Test
    void linksCanLoop() throws Exception {
        Fault loop = tenant.faults().linkToItself();
        String first = client.list(PAGES_OF_TWO).next();
        String second = client.get(first).next();
        loop.clear();
        tenant.faults().linkBackAndForth();
        String b = client.list(PAGES_OF_TWO).next();
        String a = client.get(b).next();
        String again = client.get(a).next();

        assertThat(second).isEqualTo(first).contains("$top=2");
        assertThat(a).isNotEqualTo(b);
        assertThat(again).isEqualTo(b);
    }

    @ParameterizedTest
    @EnumSource(HostileLink.class)
    void linksCanBeHostile(HostileLink hostile) throws Exception {
        String usual = client.list(PAGES_OF_TWO).next();
        tenant.faults().link(hostile);

        String link = client.list(PAGES_OF_TWO).json().path("@odata.nextLink").asText("absent");

        assertThat(link).isNotEqualTo(usual).isEqualTo(hostile.from(URI.create(usual)));
    }

    @Test
    void linksExpireAfterSomeFollows() throws Exception {
        tenant.faults().expireLinks(1);
        Reply second = client.get(client.list(PAGES_OF_TWO).next());
        Reply expired = client.get(second.next());
        tenant.faults().clear();
        tenant.faults().expireLinks(0, 410, "Gone", "expired");
        Reply gone = client.get(client.list(PAGES_OF_TWO).next());

        assertThat(second.status()).isEqualTo(200);
        assertThat(expired.status()).isEqualTo(400);
        assertThat(expired.json().path("error").path("message").asText()).isEqualTo("Invalid Skip Token");
        assertThat(gone.status()).isEqualTo(410);
    }

    @Test
    void emptyPagesHoldRowsBackButLoseNone() throws Exception {
        tenant.faults().emptyPage().times(3);

        List<Reply> pages = client.drain(PAGES_OF_TWO);

        assertThat(pages.subList(0, 3))
                .allSatisfy(page -> assertThat(page.ids()).isEmpty());
        assertThat(TenantClient.ids(pages)).containsExactly("a0", "a1", "a2", "a3", "a4", "a5");
        assertThat(links(pages)).doesNotHaveDuplicates();
    }

    @Test
    void followUpPagesRepeatRows() throws Exception {
        tenant.faults().repeatRows(1);

        List<Reply> pages = client.drain(PAGES_OF_TWO);

        assertThat(TenantClient.ids(pages)).containsExactly("a0", "a1", "a1", "a2", "a3", "a3", "a4", "a5");
    }

    @Test
    void pagesCanBeSmallerThanAsked() throws Exception {
        Fault fixed = tenant.faults().pageSize(1);
        int pages = client.drain(PAGES_OF_TWO).size();
        fixed.clear();
        tenant.faults().pageSizes(1, 1, 2);
        List<String> ids = TenantClient.ids(client.drain(PAGES_OF_TWO));

        assertThat(pages).isEqualTo(6);
        assertThat(ids).containsExactly("a0", "a1", "a2", "a3", "a4", "a5");
    }

    @Test
    void pagingCanStopTooEarly() throws Exception {
        tenant.faults().stopPagingAt(4);

        assertThat(TenantClient.ids(client.drain(PAGES_OF_TWO))).containsExactly("a0", "a1", "a2", "a3");
    }

    private static List<String> links(List<Reply> pages) throws IOException {
        List<String> links = new ArrayList<>();
        for (Reply page : pages) {
            links.add(page.next());
        }
        return links;
    }
}
