package io.defenderrelay.store;

import io.defenderrelay.aws.Item;
import io.defenderrelay.aws.Key;
import io.defenderrelay.model.Finding;
import io.defenderrelay.model.Kind;
import io.defenderrelay.model.UtcTime;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is known of a finding's newest revision; made to fit one kilobyte, the unit of writing. */
final class Head {
    private static final Duration KEPT_WITHOUT_CHANGE = Duration.ofDays(400);
    private static final int MOST_CONTENTS = 3;
    private static final int HASH_BYTES = 16;
    private static final int LONGEST_TITLE = 120;
    private static final int LONGEST_WORD = 64;

    /** Bytes of an item of one write unit that are left when its keys, of the longest alias, are written. */
    private static final int ROOM = 910;

    private static final int LARGEST_NUMBER = 11;

    private final Item item;

    Head(Item item) {
        this.item = item;
    }

    /** How a listed finding stands to this head. */
    enum Standing {
        /** Newer, or as new with content not shown yet. */
        FRESH,
        /** Exactly what the head has, or a content of this version that was shown before. */
        KNOWN,
        /** An older version than the head's. */
        OLDER,
        /** A fourth content of one version; three were shown. */
        FLAPPING
    }

    static Key key(String alias, Kind kind, String id) {
        return new Key(Revisions.partition(alias, kind, id), "HEAD");
    }

    Standing standing(Finding finding) {
        int order = finding.version().compareTo(version());
        if (order > 0) {
            return Standing.FRESH;
        }
        if (order < 0) {
            return Standing.OLDER;
        }
        byte[] contents = item.bytes("contents");
        if (holds(contents, bytes(finding.canonicalHash()))) {
            return Standing.KNOWN;
        }
        return contents.length < MOST_CONTENTS * HASH_BYTES ? Standing.FRESH : Standing.FLAPPING;
    }

    Key key() {
        return item.key();
    }

    Instant version() {
        return Times.required(item, "version");
    }

    long revision() {
        return item.number("revision");
    }

    /** The page that names the newest revision. */
    long page() {
        return item.number("page");
    }

    /** The incident that this one was merged into. */
    @Nullable
    String redirectedTo() {
        return item.optionalText("redirectedTo");
    }

    byte[] members() {
        return item.bytes("members");
    }

    boolean closed() {
        return item.flag("closed");
    }

    /** The head after {@code finding} became revision {@code revision}, named by page {@code page}. */
    static Item after(@Nullable Head before, Key key, Finding finding, long page, Instant now) {
        Finding.Facts facts = finding.facts();
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("version", UtcTime.text(finding.version()));
        map.put("contents", contents(before, finding));
        map.put("revision", before == null ? 1 : before.revision() + 1);
        map.put("page", page);
        map.put("members", MemberDigests.of(finding.members()));
        map.put("closed", facts.closed());
        map.put("status", cut(facts.status(), LONGEST_WORD));
        map.put("severity", cut(facts.severity(), LONGEST_WORD));
        map.put("title", cut(facts.title(), LONGEST_TITLE));
        map.put("createdAt", Times.text(finding.createdAt()));
        map.put("ttl", now.plus(KEPT_WITHOUT_CHANGE).getEpochSecond());
        map.put("redirectedTo", facts.redirectIncidentId());
        if (facts.incidentId() != null && key.pk().startsWith(Kind.ALERT.letter() + "#")) {
            String alias = key.pk().split("#", 3)[1];
            map.put("gsi1pk", IncidentAlerts.partition(alias, facts.incidentId()));
            map.put("gsi1sk", IncidentAlerts.sortKey(finding.createdAt(), finding.id()));
            IncidentAlerts.describe(finding).forEach((name, value) -> putIfItFits(map, name, value));
        }
        return Item.of(key, map);
    }

    /** What an index entry tells besides is worth no second write unit. */
    private static void putIfItFits(Map<String, @Nullable Object> map, String name, Object value) {
        map.put(name, value);
        if (size(map) > ROOM) {
            map.remove(name);
        }
    }

    private static int size(Map<String, @Nullable Object> map) {
        int size = 0;
        for (Map.Entry<String, @Nullable Object> member : map.entrySet()) {
            Object value = member.getValue();
            size += value == null ? 0 : member.getKey().length() + size(value);
        }
        return size;
    }

    private static int size(Object value) {
        if (value instanceof String text) {
            return text.getBytes(StandardCharsets.UTF_8).length;
        }
        return value instanceof byte[] bytes ? bytes.length : LARGEST_NUMBER;
    }

    private static byte[] contents(@Nullable Head before, Finding finding) {
        byte[] hash = bytes(finding.canonicalHash());
        if (before == null || !before.version().equals(finding.version())) {
            return hash;
        }
        byte[] shown = before.item.bytes("contents");
        return ByteBuffer.allocate(shown.length + hash.length)
                .put(shown)
                .put(hash)
                .array();
    }

    private static boolean holds(byte[] contents, byte[] hash) {
        for (int at = 0; at + HASH_BYTES <= contents.length; at += HASH_BYTES) {
            if (ByteBuffer.wrap(contents, at, HASH_BYTES).equals(ByteBuffer.wrap(hash))) {
                return true;
            }
        }
        return false;
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static @Nullable String cut(@Nullable String text, int bytes) {
        if (text == null) {
            return null;
        }
        int end = 0;
        int used = 0;
        while (end < text.length()) {
            int point = text.codePointAt(end);
            used += Character.toString(point).getBytes(StandardCharsets.UTF_8).length;
            if (used > bytes) {
                break;
            }
            end += Character.charCount(point);
        }
        return text.substring(0, end);
    }
}
