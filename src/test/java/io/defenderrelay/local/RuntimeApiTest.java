package io.defenderrelay.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class RuntimeApiTest {
    private static final Instant NOW = Instant.parse("2026-09-14T10:40:00Z");
    private static final Instant DEADLINE = NOW.plusSeconds(29);
    private static final String ID = "Lambda-Runtime-Aws-Request-Id";

    private final HttpClient http = HttpClient.newHttpClient();
    private RuntimeApi api;

    @BeforeEach
    void start() throws IOException {
        api = RuntimeApi.start("api", Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void eventReachesTheProcessAndItsAnswerTheCaller() throws Exception {
        CompletableFuture<Answer> answer = api.invoke("{\"a\":1}", DEADLINE);

        HttpResponse<String> next = next();
        HttpResponse<String> accepted = post("invocation/" + id(next) + "/response", "{\"b\":2}");

        assertThat(next.body()).isEqualTo("{\"a\":1}");
        assertThat(next.headers().firstValueAsLong("Lambda-Runtime-Deadline-Ms"))
                .hasValue(DEADLINE.toEpochMilli());
        assertThat(accepted.statusCode()).isEqualTo(202);
        assertThat(answer.get()).isEqualTo(new Answer(false, "{\"b\":2}"));
    }

    @Test
    void processThatAsksFirstWaitsForTheEvent() throws Exception {
        CompletableFuture<HttpResponse<String>> next = http.sendAsync(get("invocation/next"), BodyHandlers.ofString());
        api.ready().get();

        hand("{}");

        assertThat(next.get().body()).isEqualTo("{}");
    }

    @Test
    void eventsAreHandedOutInTheirOrder() throws Exception {
        hand("1");
        hand("2");

        String first = next().body();
        String second = next().body();

        assertThat(first).isEqualTo("1");
        assertThat(second).isEqualTo("2");
    }

    @Test
    void reportedErrorFailsTheCall() throws Exception {
        CompletableFuture<Answer> answer = api.invoke("{}", DEADLINE);

        post("invocation/" + id(next()) + "/error", "{\"errorType\":\"T\",\"errorMessage\":\"broken\"}");

        assertThat(answer.get().failed()).isTrue();
        assertThat(answer.get().errorMessage()).isEqualTo("broken");
    }

    @Test
    void errorOfTheStartFailsWhatWaits() throws Exception {
        CompletableFuture<Answer> answer = api.invoke("{}", DEADLINE);

        HttpResponse<String> accepted = post("init/error", "{\"errorMessage\":\"no table\"}");

        assertThat(accepted.statusCode()).isEqualTo(202);
        assertThat(answer.get().errorMessage()).isEqualTo("no table");
        assertThat(api.ready()).isDone();
    }

    @Test
    void answerToAnUnknownRequestIsRefused() throws Exception {
        HttpResponse<String> refused = post("invocation/no-such-id/response", "{}");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("InvalidRequestID");
    }

    @Test
    void secondAnswerToOneRequestIsRefused() throws Exception {
        hand("{}");
        String id = id(next());
        post("invocation/" + id + "/response", "{}");

        HttpResponse<String> again = post("invocation/" + id + "/response", "{}");

        assertThat(again.statusCode()).isEqualTo(400);
    }

    @Test
    void answerOfMoreThanSixMegabytesFailsTheCallAsInLambda() throws Exception {
        CompletableFuture<Answer> answer = api.invoke("{}", DEADLINE);

        HttpResponse<String> refused =
                post("invocation/" + id(next()) + "/response", "x".repeat(RuntimeApi.LARGEST_PAYLOAD + 1));

        assertThat(refused.statusCode()).isEqualTo(413);
        assertThat(answer.get().failed()).isTrue();
        assertThat(answer.get().json().path("errorType").asText()).isEqualTo("Function.ResponseSizeTooLarge");
    }

    @Test
    void endOfTheProcessFailsWaitingAndRunningCalls() throws Exception {
        CompletableFuture<Answer> running = api.invoke("1", DEADLINE);
        next();
        CompletableFuture<Answer> waiting = api.invoke("2", DEADLINE);

        api.fail(Answer.failure("Runtime.ExitError", "gone"));

        assertThat(running.get().errorMessage()).isEqualTo("gone");
        assertThat(waiting.get().errorMessage()).isEqualTo("gone");
    }

    private void hand(String event) {
        var unused = api.invoke(event, DEADLINE);
    }

    private HttpResponse<String> next() throws IOException, InterruptedException {
        return http.send(get("invocation/next"), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri(path))
                .POST(BodyPublishers.ofString(body))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    private HttpRequest get(String path) {
        return HttpRequest.newBuilder(uri(path)).build();
    }

    private URI uri(String path) {
        return URI.create("http://" + api.address() + "/2018-06-01/runtime/" + path);
    }

    private static String id(HttpResponse<String> next) {
        return next.headers().firstValue(ID).orElseThrow();
    }
}
