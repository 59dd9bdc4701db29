package io.defenderrelay.store;

import io.defenderrelay.aws.Item;
import io.defenderrelay.aws.Key;
import io.defenderrelay.aws.Table;
import io.defenderrelay.model.Finding;
import io.defenderrelay.model.Kind;
import io.defenderrelay.model.UtcTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The bodies of revisions, compressed, immutable, named by id, version and content. */
public final class Revisions {
    /** Bytes of bodies from which on they are not asked for in one request: its answer is held whole, in several forms. */
    private static final long LARGE = 2_000_000;

    private static final int LARGE_AT_ONCE = 4;

    private final Table table;

    public Revisions(Table table) {
        this.table = table;
    }

    static String partition(String alias, Kind kind, String id) {
        return kind.letter() + "#" + alias + "#" + id;
    }

    /** Stores the bodies; repeating it changes nothing but how long they are kept. */
    void put(String alias, Kind kind, List<Finding> findings, Instant expiry) {
        List<Item> items = new ArrayList<>();
        for (Finding finding : findings) {
            List<byte[]> parts = finding.body().parts();
            for (int part = 0; part < parts.size(); part++) {
                Key key = key(alias, kind, finding.id(), finding.version(), finding.digest(), part);
                Map<String, Object> map = Map.of("body", Packed.pack(parts.get(part)), "ttl", expiry.getEpochSecond());
                items.add(Item.of(key, map));
            }
        }
        table.putAll(items);
    }

    /** The bodies that are still kept, by their references; each held as it is stored, that is, compressed. */
    public Map<Reference, StoredBody> stored(String alias, Kind kind, List<Reference> references, Instant now) {
        return stored(alias, kind, references, now, table::getAll);
    }

    /** As {@link #stored}, at half the cost: what has just been stored and is not everywhere yet is read once more. */
    public Map<Reference, StoredBody> recent(String alias, Kind kind, List<Reference> references, Instant now) {
        Map<Reference, StoredBody> bodies = stored(alias, kind, references, now, table::getAllRecent);
        List<Reference> missing = references.stream()
                .filter(reference -> !bodies.containsKey(reference))
                .toList();
        if (!missing.isEmpty()) {
            bodies.putAll(stored(alias, kind, missing, now));
        }
        return bodies;
    }

    private static Map<Reference, StoredBody> stored(
            String alias, Kind kind, List<Reference> references, Instant now, Function<List<Key>, List<Item>> read) {
        List<Key> keys = new ArrayList<>();
        references.forEach(reference -> {
            for (int part = 0; part < reference.parts(); part++) {
                keys.add(key(alias, kind, reference, part));
            }
        });
        boolean large = references.stream().mapToLong(Reference::size).sum() > LARGE;
        int most = large ? LARGE_AT_ONCE : Math.max(1, keys.size());
        Map<Key, byte[]> parts = new HashMap<>();
        for (int from = 0; from < keys.size(); from += most) {
            read.apply(keys.subList(from, Math.min(keys.size(), from + most))).stream()
                    .filter(item -> item.number("ttl") > now.getEpochSecond())
                    .forEach(item -> parts.put(item.key(), item.bytes("body")));
        }
        Map<Reference, StoredBody> bodies = new HashMap<>();
        for (Reference reference : references) {
            body(alias, kind, reference, parts).ifPresent(body -> bodies.put(reference, body));
        }
        return bodies;
    }

    /** One part of a body, counted from 0, unpacked; empty when it is no longer kept. */
    public Optional<byte[]> part(String alias, Kind kind, Reference reference, int part, Instant now) {
        return table.get(key(alias, kind, reference, part))
                .filter(item -> item.number("ttl") > now.getEpochSecond())
                .map(item -> Packed.unpack(item.bytes("body")));
    }

    private static Optional<StoredBody> body(String alias, Kind kind, Reference reference, Map<Key, byte[]> packed) {
        List<byte[]> parts = new ArrayList<>();
        for (int part = 0; part < reference.parts(); part++) {
            byte[] bytes = packed.get(key(alias, kind, reference, part));
            if (bytes == null) {
                return Optional.empty();
            }
            parts.add(bytes);
        }
        return Optional.of(new StoredBody(parts));
    }

    private static Key key(String alias, Kind kind, Reference reference, int part) {
        return key(alias, kind, reference.id(), reference.version(), reference.digest(), part);
    }

    private static Key key(String alias, Kind kind, String id, Instant version, String digest, int part) {
        String sk = "R#" + UtcTime.text(version) + "#" + digest + (part == 0 ? "" : "#" + part);
        return new Key(partition(alias, kind, id), sk);
    }
}
