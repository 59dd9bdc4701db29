package io.defenderrelay.remediation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.defenderrelay.aws.Bus;
import io.defenderrelay.aws.Item;
import io.defenderrelay.aws.Key;
import io.defenderrelay.aws.Table;
import io.defenderrelay.local.BusServer;
import io.defenderrelay.local.LocalAws;
import io.defenderrelay.store.ActionMove;
import io.defenderrelay.store.ActionRecord;
import io.defenderrelay.store.ActionState;
import io.defenderrelay.store.Actions;
import io.defenderrelay.store.Tenants;
import io.defenderrelay.tenant.Tenant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;

/** What {@code infra/compare-audit} finds when somebody changes the table behind the relay's back. */
class CompareAuditTest {
    private static final String ALIAS = "acme";
    private static final String FIRST = "1".repeat(32);
    private static final String SECOND = "2".repeat(32);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Instant now = Clock.systemUTC().instant();
    private final Instant then = now.minus(Duration.ofHours(2));

    @TempDir
    Path folder = Path.of("");

    private final String tableName = LocalAws.createTable();
    private final Table table = new Table(LocalAws.dynamoDb(), tableName, LocalAws.noPause());
    private final Actions actions =
            new Actions(table, new Random(Clock.systemUTC().millis()));
    private final BusServer bus = BusServer.start(0);

    /** How the command ended and what it printed. */
    private record Outcome(int code, String printed) {}

    @BeforeEach
    void twoActionsAreOnRecord() {
        assumeThatCode(() -> new ProcessBuilder("python3", "--version").start().waitFor())
                .as("python3 runs the command")
                .doesNotThrowAnyException();
        new Tenants(table)
                .put(ALIAS, Tenant.State.ACTIVE, 1, "{\"tenantId\":\"11111111-2222-4333-8444-555555555555\"}");
        act(FIRST, then, ActionState.AWAITING_APPROVAL, ActionState.APPROVED, ActionState.SUCCEEDED);
        act(SECOND, then, ActionState.AWAITING_APPROVAL, ActionState.REJECTED);
    }

    @AfterEach
    void busEnds() {
        bus.close();
    }

    @Test
    void untouchedAuditAgreesWithItsWitness() throws Exception {
        Outcome outcome = compare();

        assertThat(outcome.printed()).isEqualTo("acme: 2 actions, 7 entries: all agree with their events\n");
        assertThat(outcome.code()).isZero();
    }

    @Test
    void eventsMayComeTwice() throws Exception {
        ArrayNode events = messages();
        events.addAll(messages());

        assertThat(compare(events).code()).isZero();
    }

    @Test
    void changedFactOfAnActionIsFound() throws Exception {
        change(action(FIRST), item -> ((ObjectNode) item.path("facts")).put("approvedBy", "AROASOMEBODYELSE"));

        assertFound("action " + FIRST + ": its facts were changed (approvedBy)");
    }

    @Test
    void changedTextOfAnEntryIsFound() throws Exception {
        change(entry(FIRST, 3), item -> item.put("entry", other(item)));

        assertFound("action " + FIRST + ": entry 3 was changed: its hash does not follow");
    }

    @Test
    void changedTextWithTheHashThatFollowsFromItIsFound() throws Exception {
        change(entry(FIRST, 4), item -> {
            String text = other(item);
            item.put("entry", text).put("hash", sha256(item.path("previous").asText() + "\n" + text));
        });
        String hash = text(entry(FIRST, 4), "hash");
        change(action(FIRST), item -> item.put("hash", hash));

        assertFound("action " + FIRST + ": entry 4 is not the one that its event tells of (another hash)");
    }

    @Test
    void wholeChainThatWasWrittenAnewIsFound() throws Exception {
        String hash = "";
        for (int number = 1; number <= 3; number++) {
            String previous = hash;
            change(entry(SECOND, number), item -> {
                String text = other(item);
                item.put("entry", text).put("previous", previous).put("hash", sha256(previous + "\n" + text));
            });
            hash = text(entry(SECOND, number), "hash");
        }

        assertFound("action " + SECOND + ": entry 1 is not the one", "entry 2 is not the one", "entry 3 is not the");
    }

    @Test
    void removedEntryIsFound() throws Exception {
        table.delete(entry(FIRST, 2));

        assertFound("action " + FIRST + ": entry 2 ('awaiting-approval') was removed: its event is in the log group");
    }

    @Test
    void removedActionIsFound() throws Exception {
        table.delete(action(SECOND));
        for (int number = 1; number <= 3; number++) {
            table.delete(entry(SECOND, number));
        }

        assertFound("action " + SECOND + ": removed from the table with all its entries");
    }

    @Test
    void endThatWasCutOffWithTheActionSetBackIsFound() throws Exception {
        JsonNode before = JSON.readTree(text(entry(FIRST, 2), "entry"));
        String hash = text(entry(FIRST, 2), "hash");
        table.delete(entry(FIRST, 4));
        table.delete(entry(FIRST, 3));
        change(action(FIRST), item -> item.put("state", "awaiting-approval")
                .put("version", 2)
                .put("hash", hash)
                .set("facts", before.path("facts")));

        assertFound(
                "action " + FIRST + ": entry 3 ('approved') was removed: its event is in the log group",
                "entry 4 ('succeeded') was removed");
    }

    @Test
    void changedVersionAndHashAreFound() throws Exception {
        change(action(FIRST), item -> item.put("version", 9));
        change(action(SECOND), item -> item.put("hash", "0".repeat(64)));

        assertFound(
                "action " + FIRST + ": its version is 9, its last entry is 4",
                "action " + SECOND + ": its hash is '0000");
    }

    @Test
    void actionWithoutItsEntriesIsFound() throws Exception {
        for (int number = 1; number <= 3; number++) {
            table.delete(entry(SECOND, number));
        }

        assertFound("action " + SECOND + ": it has no entries");
    }

    @Test
    void entriesWithoutTheirActionAreFound() throws Exception {
        table.delete(action(SECOND));

        assertFound("action " + SECOND + ": item ACTION#" + SECOND + " was removed, its entries are there");
    }

    @Test
    void factsOfAnotherFormAreFound() throws Exception {
        change(action(FIRST), item -> item.put("facts", "none"));

        assertFound("action " + FIRST + ": its facts were changed (approvedBy, detail, dryRun, kind");
    }

    @Test
    void actionThatNoListShowsIsFound() throws Exception {
        table.delete(new Key("X#" + ALIAS, "BY#%013d#%s".formatted(then.toEpochMilli(), SECOND)));

        assertFound("action " + SECOND + ": its item BY#… was removed");
    }

    @Test
    void itemsThatLookLikeEntriesAreFound() throws Exception {
        copy(entry(FIRST, 1), "AUDIT#" + FIRST + "#0000001");
        copy(entry(FIRST, 1), "BY#x");

        assertFound("item 'AUDIT#" + FIRST + "#0000001': it belongs to no action", "item 'BY#x': it belongs");
    }

    @Test
    void entryFarBehindTheOthersIsFoundAtOnce() throws Exception {
        copy(entry(FIRST, 4), "AUDIT#" + FIRST + "#999999999999");

        assertFound("action " + FIRST + ": entries are missing between 4 and 999999999999");
    }

    @Test
    void textThatBreaksReadersIsFound() throws Exception {
        change(entry(FIRST, 2), item -> item.put("entry", "[".repeat(100_000)));

        assertFound("action " + FIRST + ": entry 2 holds no transition");
    }

    @Test
    void nothingThatWasPutIntoTheTableReachesTheTerminalAsItIs() throws Exception {
        change(action(FIRST), item -> ((ObjectNode) item.path("facts")).put("\u001b[2Jx", "y"));

        Outcome outcome = compare();

        assertThat(outcome.printed()).doesNotContain("\u001b").contains("its facts were changed ('\\x1b[2Jx')");
    }

    @Test
    void stateThatWasSetBackIsFound() throws Exception {
        change(action(SECOND), item -> item.put("state", "awaiting-approval"));

        assertFound("action " + SECOND + ": its state is 'awaiting-approval', its entry 3 says 'rejected'");
    }

    @Test
    void actionThatWasSetBackAsAWholeIsFound() throws Exception {
        JsonNode before = JSON.readTree(text(entry(SECOND, 2), "entry"));
        String hash = text(entry(SECOND, 2), "hash");
        change(action(SECOND), item -> item.put("state", "awaiting-approval")
                .put("version", 2)
                .put("hash", hash)
                .set("facts", before.path("facts")));

        assertFound("action " + SECOND + ": its version is 2, its last entry is 3");
    }

    @Test
    void entryWithoutEventIsFoundUnlessItIsYoung() throws Exception {
        ArrayNode before = messages();
        act("3".repeat(32), now, ActionState.REFUSED);

        Outcome young = compare(before);
        act("4".repeat(32), then, ActionState.APPROVED);
        Outcome old = compare(before);

        assertThat(young.printed()).contains("2 of them too young");
        assertThat(young.code()).isZero();
        assertThat(old.printed()).contains("action " + "4".repeat(32) + ": entry 2 has no event: it was forged");
        assertThat(old.code()).isEqualTo(1);
    }

    @Test
    void twoEventsThatTellDifferentThingsAreFound() throws Exception {
        ArrayNode events = messages();
        ObjectNode message = JSON.createObjectNode();
        message.put("message", events.get(0).path("message").asText().replace("4821", "4822"));
        events.add(message);

        Outcome outcome = compare(events);

        assertThat(outcome.printed()).contains("action " + FIRST + ": entry 1 has 2 different events");
        assertThat(outcome.code()).isEqualTo(1);
    }

    @Test
    void entriesOlderThanTheLogGroupNeedNoEvent() throws Exception {
        String tomorrow = now.plus(Duration.ofDays(1)).toString().substring(0, 10);
        compare(JSON.createArrayNode());

        Outcome missing = run("--from", "2020-01-01", "audit.json", "events.json");
        Outcome expired = run("--from", tomorrow, "audit.json", "events.json");

        assertThat(missing.printed()).contains("action " + FIRST + ": entry 1 has no event");
        assertThat(expired.code()).isZero();
    }

    @Test
    void entryThatIsSaidToBeOlderThanTheLogGroupButFollowsOneThatIsNotIsFound() throws Exception {
        ArrayNode events = messages();
        int last = events.size() - 1;
        String tomorrow = now.plus(Duration.ofDays(1)).toString().substring(0, 10);
        assertThat(events.get(last).path("message").asText()).contains("rejected");
        events.remove(last);
        compare(events);

        Outcome outcome = run("--from", tomorrow, "audit.json", "events.json");

        assertThat(outcome.printed())
                .isEqualTo("action " + SECOND + ": entry 3 has no event: it was forged,"
                        + " or action-run could not tell the bus (read its log)\n");
    }

    @Test
    void eventsOfOtherTenantsAreNotLookedAt() throws Exception {
        ArrayNode events = messages();
        for (JsonNode event : messages()) {
            String other = event.path("message").asText().replace("\"acme\"", "\"emea\"");
            events.addObject().put("message", other);
        }

        assertThat(compare(events).code()).isZero();
    }

    @Test
    void messagesThatAreNoEventsAreFound() throws Exception {
        ArrayNode events = messages();
        events.addObject().put("message", "hello");
        events.addObject()
                .put(
                        "message",
                        events.get(0).path("message").asText().replaceFirst("\"sequence\":1", "\"sequence\":-1"));

        assertThat(compare(events).printed()).startsWith("2 messages of the log group are no events of actions");
    }

    @Test
    void logGroupOfSomethingElseIsOfNoUse() throws Exception {
        ArrayNode events = JSON.createArrayNode();
        events.addObject().put("message", "hello");

        Outcome outcome = compare(events);

        assertThat(outcome.printed()).contains("is it the right log group?");
        assertThat(outcome.code()).isEqualTo(2);
    }

    @Test
    void itemThatIsThereTwiceIsOfNoUse() throws Exception {
        compare();
        ObjectNode audit = (ObjectNode) JSON.readTree(Files.readString(folder.resolve("audit.json")));
        ArrayNode items = (ArrayNode) audit.path("Items");
        items.add(items.get(0));
        Files.writeString(folder.resolve("audit.json"), audit.toString());

        Outcome outcome = run("audit.json", "events.json");

        assertThat(outcome.printed()).contains("twice: read the table once");
        assertThat(outcome.code()).isEqualTo(2);
    }

    @Test
    void tenantOfWhichThereIsNothingIsOfNoUse() throws Exception {
        Files.writeString(folder.resolve("audit.json"), "{\"Items\":[]}");
        Files.writeString(folder.resolve("events.json"), "{\"events\":[]}");

        Outcome outcome = run("--tenant", "acne", "audit.json", "events.json");

        assertThat(outcome.printed()).contains("neither input has anything of the tenant 'acne'");
        assertThat(outcome.code()).isEqualTo(2);
    }

    @Test
    void manyActionsTakeSeconds() throws Exception {
        compare();
        ObjectNode audit = (ObjectNode) JSON.readTree(Files.readString(folder.resolve("audit.json")));
        ObjectNode log = (ObjectNode) JSON.readTree(Files.readString(folder.resolve("events.json")));
        String items = audit.path("Items").toString();
        String events = log.path("events").toString();
        for (int copy = 0; copy < 1_000; copy++) {
            String id = "%032x".formatted(copy);
            for (JsonNode item : JSON.readTree(items.replace(FIRST, id))) {
                if (item.path("sk").path("S").asText().contains(id)) {
                    ((ArrayNode) audit.path("Items")).add(item);
                }
            }
            for (JsonNode event : JSON.readTree(events.replace(FIRST, id))) {
                if (event.path("message").asText().contains(id)) {
                    ((ArrayNode) log.path("events")).add(event);
                }
            }
        }
        Files.writeString(folder.resolve("audit.json"), audit.toString());
        Files.writeString(folder.resolve("events.json"), log.toString());
        Instant before = Clock.systemUTC().instant();

        Outcome outcome = run("audit.json", "events.json");

        assertThat(outcome.printed()).startsWith("action " + "0".repeat(32) + ": entry 1 was changed");
        assertThat(Duration.between(before, Clock.systemUTC().instant())).isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void tableAndLogGroupAreReadByItself() throws Exception {
        compare();
        Path aws = Files.writeString(folder.resolve("aws"), """
                #!/bin/sh
                echo "$@" >>calls
                case "$1" in logs) cat events.json ;; *) cat audit.json ;; esac
                """);
        assertThat(aws.toFile().setExecutable(true)).isTrue();

        Outcome outcome = run(
                "--aws", "./aws", "--table", "relay", "--log-group", "/aws/events/relay/actions", "--tenant", ALIAS);

        assertThat(outcome.printed()).contains("all agree");
        assertThat(Files.readAllLines(folder.resolve("calls")))
                .satisfiesExactly(
                        log -> assertThat(log)
                                .startsWith("logs filter-log-events --log-group-name /aws/events/relay/actions")
                                .contains("$.detail.tenant = \"acme\""),
                        query -> assertThat(query)
                                .startsWith("dynamodb query --table-name relay --consistent-read")
                                .contains("{\":p\": {\"S\": \"X#acme\"}}"));
    }

    @Test
    void partOfAnAnswerIsOfNoUse() throws Exception {
        Files.writeString(folder.resolve("part.json"), "{\"Items\":[],\"NextToken\":\"x\"}");

        Outcome outcome = run("part.json", "part.json");

        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.printed()).contains("is only a part (NextToken)");
    }

    private void assertFound(String... sentences) throws Exception {
        Outcome outcome = compare();
        assertThat(outcome.printed()).contains(sentences);
        assertThat(outcome.code()).isEqualTo(1);
    }

    /** Enters an action, makes these transitions, and tells the bus. */
    private void act(String id, Instant at, ActionState... states) {
        Map<String, String> facts = Map.of(
                "kind", "isolate-device",
                "target", "fin-lt-014.contoso.com",
                "reason", "Case 4821: \"Größe\" \\ 😀",
                "requestedBy", "AROAANALYST",
                "dryRun", "false");
        actions.enter(ALIAS, id, facts, "AROAANALYST", at);
        ActionRecord record = actions.find(ALIAS, id).orElseThrow();
        for (ActionState state : states) {
            Map<String, @Nullable String> changes = new LinkedHashMap<>();
            changes.put("approvedBy", "AROALEAD");
            changes.put("detail", "line\nline");
            ActionMove move = new ActionMove(state, state.word(), "AROALEAD", changes, at, null);
            record = actions.move(record, move, at).orElseThrow();
        }
        EventBridgeClient client = LocalAws.configure(
                        EventBridgeClient.builder().endpointOverride(bus.endpoint()))
                .build();
        Tenant tenant = new Tenants(table).find(ALIAS).orElseThrow();
        new ActionEvents(actions, new Bus(client, "relay")).tell(tenant, record);
    }

    /** A change of one item by somebody who may write to the table. */
    private interface Change {
        void to(ObjectNode item) throws Exception;
    }

    private void change(Key key, Change change) throws Exception {
        ObjectNode item = JSON.valueToTree(table.get(key).orElseThrow().attributes());
        change.to(item);
        Map<String, Object> attributes = JSON.convertValue(
                item, JSON.getTypeFactory().constructMapType(LinkedHashMap.class, String.class, Object.class));
        table.put(new Item(attributes));
    }

    private void copy(Key key, String sk) {
        Map<String, Object> attributes =
                new LinkedHashMap<>(table.get(key).orElseThrow().attributes());
        attributes.put("sk", sk);
        table.put(new Item(attributes));
    }

    private String text(Key key, String name) {
        return table.get(key).orElseThrow().text(name);
    }

    private static String other(ObjectNode entry) {
        return entry.path("entry").asText().replace("AROAANALYST", "AROASOMEBODYELSE");
    }

    private static Key action(String id) {
        return new Key("X#" + ALIAS, "ACTION#" + id);
    }

    private static Key entry(String id, int number) {
        return new Key("X#" + ALIAS, "AUDIT#" + id + "#00000" + number);
    }

    private Outcome compare() throws Exception {
        return compare(messages());
    }

    private Outcome compare(ArrayNode events) throws IOException, InterruptedException {
        ObjectNode log = JSON.createObjectNode();
        log.putArray("searchedLogStreams");
        log.set("events", events);
        ObjectNode audit = JSON.createObjectNode();
        ArrayNode items = audit.putArray("Items");
        try (DynamoDbClient client = LocalAws.dynamoDb()) {
            client.queryPaginator(query -> query.tableName(tableName)
                            .keyConditionExpression("pk = :p")
                            .expressionAttributeValues(Map.of(":p", AttributeValue.fromS("X#" + ALIAS))))
                    .items()
                    .forEach(item -> items.add(json(item)));
        }
        Files.writeString(folder.resolve("audit.json"), audit.toString());
        Files.writeString(folder.resolve("events.json"), log.toString());
        return run("audit.json", "events.json");
    }

    /** Runs the command in the folder of the inputs. */
    private Outcome run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of("infra/compare-audit").toAbsolutePath().toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Outcome(process.waitFor(), printed);
    }

    /** As the rule of the stack writes them into the log group. */
    private ArrayNode messages() {
        ArrayNode messages = JSON.createArrayNode();
        for (BusServer.Taken event : List.copyOf(bus.taken())) {
            ObjectNode message = JSON.createObjectNode();
            message.put("version", "0").put("detail-type", event.type()).put("source", event.source());
            message.set("detail", event.detail());
            messages.addObject()
                    .put("logStreamName", "stream")
                    .put("timestamp", then.toEpochMilli())
                    .put("message", message.toString());
        }
        return messages;
    }

    /** As the AWS CLI writes an item. */
    private static ObjectNode json(Map<String, AttributeValue> item) {
        ObjectNode json = JSON.createObjectNode();
        item.forEach((name, value) -> {
            ObjectNode typed = json.putObject(name);
            switch (value.type()) {
                case S -> typed.put("S", value.s());
                case N -> typed.put("N", value.n());
                case M -> typed.set("M", json(value.m()));
                default -> throw new IllegalArgumentException("An audit holds no " + value.type());
            }
        });
        return json;
    }

    private static String sha256(String text) throws GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    }
}
