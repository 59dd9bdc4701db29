package io.defenderrelay.store;

import io.defenderrelay.aws.Item;
import io.defenderrelay.model.ActionKind;
import io.defenderrelay.model.UtcTime;
import io.defenderrelay.problem.StoreException;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An action as it was last written: what was asked, by whom, who agreed, and what became of it. */
public record ActionRecord(String alias, String id, Item item) {

    public ActionState state() {
        return ActionState.parse(item.text("state"))
                .orElseThrow(() -> new StoreException(
                        "The state of an action is of another version of the relay: finish the deployment", null));
    }

    /** Counts its transitions, from 1. */
    public long version() {
        return item.number("version");
    }

    /** All that is known of it, by name; the same as in the last entry of its audit. */
    public SortedMap<String, String> facts() {
        Item facts = item.map("facts");
        SortedMap<String, String> sorted = new TreeMap<>();
        facts.attributes().keySet().forEach(name -> sorted.put(name, facts.text(name)));
        return Collections.unmodifiableSortedMap(sorted);
    }

    public @Nullable String fact(String name) {
        return item.map("facts").optionalText(name);
    }

    /** A fact that every action has. */
    public String required(String name) {
        return item.map("facts").text(name);
    }

    public boolean is(String fact) {
        return "true".equals(fact(fact));
    }

    public @Nullable Instant time(String fact) {
        return UtcTime.parse(fact(fact)).orElse(null);
    }

    public ActionKind kind() {
        return ActionKind.parse(required("kind"))
                .orElseThrow(() -> new StoreException(
                        "The kind of an action is of another version of the relay: finish the deployment", null));
    }

    /** When a worker is to look at it. */
    public Instant dueAt() {
        return Instant.ofEpochMilli(item.number("dueAt", 0));
    }

    /** Until when a worker may be at it. */
    public Instant until() {
        return Instant.ofEpochMilli(item.number("until", 0));
    }

    /** The last transition that the bus was told of. */
    public long told() {
        return item.number("told", 0);
    }

    /** The hash of the last entry of its audit. */
    public String hash() {
        return item.text("hash");
    }
}
