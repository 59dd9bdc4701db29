package io.defenderrelay.simulated;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Records that are not as documented, each odd in one way. Put one into a list with {@link #addTo}. */
public enum Oddity {
    NUMBER_ID(tree(alert -> alert.put("id", 4711))),
    OBJECT_ID(tree(alert -> alert.putObject("id").put("value", "da1"))),
    EMPTY_ID(tree(alert -> alert.put("id", ""))),
    NULL_ID(tree(alert -> alert.putNull("id"))),
    MISSING_ID(tree(alert -> alert.remove("id"))),
    MISSING_TIME(tree(alert -> alert.remove("lastUpdateDateTime"))),
    NULL_TIME(tree(alert -> alert.putNull("lastUpdateDateTime"))),
    NUMBER_TIME(tree(alert -> alert.put("lastUpdateDateTime", 1_789_000_000))),
    GARBLED_TIME(tree(alert -> alert.put("lastUpdateDateTime", "2026-99-99T99:99:99Z"))),
    YEAR_ONE(tree(alert -> alert.put("firstActivityDateTime", "0001-01-01T00:00:00Z"))),
    OFFSET_TIME(timed(time -> DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time.atOffset(ZoneOffset.ofHours(2))))),
    NINE_DECIMALS(timed(time -> Ticks.text(time, 7).replace("Z", "99Z"))),
    NULL_CREATED(tree(alert -> alert.putNull("createdDateTime"))),
    NULL_EVIDENCE(tree(alert -> alert.putNull("evidence"))),
    NULL_IN_EVIDENCE(tree(alert -> alert.putArray("evidence").addNull())),
    STRING_FOR_ARRAY(tree(alert -> alert.put("evidence", "none").put("mitreTechniques", "T1059"))),
    OBJECT_FOR_STRING(tree(alert -> alert.putObject("title").put("text", "odd"))),
    NUMBER_FOR_ENUM(tree(alert -> alert.put("severity", 3).put("status", 1))),
    PASCAL_CASE(tree(alert -> alert.put("severity", "High").put("status", "InProgress"))),
    UNKNOWN_MEMBERS(Oddity::unknownMembers),
    NULL_INCIDENT(tree(alert -> alert.putNull("incidentId"))),
    OTHER_TENANT(tree(alert -> alert.put("tenantId", "99998888-7777-4666-8555-444433332222"))),
    EMPTY_TENANT(tree(alert -> alert.put("tenantId", ""))),
    NESTED_200_DEEP(tree(alert -> alert.set("additionalData", nested(200)))),
    NESTED_2000_DEEP(text(json -> last(json, "\"odd\":" + "[".repeat(2000) + "]".repeat(2000)))),
    STRING_OF_2_MB(tree(alert -> alert.put("description", "x".repeat(2_000_000)))),
    LARGE_450_KB(grown(450_000)),
    HUGE_3_MB(grown(3_000_000)),
    HUGE_NUMBER(text(json -> last(json, "\"odd\":" + "9".repeat(400)))),
    DUPLICATE_MEMBER(text(json -> last(json, "\"title\":\"one\",\"title\":\"two\""))),
    LONE_SURROGATE(text(json -> last(json, "\"odd\":\"\\ud800\""))),
    NUL_CHARACTER(text(json -> last(json, "\"odd\":\"a\\u0000b\""))),
    INVALID_UTF8((alert, time) -> spoilt(alert)),
    NULL_RECORD(text(json -> "null")),
    TEXT_RECORD(text(json -> "\"alert\"")),
    NUMBER_RECORD(text(json -> "42")),
    ARRAY_RECORD(text(json -> "[]")),
    EMPTY_RECORD(text(json -> "{}"));

    // The functions capture nothing that changes, which the check cannot see.
    @SuppressWarnings("ImmutableEnumChecker")
    private final BiFunction<ObjectNode, Instant, byte[]> make;

    Oddity(BiFunction<ObjectNode, Instant, byte[]> make) {
        this.make = make;
    }

    /** Makes the record from a good alert that last changed at this time. */
    public byte[] from(ObjectNode alert, Instant time) {
        return make.apply(alert.deepCopy(), time);
    }

    /** Puts such a record into the tenant, listed at this time whatever it says itself. */
    public void addTo(Records alerts, RecordGenerator generator, String id, Instant time) {
        alerts.addListedAt(from(generator.record(id, time), time), time);
    }

    /** A good alert grown by evidence to at least so many bytes. */
    public static byte[] ofSize(RecordGenerator generator, String id, Instant time, int bytes) {
        return grown(bytes).apply(generator.record(id, time), time);
    }

    private static BiFunction<ObjectNode, Instant, byte[]> tree(Consumer<ObjectNode> change) {
        return (alert, time) -> {
            change.accept(alert);
            return RecordBytes.bytes(alert);
        };
    }

    private static BiFunction<ObjectNode, Instant, byte[]> timed(Function<Instant, String> text) {
        return (alert, time) -> RecordBytes.bytes(alert.put("lastUpdateDateTime", text.apply(time)));
    }

    private static BiFunction<ObjectNode, Instant, byte[]> text(UnaryOperator<String> change) {
        return (alert, time) -> change.apply(new String(RecordBytes.bytes(alert), StandardCharsets.UTF_8))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static BiFunction<ObjectNode, Instant, byte[]> grown(int bytes) {
        return (alert, time) -> {
            Chance chance = new Chance(bytes);
            int size = RecordBytes.bytes(alert).length;
            while (size < bytes) {
                ObjectNode item = alert.withArray("evidence")
                        .addObject()
                        .put("@odata.type", "#microsoft.graph.security.fileHashEvidence")
                        .put("algorithm", "sha256")
                        .put("value", chance.hex(64))
                        .put("verdict", "malicious");
                size += item.toString().length() + 1;
            }
            return RecordBytes.bytes(alert);
        };
    }

    private static byte[] unknownMembers(ObjectNode alert, Instant time) {
        ObjectNode odd = Recorded.json("graph/alert-unknown-members.json");
        String text = Ticks.text(time);
        odd.set("id", alert.get("id"));
        odd.put("createdDateTime", text).put("lastUpdateDateTime", text).set("tenantId", alert.get("tenantId"));
        return RecordBytes.bytes(odd);
    }

    private static JsonNode nested(int levels) {
        ObjectNode inner = JsonNodeFactory.instance.objectNode().put("end", true);
        for (int level = 1; level < levels; level++) {
            ObjectNode outer = JsonNodeFactory.instance.objectNode();
            outer.set("in", inner);
            inner = outer;
        }
        return inner;
    }

    /** Puts members at the end, so that id and time are found before them. */
    private static String last(String json, String members) {
        return json.substring(0, json.length() - 1) + "," + members + "}";
    }

    private static byte[] spoilt(ObjectNode alert) {
        byte[] json = RecordBytes.bytes(alert.put("zz", "odd@"));
        json[json.length - 3] = (byte) 0xff;
        return json;
    }
}
