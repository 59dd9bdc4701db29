package io.defenderrelay.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.defenderrelay.simulated.TenantClient.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HuntingLimitsTest {

    private static final Instant NOW = Instant.parse("2026-09-14T10:40:15.5Z");

    private final SimulatedTenant tenant = SimulatedTenant.start(Clock.fixed(NOW, ZoneOffset.UTC));
    private final Hunting hunting = tenant.hunting().rows(3);
    private final TenantClient client = new TenantClient(tenant);
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @BeforeEach
    void signIn() throws Exception {
        tenant.grant(Hunting.ROLE);
        client.signedIn();
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
        tenant.close();
    }

    @Test
    void callsBeyondTheNumberOfAMinuteAreThrottledUntilTheNext() throws Exception {
        hunting.callsAMinute(2);

        List<Reply> minute = hunt(3);
        at(Instant.parse("2026-09-14T10:41:00Z"));
        List<Reply> next = hunt(3);

        assertThat(statuses(minute)).containsExactly(200, 200, 429);
        assertThat(statuses(next)).containsExactly(200, 200, 429);
        assertThat(minute.get(2).header("Retry-After")).isEqualTo("45");
        assertThat(minute.get(2).json().path("error").path("code").asText()).isEqualTo("TooManyRequests");
        assertThat(minute.get(2).body()).doesNotContain("CPU");
    }

    @Test
    void exhaustedCpuBlocksUntilItsTime() throws Exception {
        hunting.cpuExhaustedUntil(Instant.parse("2026-09-14T10:45:00Z"));

        Reply blocked = client.hunt("AlertInfo");
        at(Instant.parse("2026-09-14T10:45:00Z"));
        Reply free = client.hunt("AlertInfo");

        assertThat(blocked.status()).isEqualTo(429);
        assertThat(blocked.header("Retry-After")).isEqualTo("285");
        assertThat(blocked.json().path("error").path("message").asText()).contains("CPU");
        assertThat(free.status()).isEqualTo(200);
    }

    @Test
    void limitsNeedNotTellWhenToComeBack() throws Exception {
        hunting.callsAMinute(0).retryAfter(false);

        Reply throttled = client.hunt("AlertInfo");

        assertThat(throttled.status()).isEqualTo(429);
        assertThat(throttled.headers().firstValue("Retry-After")).isEmpty();
    }

    @Test
    void costlyQueriesArePreempted() throws Exception {
        Fault costly = hunting.preempt(2);

        List<Reply> replies = hunt(3);

        assertThat(statuses(replies)).containsExactly(400, 400, 200);
        assertThat(costly.strikes()).isEqualTo(2);
        assertThat(replies.get(0).json().path("error").path("message"))
                .isEqualTo(recordedMessage("graph/error-400-hunting-resources.json"));
    }

    @Test
    void resultCanBeTooLargeUntilCleared() throws Exception {
        Fault large = hunting.resultTooLarge();

        Reply refused = client.hunt("AlertInfo");
        large.clear();
        Reply answered = client.hunt("AlertInfo");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("error").path("message"))
                .isEqualTo(recordedMessage("graph/error-400-hunting-result-size.json"));
        assertThat(answered.status()).isEqualTo(200);
    }

    @Test
    void wrongQueriesAreRefusedForThatEvenWhenAllAreTooCostly() throws Exception {
        hunting.preempt(1);

        assertThat(client.hunt("Nonsense").json().path("error").path("message").asText())
                .endsWith("Fix semantic errors in your query.");
    }

    @Test
    void queriesFailWithoutAWord() throws Exception {
        hunting.fails(1, 504);

        List<Reply> replies = hunt(2);

        assertThat(statuses(replies)).containsExactly(504, 200);
        assertThat(replies.get(0).json().path("error").path("code").asText()).isEqualTo("UnknownError");
        assertThat(replies.get(0).json().path("error").path("message").asText("absent"))
                .isEmpty();
    }

    @Test
    void faultsStrikeHuntingAndNothingElse() throws Exception {
        tenant.faults().html().on(Target.HUNTING).onCall(1);
        tenant.faults().truncatedBody().on(Target.HUNTING).onCall(2);
        tenant.faults().throttle("7").on(Target.HUNTING).onCall(3);
        tenant.faults().unauthorized().on(Target.HUNTING).onCall(4);
        tenant.faults().byteOrderMark().on(Target.HUNTING).onCall(5);

        int list = client.list().status();
        List<Reply> replies = hunt(5);

        assertThat(list).isEqualTo(200);
        assertThat(statuses(replies)).containsExactly(200, 200, 429, 401, 200);
        assertThat(replies.get(0).header("Content-Type")).isEqualTo("text/html");
        assertThatThrownBy(replies.get(1)::json).isInstanceOf(IOException.class);
        assertThat(replies.get(2).header("Retry-After")).isEqualTo("7");
        assertThat(replies.get(4).body()).startsWith("\uFEFF{");
    }

    @Test
    void gzipOfHuntingCanBeSpoilt() {
        tenant.faults().truncatedGzip().on(Target.HUNTING).onCall(1);
        tenant.faults().wrongGzip().on(Target.HUNTING).onCall(2);

        assertThatThrownBy(() -> client.hunt("AlertInfo")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> client.hunt("AlertInfo")).isInstanceOf(IOException.class);
    }

    @Test
    void connectionsBreakWhileHuntingAndNoQueryIsLeftRunning() {
        Fault reset = tenant.faults().connectionReset().on(Target.HUNTING);
        assertThatThrownBy(() -> client.hunt("AlertInfo")).isInstanceOf(IOException.class);
        reset.clear();
        tenant.faults().brokenOff().on(Target.HUNTING);
        assertThatThrownBy(() -> client.hunt("AlertInfo")).isInstanceOf(IOException.class);

        assertThat(hunting.running()).isZero();
        assertThat(tenant.huntingCalls()).isNotEmpty().allMatch(call -> call.status() == 0);
    }

    @Test
    void slowQueriesRunAtTheSameTime() throws Exception {
        Fault slow = hunting.slow(Duration.ofSeconds(1));
        List<Future<Integer>> replies = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            replies.add(threads.submit(() -> client.hunt("AlertInfo").status()));
        }

        boolean three = eventually(() -> hunting.running() == 3);
        for (Future<Integer> reply : replies) {
            assertThat(reply.get()).isEqualTo(200);
        }
        slow.clear();
        client.hunt("AlertInfo");

        assertThat(three).isTrue();
        assertThat(hunting.running()).isZero();
        assertThat(hunting.mostAtOnce()).isEqualTo(3);
    }

    @Test
    void slowQueriesKeepTheirClientWaiting() throws Exception {
        hunting.slow(Duration.ofMillis(300));
        tenant.faults().slowBody(Duration.ofNanos(50_000)).on(Target.HUNTING);

        long start = System.nanoTime();
        Reply reply = client.without("Accept-Encoding").hunt("AlertInfo");
        Duration taken = Duration.ofNanos(System.nanoTime() - start);

        assertThat(taken)
                .isGreaterThan(
                        Duration.ofMillis(300).plusNanos(50_000L * reply.body().length()));
    }

    @Test
    void queryEndsWhenItsClientLeaves() throws Exception {
        hunting.rows(100_000);

        try (InputStream body = client.huntingStream("AlertInfo").body()) {
            assertThat(body.read()).isNotNegative();
            assertThat(hunting.running()).isEqualTo(1);
        }

        assertThat(eventually(() -> hunting.running() == 0)).isTrue();
    }

    private List<Reply> hunt(int times) throws Exception {
        List<Reply> replies = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            replies.add(client.hunt("AlertInfo | take 5"));
        }
        return replies;
    }

    private void at(Instant time) {
        tenant.clock(Clock.fixed(time, ZoneOffset.UTC));
    }

    private static List<Integer> statuses(List<Reply> replies) {
        return replies.stream().map(Reply::status).toList();
    }

    private static JsonNode recordedMessage(String name) {
        return Recorded.json(name).path("error").path("message");
    }

    private static boolean eventually(BooleanSupplier condition) throws InterruptedException {
        for (int tries = 0; tries < 500 && !condition.getAsBoolean(); tries++) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        return condition.getAsBoolean();
    }
}
