package io.defenderrelay.store;

import io.defenderrelay.aws.Expression;
import io.defenderrelay.aws.Item;
import io.defenderrelay.aws.Key;
import io.defenderrelay.aws.Table;
import io.defenderrelay.model.Kind;
import io.defenderrelay.model.Requester;
import io.defenderrelay.model.UtcTime;
import io.defenderrelay.problem.StoreException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The record of what was changed at Microsoft through the relay, and by whom. An entry is put before the change, another
 * after it; both are put once and stay. An entry without a second one is a change whose outcome nobody could write down.
 */
public final class WriteAudit {
    private final Table table;
    private final Clock clock;
    private final RandomGenerator random;

    public WriteAudit(Table table, Clock clock, RandomGenerator random) {
        this.table = table;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Puts the first entry; returns its name, for {@link #end}.
     *
     * @param what {@code change} or {@code comment}
     * @param values what is to be written, by member, as JSON
     */
    public Key begin(String alias, Kind kind, String id, Requester requester, String what, Map<String, String> values) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("what", what);
        map.put("kind", kind.word());
        map.put("id", id);
        map.put("principal", requester.principal());
        map.put("onBehalfOf", requester.onBehalfOf());
        map.put("values", values);
        map.put("at", UtcTime.text(clock.instant()));
        String name = "AUDIT#" + UtcTime.text(clock.instant()) + "#" + Long.toHexString(random.nextLong());
        return put(new Key("W#" + alias, name), map);
    }

    /**
     * Puts the second entry.
     *
     * @param outcome a word
     * @param before what the members were before, as JSON, as far as it is known
     */
    public void end(Key begun, String outcome, Map<String, String> before) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("outcome", outcome);
        map.put("before", before);
        map.put("at", UtcTime.text(clock.instant()));
        put(new Key(begun.pk(), begun.sk() + "#END"), map);
    }

    private Key put(Key key, Map<String, @Nullable Object> map) {
        if (!table.put(Item.of(key, map), Expression.ABSENT) && table.get(key).isEmpty()) {
            throw new StoreException(
                    "An entry of the audit could not be put: nothing is changed at Microsoft without one", null);
        }
        return key;
    }
}
