package io.defenderrelay.ocsf;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Writes an event in at most {@value #MOST} bytes, members sorted. What is larger loses, in this order and only as far as
 * needed: observables beyond the first 1,000; evidences beyond the first 200 and findings but the newest 20; the ends of
 * texts over 8 KB; the last evidences; the largest members of what is unmapped, then of the event, that its class does not
 * ask for. An event that lost anything says so.
 */
final class SizeLimit {
    /** Bytes of an event. */
    static final int MOST = 200_000;

    private static final int MOST_OBSERVABLES = 1_000;
    private static final int MOST_EVIDENCES = 200;
    private static final int MOST_FINDINGS = 20;
    private static final int LONGEST_TEXT = 8_192;
    private static final int KILOBYTE = 1_024;
    private static final List<String> KEPT = List.of(
            "activity_id",
            "category_uid",
            "class_uid",
            "type_uid",
            "time",
            "severity_id",
            "status_id",
            "metadata",
            "finding_info",
            "finding_info_list",
            "assignee",
            "assignee_group");
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED).build();

    private final ObjectNode event;
    private final long passedOver;

    /** @param passedOver bytes of the source that were not even read */
    SizeLimit(ObjectNode event, long passedOver) {
        this.event = event;
        this.passedOver = passedOver;
    }

    byte[] write() {
        byte[] whole = bytes(event);
        if (whole.length <= MOST && passedOver == 0) {
            return whole;
        }
        ObjectNode metadata = (ObjectNode) event.path("metadata");
        metadata.put("is_truncated", true);
        metadata.put("untruncated_size", (whole.length + passedOver + KILOBYTE - 1) / KILOBYTE);
        List<Runnable> cuts = List.of(
                () -> first("observables", MOST_OBSERVABLES),
                () -> {
                    first("evidences", MOST_EVIDENCES);
                    newest();
                },
                () -> shorten(event),
                this::dropEvidences,
                () -> dropLargest("unmapped", List.of()),
                () -> dropLargest("", KEPT),
                () -> dropLargest("finding_info", List.of("uid")),
                () -> dropLargest(
                        "metadata", List.of("version", "product", "uid", "profiles", "sequence", "is_truncated")));
        byte[] bytes = bytes(event);
        for (Runnable cut : cuts) {
            if (bytes.length <= MOST) {
                break;
            }
            cut.run();
            bytes = bytes(event);
        }
        return bytes;
    }

    static byte[] bytes(JsonNode node) {
        try {
            return JSON.writeValueAsBytes(node);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void first(String name, int most) {
        if (event.get(name) instanceof ArrayNode list) {
            while (list.size() > most) {
                list.remove(list.size() - 1);
            }
        }
    }

    private void newest() {
        if (event.get("finding_info_list") instanceof ArrayNode list) {
            while (list.size() > MOST_FINDINGS) {
                list.remove(0);
            }
        }
    }

    private void dropEvidences() {
        if (!(event.get("evidences") instanceof ArrayNode list)) {
            return;
        }
        long over = bytes(event).length - (long) MOST;
        while (!list.isEmpty() && over > 0) {
            over -= bytes(list.remove(list.size() - 1)).length + 1L;
        }
        if (list.isEmpty()) {
            event.remove("evidences");
        }
    }

    /** Drops the largest members but these, of the event itself if no member is named. */
    private void dropLargest(String name, List<String> kept) {
        JsonNode place = name.isEmpty() ? event : event.get(name);
        if (!(place instanceof ObjectNode object)) {
            return;
        }
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        names.removeAll(kept);
        names.sort(Comparator.comparingInt((String member) -> -bytes(object.get(member)).length)
                .thenComparing(Comparator.naturalOrder()));
        long over = bytes(event).length - (long) MOST;
        for (String member : names) {
            if (over <= 0) {
                return;
            }
            over -= bytes(object.remove(member)).length;
        }
        if (object.isEmpty()) {
            event.remove(name);
        }
    }

    private static void shorten(JsonNode node) {
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> member : object.properties()) {
                if (member.getValue().isTextual()) {
                    member.setValue(shortened(member.getValue()));
                } else {
                    shorten(member.getValue());
                }
            }
        } else if (node instanceof ArrayNode array) {
            for (int index = 0; index < array.size(); index++) {
                if (array.get(index).isTextual()) {
                    array.set(index, shortened(array.get(index)));
                } else {
                    shorten(array.get(index));
                }
            }
        }
    }

    private static TextNode shortened(JsonNode text) {
        return JsonNodeFactory.instance.textNode(shortened(text.textValue(), LONGEST_TEXT));
    }

    /** At most so many bytes of UTF-8, cut between characters and marked, if it is longer. */
    static String shortened(String text, int most) {
        if (text.length() <= most / 3 || text.getBytes(UTF_8).length <= most) {
            return text;
        }
        int end = 0;
        int used = 0;
        while (end < text.length()) {
            int point = text.codePointAt(end);
            int bytes = Character.toString(point).getBytes(UTF_8).length;
            if (used + bytes > most) {
                break;
            }
            used += bytes;
            end += Character.charCount(point);
        }
        return text.substring(0, end) + "…";
    }
}
