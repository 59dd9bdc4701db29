package io.defenderrelay.store;

import io.defenderrelay.aws.Item;
import io.defenderrelay.aws.Key;
import io.defenderrelay.aws.SortRange;
import io.defenderrelay.aws.Table;
import io.defenderrelay.aws.Update;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a tenant's hunts may still ask of Microsoft: two of them run at once, the calls of any minute stay below Microsoft's
 * limit, and after a throttle none is sent until Microsoft allows it. Counts of each minute are kept for two hours.
 */
public final class HuntQuota {
    /** Calls of any sixty seconds. Source: Microsoft Graph, "Run hunting query", quotas: at least 45 a minute and tenant. */
    public static final int CALLS_A_MINUTE = 45;

    private static final List<String> PLACES = List.of("first", "second");
    private static final Duration SHOWN = Duration.ofHours(1);
    private static final Duration KEPT = Duration.ofHours(2);
    private static final int MINUTES = 61;

    private final Table table;

    public HuntQuota(Table table) {
        this.table = table;
    }

    /** What is counted. */
    public enum Count {
        ASKED("asked"),
        CALLS("calls"),
        THROTTLED("throttled"),
        SUCCEEDED("succeeded"),
        FAILED("failed");

        private final String word;

        Count(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /**
     * Whether a worker may ask Microsoft.
     *
     * @param place the place it has taken; null when there is none for it
     * @param notBefore when Microsoft may be asked again; null when any time
     */
    public record Entry(@Nullable String place, @Nullable Instant notBefore) {}

    static String partition(String alias) {
        return "H#" + alias;
    }

    /**
     * Takes one of the tenant's two places.
     *
     * @param owner a name that no other attempt has
     * @param until when whoever took it has surely ended
     */
    public Entry enter(String alias, String owner, Instant now, Instant until) {
        // Looked at before it is tried: most tickets of a long queue find both places taken, and reading is cheap.
        Item places = table.get(places(alias)).orElse(new Item(Map.of()));
        Instant notBefore = notBefore(places);
        if (now.isBefore(notBefore)) {
            return new Entry(null, notBefore);
        }
        for (String place : PLACES) {
            boolean free = places.number(place + "Until", 0) <= now.toEpochMilli();
            if (free && take(alias, place, owner, now, until)) {
                return new Entry(place, null);
            }
        }
        return new Entry(null, null);
    }

    private boolean take(String alias, String place, String owner, Instant now, Instant until) {
        Update update = new Update(
                places(alias),
                "SET #" + place + "Owner = :owner, #" + place + "Until = :until",
                "attribute_not_exists(#" + place + "Until) OR #" + place + "Until <= :now OR #" + place
                        + "Owner = :owner",
                Map.of("owner", owner, "until", until.toEpochMilli(), "now", now.toEpochMilli()));
        return table.update(update).isPresent();
    }

    /** Gives the place back, if it is still the owner's. */
    public void leave(String alias, String place, String owner) {
        table.update(new Update(
                places(alias),
                "SET #" + place + "Until = :over",
                "#" + place + "Owner = :owner",
                Map.of("over", 0L, "owner", owner)));
    }

    /** Counts a call to Microsoft, if one more is allowed; else tells when there may be one. */
    public Optional<Instant> call(String alias, Instant now) {
        Instant minute = now.truncatedTo(ChronoUnit.MINUTES);
        long before = table.get(minute(alias, minute.minus(Duration.ofMinutes(1))))
                .map(item -> item.number("calls", 0))
                .orElse(0L);
        long most = CALLS_A_MINUTE - before;
        boolean allowed = most > 0
                && table.update(new Update(
                                minute(alias, minute),
                                "SET #ttl = :ttl ADD #calls :one",
                                "attribute_not_exists(#calls) OR #calls < :most",
                                Map.of("ttl", now.plus(KEPT).getEpochSecond(), "one", 1L, "most", most)))
                        .isPresent();
        return allowed ? Optional.empty() : Optional.of(minute.plus(Duration.ofMinutes(1)));
    }

    /** Lets no hunt of the tenant ask before then. */
    public void pause(String alias, Instant notBefore) {
        table.update(new Update(
                places(alias),
                "SET #notBefore = :notBefore",
                "attribute_not_exists(#notBefore) OR #notBefore < :notBefore",
                Map.of("notBefore", notBefore.toEpochMilli())));
    }

    public void count(String alias, Count count, Instant now) {
        table.update(new Update(
                minute(alias, now.truncatedTo(ChronoUnit.MINUTES)),
                "SET #ttl = :ttl ADD #" + count.word() + " :one",
                null,
                Map.of("ttl", now.plus(KEPT).getEpochSecond(), "one", 1L)));
    }

    /** What was counted in the last hour. */
    public Map<Count, Long> lastHour(String alias, Instant now) {
        Map<Count, Long> sums = new LinkedHashMap<>();
        List<Item> minutes = table.query(
                partition(alias),
                SortRange.between(
                        minute(alias, now.minus(SHOWN)).sk(), minute(alias, now).sk()),
                MINUTES,
                true);
        for (Count count : Count.values()) {
            sums.put(
                    count,
                    minutes.stream()
                            .mapToLong(item -> item.number(count.word(), 0))
                            .sum());
        }
        return sums;
    }

    /** When Microsoft may be asked again; null when any time. */
    public @Nullable Instant notBefore(String alias, Instant now) {
        return table.get(places(alias))
                .map(HuntQuota::notBefore)
                .filter(now::isBefore)
                .orElse(null);
    }

    private static Instant notBefore(Item places) {
        return Instant.ofEpochMilli(places.number("notBefore", 0));
    }

    private static Key places(String alias) {
        return new Key(partition(alias), "PLACES");
    }

    private static Key minute(String alias, Instant time) {
        return new Key(partition(alias), "MINUTE#" + time.truncatedTo(ChronoUnit.MINUTES));
    }
}
