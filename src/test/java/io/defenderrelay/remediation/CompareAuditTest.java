package io.defenderrelay.remediation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.defenderrelay.local.BusServer;
import io.defenderrelay.local.LocalAws;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** {@code infra/compare-audit} finds what was changed in the table behind the product's back. */
@QuarkusTest
class CompareAuditTest extends ActionRuns {
    private static final String PARTITION = "X#" + ActionWorld.ALIAS;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final DynamoDbClient client = LocalAws.dynamoDb();
    private String id = "";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @BeforeEach
    void action() {
        id = world.approved("isolate-device");
        world.workFor(Duration.ofMinutes(3));
        world.requested("scan-device");
        world.workFor(Duration.ofMinutes(3));
    }

    @Test
    void untouchedTableAgrees() throws Exception {
        assertThat(compare()).startsWith("0 2 action(s) agree");
    }

    @Test
    void eventsTakenTwiceAgree() throws Exception {
        change("ACTION#" + id, "told", AttributeValue.fromN("0"));
        change("ACTION#" + id, "gsi1pk", AttributeValue.fromS(PARTITION));
        change("ACTION#" + id, "gsi1sk", AttributeValue.fromS("DUE#0000000000000#" + id));
        world.work();

        assertThat(world.events(id)).hasSize(2 * world.audit(id).size());
        assertThat(compare()).startsWith("0 ");
    }

    @Test
    void changedFactIsFound() throws Exception {
        Map<String, AttributeValue> facts = attribute("ACTION#" + id, "facts").m();
        Map<String, AttributeValue> changed = new HashMap<>(facts);
        changed.put("approvedBy", AttributeValue.fromS("AROASOMEBODY"));
        change("ACTION#" + id, "facts", AttributeValue.fromM(changed));

        assertThat(compare()).startsWith("1 ").contains(id + ": the action's fact 'approvedBy'");
    }

    @Test
    void stateThatWasSetBackIsFound() throws Exception {
        change("ACTION#" + id, "state", AttributeValue.fromS("approved"));

        assertThat(compare()).startsWith("1 ").contains("the action is approved, its audit says succeeded");
    }

    @Test
    void changedEntryIsFound() throws Exception {
        String entry = attribute("AUDIT#" + id + "#000003", "entry").s();
        change("AUDIT#" + id + "#000003", "entry", AttributeValue.fromS(entry.replace("AROALEAD", "AROAANALYST")));

        assertThat(compare()).startsWith("1 ").contains("entry 3 was changed");
    }

    @Test
    void entryWithARightHashOfItsOwnIsFound() throws Exception {
        String sk = "AUDIT#" + id + "#000003";
        String text = attribute(sk, "entry").s().replace("AROALEAD", "AROAANALYST");
        String previous = attribute(sk, "previous").s();
        change("AUDIT#" + id + "#000003", "entry", AttributeValue.fromS(text));
        change("AUDIT#" + id + "#000003", "hash", AttributeValue.fromS(hash(previous, text)));

        assertThat(compare())
                .startsWith("1 ")
                .contains("entry 3 is not what the bus was told")
                .contains("entry 4 does not follow");
    }

    @Test
    void removedEntryIsFound() throws Exception {
        remove("AUDIT#" + id + "#000003");

        assertThat(compare())
                .startsWith("1 ")
                .contains("entry 3 is missing")
                .contains("entry 3 was told to the bus and is not in the table");
    }

    @Test
    void actionThatWasRemovedWithItsAuditIsFound() throws Exception {
        int entries = world.audit(id).size();
        remove("ACTION#" + id);
        for (int number = 1; number <= entries; number++) {
            remove("AUDIT#" + id + "#00000" + number);
        }

        assertThat(compare()).startsWith("1 ").contains(id + ": the action is not in the table");
    }

    @Test
    void unusableFileIsSaid() throws Exception {
        Files.writeString(folder.resolve("items.json"), "nothing");
        Files.writeString(folder.resolve("events.json"), "{}");

        assertThat(run()).startsWith("2 ");
    }

    /** The exit code, then what was printed. */
    private String compare() throws IOException, InterruptedException {
        ArrayNode items = JSON.createArrayNode();
        client.query(request -> request.tableName(world.tableName)
                        .keyConditionExpression("pk = :pk")
                        .expressionAttributeValues(Map.of(":pk", AttributeValue.fromS(PARTITION))))
                .items()
                .forEach(item -> items.add(wire(item)));
        ArrayNode events = JSON.createArrayNode();
        for (BusServer.Taken event : bus.taken()) {
            ObjectNode message = JSON.createObjectNode();
            message.put("detail-type", event.type()).set("detail", event.detail());
            events.addObject().put("message", message.toString());
        }
        Files.writeString(
                folder.resolve("items.json"),
                JSON.createObjectNode().set("Items", items).toString());
        Files.writeString(
                folder.resolve("events.json"),
                JSON.createObjectNode().set("events", events).toString());
        return run();
    }

    private String run() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        "infra/compare-audit",
                        ActionWorld.ALIAS,
                        folder.resolve("items.json").toString(),
                        folder.resolve("events.json").toString())
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
        return process.waitFor() + " " + printed;
    }

    private static ObjectNode wire(Map<String, AttributeValue> item) {
        ObjectNode node = JSON.createObjectNode();
        item.forEach((name, value) -> {
            if (value.s() != null) {
                node.putObject(name).put("S", value.s());
            } else if (value.n() != null) {
                node.putObject(name).put("N", value.n());
            } else {
                node.putObject(name).set("M", wire(value.m()));
            }
        });
        return node;
    }

    private AttributeValue attribute(String sk, String name) {
        return Objects.requireNonNull(
                client.getItem(request -> request.tableName(world.tableName).key(key(sk)))
                        .item()
                        .get(name));
    }

    private void change(String sk, String name, AttributeValue value) {
        client.updateItem(request -> request.tableName(world.tableName)
                .key(key(sk))
                .updateExpression("SET #name = :value")
                .expressionAttributeNames(Map.of("#name", name))
                .expressionAttributeValues(Map.of(":value", value)));
    }

    private void remove(String sk) {
        client.deleteItem(request -> request.tableName(world.tableName).key(key(sk)));
    }

    private static Map<String, AttributeValue> key(String sk) {
        return Map.of("pk", AttributeValue.fromS(PARTITION), "sk", AttributeValue.fromS(sk));
    }

    private static String hash(String previous, String text) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest((previous + "\n" + text).getBytes(UTF_8));
        return HexFormat.of().formatHex(digest);
    }
}
