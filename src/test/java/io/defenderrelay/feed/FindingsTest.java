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
import io.defenderrelay.aws.Table;
import io.defenderrelay.local.LocalAws;
import io.defenderrelay.local.MovableClock;
import io.defenderrelay.local.WriteUnits;
import io.defenderrelay.mapping.RevisionEvents;
import io.defenderrelay.model.Finding;
import io.defenderrelay.model.Kind;
import io.defenderrelay.problem.ExpiredException;
import io.defenderrelay.problem.InvalidRequestException;
import io.defenderrelay.problem.NotFoundException;
import io.defenderrelay.store.History;
import io.defenderrelay.store.IncidentAlerts;
import io.defenderrelay.store.Revisions;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FindingsTest {
    private final WriteUnits units = new WriteUnits();
    private final Table table = LocalAws.table(units);
    private final MovableClock clock = new MovableClock(Instant.parse("2026-11-01T00:00:00Z"));
    private final WrittenLog acme = new WrittenLog(table, clock, "acme", 30);
    private final Findings findings = new Findings(
            new History(table, clock), new Revisions(table), new RevisionEvents(new IncidentAlerts(table)), clock);
    private final ObjectMapper mapper = new ObjectMapper();

    @Test
    void newestRevisionIsTheFeedsItem() {
        acme.commit(titled("a", 1, "x"), titled("b", 1, "x"));
        acme.commit(titled("a", 2, "y"));

        Answer answer = findings.newest(acme.tenant(), Format.GRAPH, Kind.ALERT, "a");

        assertThat(answer.body())
                .isEqualTo("{\"kind\":\"alert\",\"id\":\"a\",\"revision\":2,"
                        + "\"version\":\"2026-10-01T08:00:02.0000000Z\",\"change\":\"updated\",\"origin\":\"defender\","
                        + "\"changed\":[\"title\"],\"committedAt\":\"2026-11-01T00:00:00.0000000Z\",\"finding\":"
                        + json("a", 2, "y") + "}");
    }

    @Test
    void earlierRevisionIsStillThere() throws Exception {
        for (int version = 1; version <= 5; version++) {
            acme.commit(titled("a", version, "v" + version));
        }

        JsonNode item = parse(findings.revision(acme.tenant(), Format.GRAPH, Kind.ALERT, "a", 2));

        assertThat(item.path("revision").longValue()).isEqualTo(2);
        assertThat(item.path("finding").path("title").textValue()).isEqualTo("v2");
    }

    @Test
    void unknownAlertAndForeignAlertAnswerAlike() {
        new WrittenLog(table, clock, "emea", 30).commit(titled("theirs", 1, "x"));

        NotFoundException unknown = catchThrowableOfType(
                NotFoundException.class, () -> findings.newest(acme.tenant(), Format.GRAPH, Kind.ALERT, "nobodys"));
        NotFoundException foreign = catchThrowableOfType(
                NotFoundException.class, () -> findings.newest(acme.tenant(), Format.GRAPH, Kind.ALERT, "theirs"));

        assertThat(foreign).hasMessage(unknown.getMessage());
    }

    @Test
    void revisionThatIsNotThereYetIsNotFound() {
        acme.commit(titled("a", 1, "x"));

        assertThatThrownBy(() -> findings.revision(acme.tenant(), Format.GRAPH, Kind.ALERT, "a", 2))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("1");
    }

    @Test
    void expiredRevisionNamesTheOldestKept() {
        acme.commit(titled("a", 1, "x"));
        clock.move(Duration.ofDays(29));
        acme.commit(titled("a", 2, "y"));
        acme.commit(titled("a", 3, "z"));
        clock.move(Duration.ofDays(2));

        ExpiredException expired = catchThrowableOfType(
                ExpiredException.class, () -> findings.revision(acme.tenant(), Format.GRAPH, Kind.ALERT, "a", 1));

        assertThat(expired.oldest()).isEqualTo("2");
    }

    @Test
    void alertWhoseRevisionsAllExpiredSaysSo() {
        acme.commit(titled("a", 1, "x"));
        clock.move(Duration.ofDays(31));

        assertThatThrownBy(() -> findings.newest(acme.tenant(), Format.GRAPH, Kind.ALERT, "a"))
                .isInstanceOf(ExpiredException.class);
        assertThatThrownBy(() -> findings.revisions("acme", Kind.ALERT, "a", 10, null))
                .isInstanceOf(ExpiredException.class);
    }

    @Test
    void historyComesNewestFirstOnceEachWhateverTheLimits() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<List<Finding>> pages = new ArrayList<>();
        for (int version = 1; version <= 120; version++) {
            pages.add(List.of(titled("other", version, "x"), titled("a", version, "v" + version)));
        }
        acme.commitEach(pages);

        List<Long> got = new ArrayList<>();
        String after = null;
        boolean more = true;
        while (more) {
            JsonNode answer = list("a", 1 + random.nextInt(30), after);
            answer.path("items").forEach(item -> got.add(item.path("revision").longValue()));
            answer.path("items").forEach(item -> assertThat(item.has("finding")).isFalse());
            more = answer.path("more").booleanValue();
            after = answer.path("next").textValue();
        }

        assertThat(got)
                .as("seed %d", seed)
                .containsExactlyElementsOf(
                        LongStream.iterate(120, n -> n - 1).limit(120).boxed().toList());
        assertThat(after).isNull();
    }

    @Test
    void historyEndsWhereItIsNoLongerKept() throws Exception {
        acme.commit(titled("a", 1, "x"));
        clock.move(Duration.ofDays(29));
        acme.commit(titled("a", 2, "y"));
        clock.move(Duration.ofDays(2));

        JsonNode answer = list("a", 10, null);

        assertThat(answer.path("items").findValuesAsText("revision")).containsExactly("2");
        assertThat(answer.path("more").booleanValue()).isFalse();
    }

    @Test
    void positionInTheHistoryOfAnotherAlertOrTenantIsRefused() throws Exception {
        WrittenLog emea = new WrittenLog(table, clock, "emea", 30);
        for (int version = 1; version <= 3; version++) {
            acme.commit(titled("a", version, "v" + version), titled("b", version, "v" + version));
            emea.commit(titled("a", version, "v" + version));
        }
        String ofA = list("a", 1, null).path("next").textValue();

        assertThatThrownBy(() -> findings.revisions("acme", Kind.ALERT, "b", 1, ofA))
                .isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> findings.revisions("emea", Kind.ALERT, "a", 1, ofA))
                .isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void positionThatNamesAForeignPageShowsNothing() throws Exception {
        acme.commit(titled("b", 1, "x"));
        acme.commit(titled("a", 1, "x"));
        String forged = FeedToken.text("acme", "alerts/a/revisions", Map.of("revisions", new Position(1, 0)));

        JsonNode answer = list("a", 10, forged);

        assertThat(answer.path("items")).isEmpty();
    }

    @Test
    void partsOfALargeAlertAreItsBytes() throws Exception {
        String large = json("large", 1, "é".repeat(3_000_000));
        acme.commit(WrittenLog.alert("large", 1, large));
        JsonNode item = parse(findings.newest(acme.tenant(), Format.GRAPH, Kind.ALERT, "large"));

        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        String next = "0";
        while (next != null) {
            Answer answer = findings.part("acme", Kind.ALERT, "large", 1, Integer.parseInt(next));
            JsonNode part = parse(answer);
            assertThat(answer.body().length()).isLessThan(600_000);
            assertThat(part.path("size")).isEqualTo(item.path("size"));
            bytes.write(part.path("data").binaryValue());
            next = part.path("next").textValue();
        }

        assertThat(item.path("tooLarge").booleanValue()).isTrue();
        assertThat(bytes.toString(UTF_8)).isEqualTo(large);
    }

    @Test
    void partBeyondTheLastIsRefused() {
        acme.commit(titled("a", 1, "x"));

        assertThatThrownBy(() -> findings.part("acme", Kind.ALERT, "a", 1, 1))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("below 1");
    }

    @Test
    void newestRevisionCostsThreeReads() {
        acme.commit(titled("a", 1, "x"));
        units.reset();

        findings.newest(acme.tenant(), Format.GRAPH, Kind.ALERT, "a");

        assertThat(units.readBy()).isEqualTo(Map.of("GetItem", 2.0, "BatchGetItem", 1.0));
    }

    private JsonNode list(String id, int limit, @Nullable String after) throws Exception {
        return parse(findings.revisions("acme", Kind.ALERT, id, limit, after));
    }

    private JsonNode parse(Answer answer) throws Exception {
        return mapper.readTree(answer.body());
    }
}
