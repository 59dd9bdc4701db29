package io.defenderrelay.microsoft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.defenderrelay.problem.NotFoundException;
import io.defenderrelay.problem.PermissionException;
import io.defenderrelay.problem.ThrottledException;
import io.defenderrelay.problem.UpstreamException;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the answer to a batch says of the change in it, however odd the answer is. */
class PatchBatchTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final GraphAsk ASK =
            new GraphAsk("change an incident", "SecurityIncident.ReadWrite.All", "acme", GraphAsk.About.CHANGE);
    private static final String BEFORE = item("1", 200, record("eve"));
    private static final String AFTER = item("2", 200, record("jo"));

    @Test
    void requestReadsAndThenChangesWithAllWordsOfMicrosofts() throws IOException {
        PatchBatch batch =
                new PatchBatch("/security/incidents/7", JSON.createObjectNode().put("assignedTo", "jo"));

        JsonNode requests = JSON.readTree(batch.request()).path("requests");

        assertThat(requests).hasSize(2);
        assertThat(requests.at("/1/dependsOn/0")).isEqualTo(requests.at("/0/id"));
        assertThat(requests.at("/1/body")).isEqualTo(JSON.createObjectNode().put("assignedTo", "jo"));
        assertThat(requests.findValuesAsText("Prefer")).containsOnly("include-unknown-enum-members");
        assertThat(requests.findValuesAsText("url")).containsOnly("/security/incidents/7");
    }

    @Test
    void answersComeInAnyOrder() throws IOException {
        PatchResult result = result(AFTER, BEFORE);

        assertThat(Objects.requireNonNull(result.before()).text("assignedTo")).isEqualTo("eve");
        assertThat(result.after().text("assignedTo")).isEqualTo("jo");
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 429, 500, 504})
    void changeThatWasMadeIsMadeThoughTheReadFailed(int status) throws IOException {
        PatchResult result = result(item("1", status, "{}"), AFTER);

        assertThat(result.before()).isNull();
        assertThat(result.after().text("assignedTo")).isEqualTo("jo");
    }

    @Test
    void changeThatWasNotTriedHasTheFaultOfTheRead() {
        String notTried = item("2", 424, "{}");

        assertThatThrownBy(() -> result(item("1", 404, "{}"), notTried)).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> result(notTried, item("1", 403, "{}"))).isInstanceOf(PermissionException.class);
        assertThatThrownBy(() -> result(BEFORE, notTried)).isInstanceOf(UpstreamException.class);
    }

    @Test
    void throttledChangeSaysHowLongToWait() {
        String throttled = "{\"id\":\"2\",\"status\":429,\"headers\":{\"Retry-After\":\"17\"},\"body\":{}}";

        assertThatThrownBy(() -> result(BEFORE, throttled))
                .isInstanceOfSatisfying(ThrottledException.class, wait -> assertThat(wait.retryAfter())
                        .isEqualTo(Duration.ofSeconds(17)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":\"2\",\"status\":204}",
                "{\"id\":\"2\",\"status\":500,\"body\":{\"error\":{\"code\":\"x\",\"message\":\"Eve did it\"}}}",
                "{\"id\":\"2\",\"status\":503,\"headers\":{\"Retry-After\":\"5\"},\"body\":\"busy\"}",
                "{\"id\":\"2\"}",
                "{\"id\":\"3\",\"status\":200,\"body\":{}}",
            })
    void whatSaysNotWhetherItWasDoneIsToBeFoundOut(String change) {
        assertThatThrownBy(() -> result(BEFORE, change))
                .isInstanceOfSatisfying(UpstreamException.class, unknown -> assertThat(unknown.reason())
                        .isEqualTo(UpstreamException.Reason.FAILED))
                .hasMessageNotContaining("Eve");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "\"text\"", "null"})
    void recordThatIsNoneIsUnreadable(String body) {
        assertThatThrownBy(() -> result(BEFORE, item("2", 200, body))).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "{\"responses\":{}}", "{\"responses\":[null,1]}"})
    void answerWithoutPartsIsToBeFoundOut(String answer) throws IOException {
        JsonNode tree = JSON.readTree(answer);

        assertThatThrownBy(() -> PatchBatch.result(tree, ASK)).isInstanceOf(UpstreamException.class);
    }

    private static PatchResult result(String... items) throws IOException {
        return PatchBatch.result(JSON.readTree("{\"responses\":[" + String.join(",", items) + "]}"), ASK);
    }

    private static String item(String id, int status, String body) {
        return "{\"id\":\"%s\",\"status\":%d,\"headers\":{},\"body\":%s}".formatted(id, status, body);
    }

    private static String record(String assignedTo) {
        return "{\"id\":\"7\",\"lastUpdateDateTime\":\"2026-09-14T10:00:00Z\",\"assignedTo\":\"%s\"}"
                .formatted(assignedTo);
    }
}
