package io.defenderrelay.store;

import io.defenderrelay.aws.Key;
import io.defenderrelay.aws.Table;
import io.defenderrelay.aws.Update;
import io.defenderrelay.aws.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** How many actions of a tenant were sent in an hour and in a day. A count goes up only in the write that begins the sending. */
public final class ActionCounters {
    private static final Duration KEPT = Duration.ofDays(3);
    private static final int HOUR = 13;
    private static final int DAY = 10;

    private final Table table;

    public ActionCounters(Table table) {
        this.table = table;
    }

    /** The write that counts one more, and fails when the hour's count has reached its limit. */
    public Write oneMoreThisHour(String alias, Instant now, int limit) {
        return oneMore(hour(alias, now), now, limit);
    }

    /** As {@link #oneMoreThisHour}, for the day. */
    public Write oneMoreToday(String alias, Instant now, int limit) {
        return oneMore(day(alias, now), now, limit);
    }

    /** Which limit leaves no room for one more action, in words; empty when none does. */
    public Optional<String> full(String alias, Instant now, int perHour, int perDay) {
        if (count(hour(alias, now)) >= perHour) {
            return Optional.of("remediation.perHour (" + perHour + ") is used up until the hour ends");
        }
        if (count(day(alias, now)) >= perDay) {
            return Optional.of("remediation.perDay (" + perDay + ") is used up until the day ends (UTC)");
        }
        return Optional.empty();
    }

    private long count(Key key) {
        return table.get(key).map(item -> item.number("count", 0)).orElse(0L);
    }

    private static Write oneMore(Key key, Instant now, int limit) {
        return new Write.Change(new Update(
                key,
                "SET #ttl = :ttl ADD #count :one",
                "attribute_not_exists(#count) OR #count < :limit",
                Map.of("one", 1L, "limit", (long) limit, "ttl", now.plus(KEPT).getEpochSecond())));
    }

    private static Key hour(String alias, Instant now) {
        return new Key(Actions.partition(alias), "HOUR#" + now.toString().substring(0, HOUR));
    }

    private static Key day(String alias, Instant now) {
        return new Key(Actions.partition(alias), "DAY#" + now.toString().substring(0, DAY));
    }
}
