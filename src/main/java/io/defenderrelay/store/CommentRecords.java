package io.defenderrelay.store;

import io.defenderrelay.aws.Expression;
import io.defenderrelay.aws.Item;
import io.defenderrelay.aws.Key;
import io.defenderrelay.aws.Table;
import io.defenderrelay.aws.Update;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which comments were asked for, and whether they are at Microsoft: what makes posting one safe to repeat. Kept 90 days. */
public final class CommentRecords {
    private static final Duration KEPT = Duration.ofDays(90);

    private final Table table;
    private final Clock clock;

    public CommentRecords(Table table, Clock clock) {
        this.table = table;
        this.clock = clock;
    }

    /**
     * A comment that was asked for.
     *
     * @param requestHash of what was asked
     * @param place id of the alert or incident that has it; null while it is not posted
     * @param claimedUntil when whoever tries to post it has surely ended; in the past when nobody does
     */
    public record Entry(
            String id, String requestHash, @Nullable String place, Instant claimedUntil) {}

    public Optional<Entry> find(String alias, String id) {
        return table.get(key(alias, id))
                .filter(item -> item.number("ttl") > clock.instant().getEpochSecond())
                .map(CommentRecords::entry);
    }

    /** Enters the comment, claimed until then; false when it is entered already. What is past its time counts as gone. */
    public boolean enter(String alias, String id, String requestHash, Instant claimedUntil) {
        Instant now = clock.instant();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("requestHash", requestHash);
        map.put("claimedUntil", claimedUntil.toEpochMilli());
        map.put("ttl", now.plus(KEPT).getEpochSecond());
        return table.put(
                Item.of(key(alias, id), map),
                new Expression("attribute_not_exists(#pk) OR #ttl <= :now", Map.of("now", now.getEpochSecond())));
    }

    /** Claims it for another try; false when somebody else did since it was read as {@code entry}. */
    public boolean claim(String alias, Entry entry, Instant claimedUntil) {
        return table.update(new Update(
                        key(alias, entry.id()),
                        "SET #claimedUntil = :until",
                        "#claimedUntil = :before AND attribute_not_exists(#place)",
                        Map.of(
                                "until",
                                claimedUntil.toEpochMilli(),
                                "before",
                                entry.claimedUntil().toEpochMilli())))
                .isPresent();
    }

    /** It is at Microsoft, on the alert or incident {@code place}. */
    public void posted(String alias, String id, String place) {
        table.update(new Update(key(alias, id), "SET #place = :place", null, Map.of("place", place)));
    }

    /** Microsoft surely did not take it: the next try need not wait. */
    public void free(String alias, String id) {
        table.update(new Update(key(alias, id), "SET #claimedUntil = :now", null, Map.of("now", 0L)));
    }

    private static Entry entry(Item item) {
        return new Entry(
                item.key().sk().substring("COMMENT#".length()),
                item.text("requestHash"),
                item.optionalText("place"),
                Instant.ofEpochMilli(item.number("claimedUntil")));
    }

    private static Key key(String alias, String id) {
        return new Key(WriteIntents.partition(alias), "COMMENT#" + id);
    }
}
