package io.defenderrelay.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.defenderrelay.simulated.TenantClient.Reply;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultsTest {

    private static final Instant NOW = Instant.parse("2026-09-14T10:40:00Z");

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
    void throttleStrikesTheNextCallsOnly() throws Exception {
        Fault fault = tenant.faults().throttle("10").times(2);

        List<Integer> statuses = statuses(3);

        assertThat(statuses).containsExactly(429, 429, 200);
        assertThat(fault.strikes()).isEqualTo(2);
    }

    @Test
    void throttleStrikesEverySecondCallWithADate() throws Exception {
        tenant.faults().throttle(NOW.plusSeconds(30)).every(2);

        Reply first = client.list();
        Reply second = client.list();
        Reply third = client.list();

        assertThat(List.of(first.status(), second.status(), third.status())).containsExactly(200, 429, 200);
        assertThat(second.header("Retry-After")).isEqualTo("Mon, 14 Sep 2026 10:40:30 GMT");
        assertThat(second.json().path("error").path("code").asText()).isEqualTo("TooManyRequests");
    }

    @Test
    void throttleNeedsNoRetryAfter() throws Exception {
        tenant.faults().throttle();

        assertThat(client.list().headers().firstValue("Retry-After")).isEmpty();
    }

    @Test
    void unauthorizedStrikesOneCallByItsNumber() throws Exception {
        tenant.faults().unauthorized().onCall(2);

        assertThat(statuses(3)).containsExactly(200, 401, 200);
    }

    @Test
    void faultsStrikeOnAConditionUntilCleared() throws Exception {
        Fault fault = tenant.faults().status(503).when(call -> "1".equals(call.query("$top")));

        int struck = client.list("$top", "1").status();
        int spared = client.list("$top", "2").status();
        fault.clear();
        int cleared = client.list("$top", "1").status();

        assertThat(List.of(struck, spared, cleared)).containsExactly(503, 200, 200);
    }

    @Test
    void bodiesCanBeSpoilt() throws Exception {
        tenant.faults().truncatedBody().onCall(1);
        tenant.faults().html().onCall(2);
        tenant.faults().emptyBody().onCall(3);
        tenant.faults().withoutValue().onCall(4);
        tenant.faults().byteOrderMark().onCall(5);
        tenant.faults().noContent().onCall(6);

        Reply truncated = client.list();
        Reply html = client.list();
        Reply empty = client.list();
        Reply withoutValue = client.list();
        Reply marked = client.list();
        Reply none = client.list();

        assertThatThrownBy(truncated::json).isInstanceOf(IOException.class);
        assertThat(html.header("Content-Type")).isEqualTo("text/html");
        assertThat(empty.body()).isEmpty();
        assertThat(withoutValue.json().has("value")).isFalse();
        assertThat(marked.body()).startsWith("\uFEFF{");
        assertThat(none.status()).isEqualTo(204);
    }

    @Test
    void gzipCanBeWrongOrCutOrABomb() throws Exception {
        tenant.faults().wrongGzip().onCall(1);
        tenant.faults().truncatedGzip().onCall(2);
        tenant.faults().gzipBomb(50_000_000).onCall(3);
        String url = tenant.endpoint() + Entity.ALERTS.path();

        HttpResponse<byte[]> wrong = client.raw(url);
        HttpResponse<byte[]> cut = client.raw(url);
        HttpResponse<byte[]> bomb = client.raw(url);

        assertThatThrownBy(() -> TenantClient.unpacked(wrong.body())).isInstanceOf(ZipException.class);
        assertThatThrownBy(() -> TenantClient.unpacked(cut.body())).isInstanceOf(EOFException.class);
        assertThat(bomb.body().length).isLessThan(100_000);
        assertThat(new GZIPInputStream(new ByteArrayInputStream(bomb.body())).skip(60_000_000))
                .isGreaterThan(50_000_000);
    }

    @Test
    void partialAnswersWarnAndRedirectsPoint() throws Exception {
        tenant.faults().partial(206).onCall(1);
        tenant.faults().redirect("https://evil.example/").onCall(2);

        Reply partial = client.list();
        Reply redirect = client.list();

        assertThat(partial.status()).isEqualTo(206);
        assertThat(partial.header("Warning")).startsWith("199 - ");
        assertThat(partial.ids()).hasSize(6);
        assertThat(redirect.status()).isEqualTo(302);
        assertThat(redirect.header("Location")).isEqualTo("https://evil.example/");
    }

    @Test
    void answersCanBeSlow() throws Exception {
        tenant.faults().slowFirstByte(Duration.ofMillis(300)).onCall(1);
        tenant.faults().withoutValue().onCall(2);
        tenant.faults().slowBody(Duration.ofMillis(3)).onCall(2);

        Duration firstByte = timed();
        Duration body = timed();

        assertThat(firstByte).isGreaterThan(Duration.ofMillis(290));
        assertThat(body).isGreaterThan(Duration.ofMillis(150));
    }

    @Test
    void connectionsCanBreak() {
        Fault reset = tenant.faults().connectionReset();
        assertThatThrownBy(client::list).isInstanceOf(IOException.class);
        reset.clear();
        tenant.faults().brokenOff();
        assertThatThrownBy(client::list).isInstanceOf(IOException.class);

        assertThat(tenant.listCalls()).isNotEmpty().allMatch(call -> call.status() == 0);
    }

    private List<Integer> statuses(int calls) throws Exception {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            statuses.add(client.list().status());
        }
        return statuses;
    }

    private Duration timed() throws Exception {
        long start = System.nanoTime();
        client.list();
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
