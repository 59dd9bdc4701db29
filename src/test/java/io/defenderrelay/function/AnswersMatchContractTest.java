package io.defenderrelay.function;

import static io.defenderrelay.feed.WrittenLog.alertOf;
import static io.defenderrelay.feed.WrittenLog.incident;
import static io.defenderrelay.feed.WrittenLog.titled;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.defenderrelay.Contract;
import io.defenderrelay.aws.Item;
import io.defenderrelay.aws.Table;
import io.defenderrelay.feed.WrittenLog;
import io.defenderrelay.local.LocalAws;
import io.defenderrelay.local.MovableClock;
import io.defenderrelay.model.Column;
import io.defenderrelay.model.Requester;
import io.defenderrelay.store.Hunt;
import io.defenderrelay.store.HuntAttempts;
import io.defenderrelay.store.HuntRows;
import io.defenderrelay.store.Hunts;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the API really answers is what {@code infra/openapi.yaml} says it answers. */
class AnswersMatchContractTest {
    private final ObjectMapper json = new ObjectMapper();
    private final Contract contract = Contract.read();
    private final MovableClock clock = new MovableClock(Clock.systemUTC().instant());
    private final String alias = "t-" + UUID.randomUUID().toString().substring(0, 8);
    private ApiFunction function;

    @BeforeEach
    void writeLog() {
        var table = LocalAws.table();
        function = new ApiFunction(ReadApis.over(table, clock));
        WrittenLog log = new WrittenLog(table, clock, alias, 30);
        log.commit(titled("a", 1, "first"), titled("b", 1, "x".repeat(5_200_000)));
        log.commit(titled("a", 2, "second"));
        log.commit(alertOf("8", "in-8", 1), alertOf("8", "also-in-8", 2));
        log.commitIncidents(incident("8", 1, null), incident("7", 1, null));
        log.commitIncidents(incident("7", 2, "8"));
        hunts(table);
    }

    /** One hunt in each state, named by the digit of its id. */
    private void hunts(Table table) {
        Hunts hunts = new Hunts(table);
        HuntAttempts attempts = new HuntAttempts(table);
        Instant now = clock.instant();
        Instant later = now.plusSeconds(600);
        Hunts.Question question =
                new Hunts.Question("h", new Requester("AROASOC", "Jo"), "DeviceInfo", "device-logons", "P7D", 10);
        for (String name : List.of("1", "2", "3", "4", "5", "6")) {
            hunts.enter(alias, name.repeat(32), question, now, Duration.ofHours(1), now.plus(Duration.ofDays(1)));
        }
        Hunt fine = attempts.begin(alias, "2".repeat(32), "o", now, later).orElseThrow();
        HuntRows.Writer rows = new HuntRows(table).write(fine, later);
        rows.add("{\"A\":\"{\\\"b\\\":1}\"}".getBytes(UTF_8));
        rows.finish();
        attempts.succeeded(fine, new HuntAttempts.Result(List.of(new Column("A", "Object")), 1, "maxRows"), now);
        Hunt.Fault fault = new Hunt.Fault("query-refused", "Correct it", new Item(Map.of("line", "1", "column", "2")));
        attempts.failed(attempts.begin(alias, "3".repeat(32), "o", now, later).orElseThrow(), fault, now);
        attempts.waits(attempts.begin(alias, "4".repeat(32), "o", now, later).orElseThrow(), later);
        attempts.again(attempts.begin(alias, "5".repeat(32), "o", now, later).orElseThrow(), fault);
        hunts.cancel(hunts.find(alias, "6".repeat(32), now).orElseThrow(), now);
    }

    @ParameterizedTest
    @CsvSource({
        "feed, '', Feed",
        "feed, limit=1, Feed",
        "status, '', Status",
        "alerts/a, '', Item",
        "alerts/b, format=graph, Item",
        "alerts/a/revisions, limit=1, Revisions",
        "alerts/a/revisions/1, '', Item",
        "alerts/b/revisions/1/parts, '', Part",
        "alerts/b/revisions/1/parts, after=1, Part",
        "incidents/8, '', Item",
        "incidents/7, '', Item",
        "incidents/7, format=graph, Item",
        "incidents/7/revisions, limit=1, Revisions",
        "incidents/7/revisions/1, '', Item",
        "incidents/7/revisions/1/parts, '', Part",
        "incidents/8/alerts, '', IncidentAlerts",
        "incidents/8/alerts, limit=1, IncidentAlerts",
        "incidents/7/alerts, '', IncidentAlerts",
        "incidents/9/alerts, '', Problem",
        "incidents/8/alerts, after=nonsense, Problem",
        "hunt-templates, '', HuntTemplates",
        "hunts/11111111111111111111111111111111, '', Hunt",
        "hunts/22222222222222222222222222222222, '', Hunt",
        "hunts/33333333333333333333333333333333, '', Hunt",
        "hunts/44444444444444444444444444444444, '', Hunt",
        "hunts/55555555555555555555555555555555, '', Hunt",
        "hunts/66666666666666666666666666666666, '', Hunt",
        "hunts/22222222222222222222222222222222/rows, '', HuntRows",
        "hunts/22222222222222222222222222222222/rows, after=1, HuntRows",
        "hunts/33333333333333333333333333333333/rows, '', Problem",
        "hunts/44444444444444444444444444444444/rows, '', Problem",
        "hunts/66666666666666666666666666666666/rows, '', Problem",
        "hunts/none, '', Problem",
        "feed, after=nonsense, Problem",
        "feed, colour=red, Problem",
        "alerts/none, '', Problem",
    })
    void answerIsAsDescribed(String path, String query, String schema) throws IOException {
        var event = ReadApis.get("/v1/tenants/" + alias + "/" + path, query);

        var answer = function.api(event);

        JsonNode body = json.readTree(answer.getBody());
        assertThat(contract.schema(schema).validate(body)).as(path).isEmpty();
        assertThat(DescribedAnswers.undescribed(event, answer)).as(path).isEmpty();
        assertThat(answer.getStatusCode() == 200).isEqualTo(!schema.equals("Problem"));
    }
}
