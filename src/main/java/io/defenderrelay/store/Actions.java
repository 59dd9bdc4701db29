package io.defenderrelay.store;

import io.defenderrelay.aws.Expression;
import io.defenderrelay.aws.Item;
import io.defenderrelay.aws.Key;
import io.defenderrelay.aws.SortRange;
import io.defenderrelay.aws.Table;
import io.defenderrelay.aws.Update;
import io.defenderrelay.aws.Write;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The actions of all tenants. An action changes only together with a new entry of its audit, and only from the version that
 * whoever changes it has read: of two that decide at once, one is told that it came too late.
 */
public final class Actions {
    /** The last millisecond of thirteen digits, in the year 2286. */
    private static final long LATEST = 9_999_999_999_999L;

    private static final String ACTION = "ACTION#";
    /** Of what was agreed to, which is not to wait behind what was only asked for. */
    private static final String DUE_FIRST = "DUE#1#";

    private static final String DUE_LATER = "DUE#2#";
    private static final String BY_TIME = "BY#";

    private final Table table;
    private final Supplier<String> tokens;

    public Actions(Table table, RandomGenerator random) {
        this.table = table;
        this.tokens = () -> new UUID(random.nextLong(), random.nextLong()).toString();
    }

    static String partition(String alias) {
        return "X#" + alias;
    }

    /** Enters the action unless there is one with this id; true when this call did it. */
    public boolean enter(String alias, String id, Map<String, String> facts, String principal, Instant now) {
        SortedMap<String, String> sorted = new TreeMap<>(facts);
        ActionEntry entry = ActionEntry.of(
                id, 1, ActionState.REQUESTED, "requested", principal, now, new ActionEntry.Facts(sorted, ""));
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("state", ActionState.REQUESTED.word());
        map.put("version", 1L);
        map.put("facts", sorted);
        map.put("hash", entry.hash());
        map.put("told", 0L);
        map.put("until", 0L);
        map.put("dueAt", now.toEpochMilli());
        map.put("gsi1pk", partition(alias));
        map.put("gsi1sk", place(ActionState.REQUESTED, now, id));
        Item byTime = Item.of(new Key(partition(alias), BY_TIME + digits(now) + "#" + id), Map.of("action", id));
        return table.transact(
                tokens.get(),
                List.of(
                        new Write.Put(Item.of(key(alias, id), map), Expression.ABSENT),
                        put(alias, id, entry),
                        new Write.Put(byTime, Expression.ABSENT)));
    }

    public Optional<ActionRecord> find(String alias, String id) {
        return table.get(key(alias, id)).map(item -> new ActionRecord(alias, id, item));
    }

    /** Makes the transition; empty when somebody changed the action since {@code from} was read, or a part's condition fails. */
    public Optional<ActionRecord> move(ActionRecord from, ActionMove move, Instant now, Write... parts) {
        SortedMap<String, String> facts = new TreeMap<>(from.facts());
        move.changes().forEach((name, value) -> {
            if (value == null) {
                facts.remove(name);
            } else {
                facts.put(name, value);
            }
        });
        long next = from.version() + 1;
        ActionEntry.Facts told = new ActionEntry.Facts(facts, from.hash());
        ActionEntry entry = ActionEntry.of(from.id(), next, move.to(), move.event(), move.by(), now, told);
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("state", move.to().word());
        values.put("version", next);
        values.put("facts", facts);
        values.put("hash", entry.hash());
        values.put("dueAt", move.dueAt().toEpochMilli());
        values.put("until", move.until() == null ? 0L : move.until().toEpochMilli());
        values.put("gsi1pk", partition(from.alias()));
        values.put("gsi1sk", place(move.to(), now, from.id()));
        List<Write> writes = new ArrayList<>(List.of(parts));
        writes.add(change(from, values));
        writes.add(put(from.alias(), from.id(), entry));
        if (!table.transact(tokens.get(), writes)) {
            return Optional.empty();
        }
        // Not read again: whoever made this version goes on from it, and not from what others made of it meanwhile.
        Map<String, Object> after = new LinkedHashMap<>(from.item().attributes());
        after.putAll(values);
        return Optional.of(new ActionRecord(from.alias(), from.id(), new Item(after)));
    }

    private static Write change(ActionRecord from, Map<String, Object> values) {
        Map<String, Object> all = new LinkedHashMap<>(values);
        all.put("before", from.version());
        Update update = new Update(
                key(from.alias(), from.id()),
                "SET #state = :state, #version = :version, #facts = :facts, #hash = :hash, #dueAt = :dueAt,"
                        + " #until = :until, #gsi1pk = :gsi1pk, #gsi1sk = :gsi1sk",
                "#version = :before",
                all);
        return new Write.Change(update);
    }

    /** Takes the action for a worker; empty when another one has it or it was changed. Leaves no entry. */
    public Optional<ActionRecord> claim(ActionRecord from, Instant now, Instant until) {
        return change(
                from,
                "SET #until = :until",
                "#version = :before AND #until <= :now",
                Map.of("until", until.toEpochMilli(), "now", now.toEpochMilli()));
    }

    /** Frees the action until it is due again, unless it was changed. Leaves no entry. */
    public void postpone(ActionRecord from, Instant dueAt) {
        change(
                from,
                "SET #until = :zero, #dueAt = :dueAt, #gsi1sk = :place",
                "#version = :before",
                Map.of("zero", 0L, "dueAt", dueAt.toEpochMilli(), "place", place(from.state(), dueAt, from.id())));
    }

    /** Notes that the bus has taken all transitions up to the one of this number; while some are missing it stays due. */
    public void told(ActionRecord record, long number) {
        Map<String, Object> values = new LinkedHashMap<>(Map.of("told", number));
        String set = "SET #told = :told";
        if (number >= record.version()) {
            if (record.state().ended()) {
                set += " REMOVE #gsi1pk, #gsi1sk";
            } else {
                set += ", #gsi1sk = :place";
                values.put("place", place(record.state(), record.dueAt(), record.id()));
            }
        }
        change(record, set, "#version = :before", values);
    }

    /**
     * The ids of the actions that are due, first those that were agreed to, of each kind the longest due first; changes of the
     * last second or so may be missing.
     */
    public List<String> due(String alias, Instant now, int most) {
        List<String> due = new ArrayList<>(due(DUE_FIRST, alias, now, most));
        if (due.size() < most) {
            due.addAll(due(DUE_LATER, alias, now, most - due.size()));
        }
        return due;
    }

    private List<String> due(String order, String alias, Instant now, int most) {
        SortRange range = SortRange.between(order, order + digits(now) + "#~");
        return table.index(partition(alias), range, most, true).stream()
                .map(item -> item.key().sk())
                .map(sk -> sk.substring(sk.lastIndexOf('#') + 1))
                .toList();
    }

    /**
     * The audit of an action, in its order.
     *
     * @param after only later entries than the one of this number
     */
    public List<ActionEntry> audit(String alias, String id, long after, int most) {
        String prefix = "AUDIT#" + id + "#";
        return table.query(partition(alias), SortRange.after(prefix, prefix + number(after)), most, true).stream()
                .map(ActionEntry::read)
                .toList();
    }

    /**
     * Positions and ids of actions requested from one time to another, the youngest first.
     *
     * @param before only those before this position; empty from the youngest on
     */
    public List<String> requested(String alias, Instant from, Instant to, String before, int most) {
        String last = BY_TIME + digits(to);
        String bound = before.isEmpty() ? last : BY_TIME + before;
        SortRange range = new SortRange(BY_TIME + digits(from), bound, bound);
        return table.query(partition(alias), range, most, false).stream()
                .map(item -> item.key().sk().substring(BY_TIME.length()))
                .toList();
    }

    /** The actions of these ids that exist, in the order of the ids. */
    public List<ActionRecord> findAll(String alias, List<String> ids) {
        Map<String, ActionRecord> found = new LinkedHashMap<>();
        table.getAll(ids.stream().map(id -> key(alias, id)).toList()).forEach(item -> {
            String id = item.key().sk().substring(ACTION.length());
            found.put(id, new ActionRecord(alias, id, item));
        });
        return ids.stream()
                .map(found::get)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
    }

    /**
     * Whether the worker is to be woken at that time: false when it will be at or before it already. True is given out once for
     * a time, so that runs side by side do not wake ever more runs.
     */
    public boolean mayWake(String alias, Instant at, Instant now) {
        Update update = new Update(
                new Key(partition(alias), "WAKE"),
                "SET #at = :at",
                "attribute_not_exists(#at) OR #at <= :now OR #at > :at",
                Map.of("at", at.toEpochMilli(), "now", now.toEpochMilli()));
        return table.update(update).isPresent();
    }

    private Optional<ActionRecord> change(ActionRecord from, String set, String condition, Map<String, Object> values) {
        Map<String, Object> all = new LinkedHashMap<>(values);
        all.put("before", from.version());
        Update update = new Update(key(from.alias(), from.id()), set, condition, all);
        return table.update(update).map(item -> new ActionRecord(from.alias(), from.id(), item));
    }

    private static Write put(String alias, String id, ActionEntry entry) {
        Key key = new Key(partition(alias), "AUDIT#" + id + "#" + number(entry.number()));
        Map<String, Object> map = Map.of(
                "number",
                entry.number(),
                "state",
                entry.state(),
                "entry",
                entry.text(),
                "previous",
                entry.previous(),
                "hash",
                entry.hash());
        return new Write.Put(Item.of(key, map), Expression.ABSENT);
    }

    private static Key key(String alias, String id) {
        return new Key(partition(alias), ACTION + id);
    }

    private static String place(ActionState state, Instant dueAt, String id) {
        boolean agreed = !state.ended() && state != ActionState.REQUESTED && state != ActionState.AWAITING_APPROVAL;
        String order = agreed ? DUE_FIRST : DUE_LATER;
        return order + digits(dueAt) + "#" + id;
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%06d", number);
    }

    private static String digits(Instant time) {
        return String.format(Locale.ROOT, "%013d", Math.max(0, Math.min(LATEST, time.toEpochMilli())));
    }
}
