package io.defenderrelay.store;

import io.defenderrelay.aws.Item;
import io.defenderrelay.aws.Key;
import io.defenderrelay.aws.Table;
import io.defenderrelay.aws.Update;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Items that one process holds at a time. Taking one begins a new epoch, and whoever held it before can change nothing any
 * more.
 */
final class Leases {
    /** The condition of every write of a holder; needs the value {@code epoch}. */
    static final String MINE = "#epoch = :epoch";

    private final Table table;

    Leases(Table table) {
        this.table = table;
    }

    /**
     * Takes the item; empty when another process holds it, or it is told to wait ({@code notBefore}).
     *
     * @param owner a name that no other run has, at most 20 characters
     * @param until when the lease ends by itself
     */
    Optional<Item> acquire(Key key, String owner, Instant now, Instant until) {
        Update lease = new Update(
                key,
                "SET #owner = :owner, #until = :until, #format = :format ADD #epoch :one",
                "(attribute_not_exists(#until) OR #until <= :now)"
                        + " AND (attribute_not_exists(#notBefore) OR #notBefore <= :now)",
                Map.of(
                        "owner",
                        owner,
                        "until",
                        until.toEpochMilli(),
                        "format",
                        1L,
                        "one",
                        1L,
                        "now",
                        now.toEpochMilli()));
        return table.update(lease).or(() -> mine(key, owner));
    }

    /** The lease may be ours although we were refused: when the first answer was lost and the client asked again. */
    private Optional<Item> mine(Key key, String owner) {
        return table.get(key).filter(item -> owner.equals(item.optionalText("owner")));
    }

    /**
     * Sets these attributes, and removes those that are null; false when the lease was lost and nothing was written.
     *
     * @param release whether to give the lease back too
     */
    boolean write(Key key, long epoch, Map<String, ? extends @Nullable Object> attributes, boolean release) {
        List<String> sets = new ArrayList<>();
        List<String> removes = new ArrayList<>();
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("epoch", epoch);
        Map<String, @Nullable Object> all = new LinkedHashMap<>(attributes);
        if (release) {
            all.put("until", 0L);
        }
        all.forEach((name, value) -> {
            if (value == null) {
                removes.add("#" + name);
            } else {
                sets.add("#" + name + " = :" + name);
                values.put(name, value);
            }
        });
        String change =
                "SET " + String.join(", ", sets) + (removes.isEmpty() ? "" : " REMOVE " + String.join(", ", removes));
        return table.update(new Update(key, change, MINE, values)).isPresent();
    }
}
