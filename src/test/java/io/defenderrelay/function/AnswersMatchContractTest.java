package io.defenderrelay.function;

import static io.defenderrelay.feed.WrittenLog.alertOf;
import static io.defenderrelay.feed.WrittenLog.incident;
import static io.defenderrelay.feed.WrittenLog.titled;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.defenderrelay.feed.WrittenLog;
import io.defenderrelay.local.LocalAws;
import io.defenderrelay.local.MovableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.Yaml;

/** What the API really answers is what {@code infra/openapi.yaml} says it answers. */
class AnswersMatchContractTest {
    private final ObjectMapper json = new ObjectMapper();
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
        "feed, after=nonsense, Problem",
        "feed, colour=red, Problem",
        "alerts/none, '', Problem",
    })
    void answerIsAsDescribed(String path, String query, String schema) throws IOException {
        var answer = function.api(ReadApis.get("/v1/tenants/" + alias + "/" + path, query));

        JsonNode body = json.readTree(answer.getBody());
        assertThat(schema(schema).validate(body)).as(path).isEmpty();
        assertThat(answer.getStatusCode() == 200).isEqualTo(!schema.equals("Problem"));
    }

    private JsonSchema schema(String name) throws IOException {
        JsonNode contract = json.valueToTree(new Yaml().load(Files.readString(Path.of("infra/openapi.yaml"))));
        ObjectNode root = json.createObjectNode();
        root.put("$ref", "#/components/schemas/" + name);
        root.set("components", contract.path("components"));
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(root);
    }
}
