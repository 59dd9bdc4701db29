package io.defenderrelay.feed;

import static io.defenderrelay.feed.WrittenLog.json;
import static io.defenderrelay.feed.WrittenLog.titled;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.defenderrelay.answer.Answer;
import io.defenderrelay.aws.Key;
import io.defenderrelay.aws.SortRange;
import io.defenderrelay.aws.Table;
import io.defenderrelay.local.LocalAws;
import io.defenderrelay.local.MovableClock;
import io.defenderrelay.local.WriteUnits;
import io.defenderrelay.mapping.RevisionEvents;
import io.defenderrelay.model.Finding;
import io.defenderrelay.model.Kind;
import io.defenderrelay.problem.ExpiredException;
import io.defenderrelay.problem.InvalidRequestException;
import io.defenderrelay.store.IncidentAlerts;
import io.defenderrelay.store.PageLog;
import io.defenderrelay.store.Revisions;
import io.defenderrelay.tenant.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FeedTest {
    private static final int MOST_BYTES = 5_000_000;

    private final WriteUnits units = new WriteUnits();
    private final Table table = LocalAws.table(units);
    private final MovableClock clock = new MovableClock(Instant.parse("2026-11-01T00:00:00Z"));
    private final WrittenLog acme = new WrittenLog(table, clock, "acme", 30);
    private final Feed feed = new Feed(
            new PageLog(table, clock), new Revisions(table), new RevisionEvents(new IncidentAlerts(table)), clock);
    private final ObjectMapper json = new ObjectMapper();

    @Test
    void emptyFeedAnswersAPositionThatStays() throws Exception {
        JsonNode first = read("acme", 100, null);

        JsonNode second = read("acme", 100, next(first));

        assertThat(first.path("items")).isEmpty();
        assertThat(first.path("more").booleanValue()).isFalse();
        assertThat(second).isEqualTo(first);
    }

    @Test
    void positionTakenBeforeTheFirstAlertFindsIt() throws Exception {
        String before = next(read("acme", 100, null));
        acme.commit(titled("a", 1, "x"));

        JsonNode answer = read("acme", 100, before);

        assertThat(ids(answer)).containsExactly("a/1");
    }

    @Test
    void itemTellsTheRevisionAndHoldsMicrosoftsBytes() {
        String odd = "{ \"id\" :\"a\",\n \"n\":1.50e+2,\"esc\":\"\\u0041\\/\", \"title\":\"Täter 🕵\"}";
        acme.commit(WrittenLog.alert("a", 1, odd));

        String body = feed.read(acme.tenant(), query(10, null)).body();

        assertThat(body)
                .startsWith("{\"items\":[{\"kind\":\"alert\",\"id\":\"a\",\"revision\":1,"
                        + "\"version\":\"2026-10-01T08:00:01.0000000Z\",\"change\":\"created\",\"origin\":\"defender\","
                        + "\"changed\":[],\"committedAt\":\"2026-11-01T00:00:00.0000000Z\",\"finding\":" + odd + "}],"
                        + "\"next\":\"");
    }

    @Test
    void laterRevisionTellsItsChange() throws Exception {
        acme.commit(titled("a", 1, "x"));
        acme.commit(titled("a", 2, "y"));
        acme.commit(WrittenLog.alert("a", 3, "{\"status\":\"resolved\"}"));

        JsonNode items = read("acme", 10, null).path("items");

        assertThat(items.findValuesAsText("change")).containsExactly("created", "updated", "closed");
        assertThat(items.findValuesAsText("revision")).containsExactly("1", "2", "3");
        assertThat(items.path(1).path("changed").path(0).textValue()).isEqualTo("title");
    }

    @Test
    void readerAtTheEndGetsNothingAndStaysThere() throws Exception {
        acme.commit(titled("a", 1, "x"));
        String end = next(read("acme", 10, null));

        JsonNode answer = read("acme", 10, end);

        assertThat(answer.path("items")).isEmpty();
        assertThat(answer.path("more").booleanValue()).isFalse();
        assertThat(next(answer)).isEqualTo(end);
    }

    @Test
    void thousandRevisionsComeOnceEachAndInOrderWhateverTheLimits() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> written = new ArrayList<>();
        List<List<Finding>> pages = new ArrayList<>();
        while (written.size() < 1_000) {
            List<Finding> page = new ArrayList<>();
            int size = Math.min(1_000 - written.size(), random.nextInt(4) == 0 ? 96 : 1 + random.nextInt(5));
            for (int at = 0; at < size; at++) {
                long revision = pages.size() + 1L;
                page.add(titled("alert-" + at, revision, "r" + revision));
                written.add("alert-" + at + "/r" + revision);
            }
            pages.add(page);
        }
        acme.commitEach(pages);

        List<String> got = new ArrayList<>();
        String after = null;
        boolean more = true;
        while (more) {
            JsonNode answer = read("acme", 1 + random.nextInt(random.nextBoolean() ? 500 : 7), after);
            answer.path("items")
                    .forEach(item -> got.add(item.path("id").textValue() + "/"
                            + item.path("finding").path("title").textValue()));
            after = next(answer);
            more = answer.path("more").booleanValue();
        }

        assertThat(got).as("seed %d", seed).containsExactlyElementsOf(written);
    }

    @Test
    void readerWhosePagesExpiredIsToldAndGoesOnAtTheOldest() throws Exception {
        acme.commit(titled("a", 1, "x"));
        acme.commit(titled("b", 1, "x"));
        String after = next(read("acme", 1, null));
        clock.move(Duration.ofDays(20));
        acme.commit(titled("c", 1, "x"));
        clock.move(Duration.ofDays(11));

        ExpiredException expired =
                catchThrowableOfType(ExpiredException.class, () -> feed.read(acme.tenant(), query(10, after)));

        assertThat(expired).hasMessageContaining("'oldest'");
        assertThat(ids(read("acme", 10, expired.oldest()))).containsExactly("c/1");
        assertThat(ids(read("acme", 10, null))).containsExactly("c/1");
    }

    @Test
    void quietFeedWhosePagesAllExpiredIsAtItsEnd() throws Exception {
        acme.commit(titled("a", 1, "x"));
        clock.move(Duration.ofDays(31));

        JsonNode answer = read("acme", 10, null);

        assertThat(answer.path("items")).isEmpty();
        acme.commit(titled("b", 1, "x"));
        assertThat(ids(read("acme", 10, next(answer)))).containsExactly("b/1");
    }

    @Test
    void gapInTheLogIsNotPassedOverInSilence() throws Exception {
        acme.commit(titled("a", 1, "x"));
        acme.commit(titled("b", 1, "x"));
        acme.commit(titled("c", 1, "x"));
        table.delete(new Key("F#acme#alerts", "PAGE#000000000002"));

        JsonNode before = read("acme", 10, null);

        assertThat(ids(before)).containsExactly("a/1");
        assertThat(before.path("more").booleanValue()).isTrue();
        ExpiredException expired =
                catchThrowableOfType(ExpiredException.class, () -> feed.read(acme.tenant(), query(10, next(before))));
        assertThat(ids(read("acme", 10, expired.oldest()))).containsExactly("c/1");
    }

    @Test
    void positionBeyondTheEndIsRefused() {
        acme.commit(titled("a", 1, "x"), titled("b", 1, "x"));

        for (Position wrong : List.of(new Position(3, 0), new Position(2, 1), new Position(1, 2))) {
            String token = FeedToken.text("acme", "feed?kinds=alert", Map.of("alert", wrong));
            assertThatThrownBy(() -> feed.read(acme.tenant(), query(10, token)))
                    .isInstanceOf(InvalidRequestException.class);
        }
    }

    @Test
    void alertTooLargeForAnyAnswerIsNamedAndDelaysNobody() throws Exception {
        String large = json("large/é", 1, "x".repeat(6_000_000));
        acme.commit(titled("a", 1, "x"), WrittenLog.alert("large/é", 1, large), titled("b", 1, "x"));

        JsonNode items = read("acme", 10, null).path("items");

        JsonNode item = items.path(1);
        assertThat(items).hasSize(3);
        assertThat(item.path("finding").isNull()).isTrue();
        assertThat(item.path("tooLarge").booleanValue()).isTrue();
        assertThat(item.path("size").longValue()).isEqualTo(large.getBytes(UTF_8).length);
        assertThat(item.path("parts").textValue())
                .isEqualTo("/v1/tenants/acme/alerts/large%2F%C3%A9/revisions/1/parts");
    }

    @Test
    void answersEndBeforeFiveMegabytesAndReadNoBodyThatTheyDoNotSend() throws Exception {
        List<String> written = new ArrayList<>();
        List<Finding> page = new ArrayList<>();
        for (int at = 0; at < 32; at++) {
            page.add(titled("a" + at, 1, noise(at, 380_000)));
            written.add("a" + at + "/1");
        }
        acme.commit(page);
        units.reset();

        List<String> got = new ArrayList<>();
        String after = null;
        boolean more = true;
        while (more) {
            Answer answer = feed.read(acme.tenant(), query(500, after));
            assertThat(answer.body().getBytes(UTF_8).length).isLessThan(MOST_BYTES);
            JsonNode parsed = json.readTree(answer.body());
            got.addAll(ids(parsed));
            after = next(parsed);
            more = parsed.path("more").booleanValue();
        }

        assertThat(got).containsExactlyElementsOf(written);
        double bodies = 32 * Math.ceil(380_000 * 0.76 / 4096);
        assertThat(units.readBy().get("BatchGetItem")).isLessThan(bodies * 1.1);
    }

    @Test
    void answerFullOfQuotesStaysWithinWhatLambdaHandsOver() throws Exception {
        for (int at = 0; at < 3; at++) {
            acme.commit(titled("a" + at, 1, "\\\"".repeat(900_000)));
        }

        List<String> got = new ArrayList<>();
        String after = null;
        boolean more = true;
        while (more) {
            Answer answer = feed.read(acme.tenant(), query(500, after));
            assertThat(json.writeValueAsBytes(answer.body()).length).isLessThan(6_291_556 - 10_000);
            JsonNode parsed = json.readTree(answer.body());
            got.addAll(ids(parsed));
            assertThat(parsed.path("items").path(0).path("finding").isObject()).isTrue();
            after = next(parsed);
            more = parsed.path("more").booleanValue();
        }

        assertThat(got).containsExactly("a0/1", "a1/1", "a2/1");
    }

    @Test
    void alertThatFitsButForItsEscapesCountsAsTooLarge() throws Exception {
        acme.commit(titled("quotes", 1, "\\\"".repeat(2_000_000)), titled("b", 1, "x"));

        JsonNode first = read("acme", 10, null);
        JsonNode second = read("acme", 10, next(first));

        assertThat(first.path("items").path(0).path("tooLarge").booleanValue()).isTrue();
        assertThat(ids(second)).containsExactly("b/1");
    }

    @Test
    void missingBodyIsToldAndDelaysNobody() throws Exception {
        acme.commit(titled("a", 1, "x"), titled("b", 1, "x"));
        table.query("A#acme#a", SortRange.prefix("R#"), 10, true).forEach(item -> table.delete(item.key()));

        JsonNode items = read("acme", 10, null).path("items");

        assertThat(items.path(0).path("finding").isNull()).isTrue();
        assertThat(items.path(0).path("expired").booleanValue()).isTrue();
        assertThat(items.path(1).path("finding").path("id").textValue()).isEqualTo("b");
    }

    @Test
    void pollAtTheEndReadsTheCursorAlone() throws Exception {
        acme.commit(titled("a", 1, "x"));
        String end = next(read("acme", 10, null));
        units.reset();

        read("acme", 100, end);

        assertThat(units.readBy()).isEqualTo(Map.of("GetItem", 1.0));
    }

    @Test
    void pollThatFindsOnePageReadsNoOther() throws Exception {
        acme.commit(titled("a", 1, "x"));
        String end = next(read("acme", 10, null));
        acme.commit(titled("b", 1, "x"), titled("c", 1, "x"));
        units.reset();

        JsonNode answer = read("acme", 100, end);

        assertThat(ids(answer)).containsExactly("b/1", "c/1");
        assertThat(units.readBy()).isEqualTo(Map.of("GetItem", 1.0, "Query", 1.0, "BatchGetItem", 2.0));
    }

    @Test
    void smallLimitReadsFewPagesAndBodies() throws Exception {
        List<List<Finding>> pages = new ArrayList<>();
        for (int page = 0; page < 20; page++) {
            pages.add(List.of(titled("a" + page, 1, "x"), titled("b" + page, 1, "x")));
        }
        acme.commitEach(pages);
        String first = next(read("acme", 1, null));
        units.reset();

        JsonNode answer = read("acme", 5, first);

        assertThat(answer.path("items")).hasSize(5);
        assertThat(units.readBy().get("BatchGetItem")).isEqualTo(5);
        assertThat(units.readBy().get("Query")).isLessThanOrEqualTo(2);
    }

    private JsonNode read(String alias, int limit, @Nullable String after) throws Exception {
        return json.readTree(feed.read(tenant(alias), query(limit, after)).body());
    }

    private static FeedQuery query(int limit, @Nullable String after) {
        return new FeedQuery(List.of(Kind.ALERT), Format.GRAPH, limit, after);
    }

    private Tenant tenant(String alias) {
        return alias.equals("acme") ? acme.tenant() : new WrittenLog(table, clock, alias, 30).tenant();
    }

    private static String next(JsonNode answer) {
        return answer.path("next").textValue();
    }

    private static List<String> ids(JsonNode answer) {
        List<String> ids = new ArrayList<>();
        answer.path("items")
                .forEach(item -> ids.add(item.path("id").textValue() + "/"
                        + item.path("revision").longValue()));
        return ids;
    }

    private static String noise(long seed, int length) {
        byte[] bytes = new byte[length * 3 / 4];
        new Random(seed).nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }
}
