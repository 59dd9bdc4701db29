package io.defenderrelay.store;

import io.defenderrelay.aws.Item;
import io.defenderrelay.aws.Key;
import io.defenderrelay.aws.SortRange;
import io.defenderrelay.aws.Table;
import io.defenderrelay.aws.Update;
import io.defenderrelay.model.Kind;
import io.defenderrelay.model.Requester;
import io.defenderrelay.model.UtcTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Changes that the relay itself makes at Microsoft, kept for an hour: what is about to be written, and once Microsoft has
 * answered, which version came of it. So sync can tell its own changes from those of analysts, when they come back.
 */
public final class WriteIntents {
    private static final Duration KEPT = Duration.ofHours(1);
    private static final String PREFIX = "INTENT#";
    private static final int MOST = 1_000;

    private final Table table;
    private final Clock clock;
    private final RandomGenerator random;

    public WriteIntents(Table table, Clock clock, RandomGenerator random) {
        this.table = table;
        this.clock = clock;
        this.random = random;
    }

    /** A change that Microsoft has answered: the members that it changed, each with the digest of its new value. */
    record Done(Kind kind, String id, Instant version, Map<String, Long> members) {}

    /** Keeps that these members are about to be changed; returns the intent's name. */
    public Key begin(String alias, Kind kind, String id, Requester requester, List<String> members) {
        Instant now = clock.instant();
        String name = PREFIX + UtcTime.text(now) + "#" + Long.toHexString(random.nextLong());
        Key key = new Key(partition(alias), name);
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("kind", kind.word());
        map.put("id", id);
        map.put("members", members);
        map.put("principal", requester.principal());
        map.put("onBehalfOf", requester.onBehalfOf());
        map.put("ttl", now.plus(KEPT).getEpochSecond());
        table.put(Item.of(key, map));
        return key;
    }

    /**
     * Keeps which version Microsoft made of it, and the digests of the members that it changed.
     *
     * @param overwrote whether it replaced what its caller had not seen
     */
    public void done(Key intent, Instant version, Map<String, Long> members, boolean overwrote) {
        table.update(new Update(
                intent,
                "SET #version = :version, #digests = :digests, #overwrote = :overwrote",
                null,
                Map.of("version", UtcTime.text(version), "digests", members, "overwrote", overwrote)));
    }

    /** Keeps that Microsoft refused it: nothing was changed. */
    public void refused(Key intent) {
        done(intent, Instant.EPOCH, Map.of(), false);
    }

    /**
     * Whether every change of these members that was begun in the last hour surely overwrote nothing that its caller had
     * not seen. Who repeats a change because its answer was lost must not be told so when it is not sure.
     */
    public boolean harmless(String alias, Kind kind, String id, Set<String> members) {
        long now = clock.instant().getEpochSecond();
        return table.query(partition(alias), SortRange.prefix(PREFIX), MOST, false).stream()
                .filter(item -> item.number("ttl") > now && item.text("id").equals(id))
                .filter(item -> item.text("kind").equals(kind.word()))
                .filter(item -> !Collections.disjoint(item.texts("members"), members))
                .allMatch(item -> item.has("version") && !item.flag("overwrote"));
    }

    /** The changes of the last hour whose outcome is known. */
    static List<Done> done(Table table, String alias, Instant now) {
        return table.query(partition(alias), SortRange.prefix(PREFIX), MOST, false).stream()
                .filter(item -> item.has("version") && item.number("ttl") > now.getEpochSecond())
                .map(WriteIntents::read)
                .toList();
    }

    static String partition(String alias) {
        return "E#" + alias;
    }

    private static Done read(Item item) {
        Map<String, Long> members = new HashMap<>();
        item.map("digests").attributes().forEach((name, digest) -> members.put(name, (Long) digest));
        Kind kind = Kind.parse(item.text("kind")).orElse(Kind.ALERT);
        return new Done(kind, item.text("id"), Times.required(item, "version"), members);
    }
}
