package io.defenderrelay.store;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Short digests of a finding's top-level members, eight bytes each, kept in its head: they tell which members the next
 * revision changed without reading the last one. Members beyond the {@value #MOST} first by name, and members that
 * vanish, are not told.
 */
final class MemberDigests {
    private static final int MOST = 64;
    private static final long VALUE_BITS = (1L << 40) - 1;
    private static final Set<String> NOT_TOLD = Set.of("lastUpdateDateTime");

    private MemberDigests() {}

    static byte[] of(Map<String, Long> members) {
        List<String> names = names(members);
        ByteBuffer bytes = ByteBuffer.allocate(names.size() * Long.BYTES);
        names.forEach(name -> bytes.putLong(entry(name, members)));
        return bytes.array();
    }

    /** The names of the members that are new or have another value than in {@code before}, sorted. */
    static List<String> changed(Map<String, Long> members, byte[] before) {
        Set<Long> known = new HashSet<>();
        ByteBuffer bytes = ByteBuffer.wrap(before);
        while (bytes.remaining() >= Long.BYTES) {
            known.add(bytes.getLong());
        }
        return names(members).stream()
                .filter(name -> !NOT_TOLD.contains(name) && !known.contains(entry(name, members)))
                .toList();
    }

    private static List<String> names(Map<String, Long> members) {
        return members.keySet().stream().sorted().limit(MOST).toList();
    }

    private static long entry(String name, Map<String, Long> members) {
        long value = members.getOrDefault(name, 0L);
        return ((long) name.hashCode() << 40) | (value & VALUE_BITS);
    }
}
