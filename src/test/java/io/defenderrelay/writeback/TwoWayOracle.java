package io.defenderrelay.writeback;

import com.fasterxml.jackson.databind.JsonNode;
import io.defenderrelay.aws.Item;
import io.defenderrelay.aws.SortRange;
import io.defenderrelay.model.Kind;
import io.defenderrelay.simulated.Deed;
import io.defenderrelay.simulated.Entity;
import io.defenderrelay.store.LogReader.Entry;
import io.defenderrelay.store.Reference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Judges a history at its end by what everybody was told, what the feed says, and what really happened in Defender. */
final class TwoWayOracle {
    private final TwoWayHistory history;
    private final WriteWorld world;
    private final List<Deed> deeds;
    private final List<String> faults = new ArrayList<>();

    TwoWayOracle(TwoWayHistory history) {
        this.history = history;
        this.world = history.world;
        this.deeds = world.defender().deeds();
    }

    List<String> faults() {
        history.changes.forEach(this::nothingOverwrittenUnseen);
        for (Kind kind : Kind.values()) {
            List<Entry> feed = history.feed(kind);
            onlyOursIsMarkedOurs(kind, feed);
            feedEndsWithWhatIs(kind, feed);
        }
        history.comments.forEach(this::commentedOnce);
        everyChangeIsOnRecord();
        return faults;
    }

    private void nothingOverwrittenUnseen(AskedChange change) {
        if (change.refusal != null && !change.disturbed && !change.written.isEmpty()) {
            faults.add("refused (" + change.refusal + ") and written all the same: " + change);
        }
        JsonNode answer = change.answer;
        if (answer == null) {
            return;
        }
        JsonNode told = answer.path("overwrote");
        if (told.isNull()) {
            if (history.batches && !change.disturbed) {
                faults.add("cannot say what it overwrote: " + change);
            }
            return;
        }
        for (AskedChange.Written written : change.written) {
            for (Iterator<String> names = change.members.fieldNames(); names.hasNext(); ) {
                String name = names.next();
                if (overwritten(change, written, name) && !told.has(name)) {
                    faults.add("overwritten unseen: " + name + " was "
                            + written.deed().before().path(name) + " by " + change + ", answered " + answer);
                }
            }
        }
    }

    /** Whether somebody's value was replaced that the client had not decided upon, and nobody changed it again since. */
    private boolean overwritten(AskedChange change, AskedChange.Written written, String name) {
        Deed deed = written.deed();
        if (written.attempt() < change.tries && changedLater(deed, name)) {
            return false;
        }
        if (name.equals("customTags")) {
            Set<String> lost = tags(deed.before());
            lost.removeAll(tags(deed.after()));
            lost.removeAll(tags(change.base));
            return !lost.isEmpty();
        }
        return deed.changed(name) && !change.knew(name, deed.before().path(name));
    }

    private boolean changedLater(Deed deed, String name) {
        return deeds.stream()
                .filter(other -> about(other, deed.entity(), deed.id()))
                .filter(other -> other.version().isAfter(deed.version()) && !other.ours())
                .anyMatch(other -> other.changed(name));
    }

    private static Set<String> tags(JsonNode record) {
        Set<String> tags = new TreeSet<>();
        record.path("customTags").forEach(tag -> tags.add(tag.asText()));
        return tags;
    }

    /** Of a revision marked as the relay's own each changed member got its value by a change of the relay's. */
    private void onlyOursIsMarkedOurs(Kind kind, List<Entry> feed) {
        Map<String, JsonNode> last = new HashMap<>();
        for (Entry entry : feed) {
            JsonNode now = TwoWayHistory.tree(entry.body());
            JsonNode before = last.put(entry.reference().id(), now);
            if (!entry.reference().origin().equals(Reference.RELAY) || before == null) {
                continue;
            }
            for (Iterator<String> names = now.fieldNames(); names.hasNext(); ) {
                String name = names.next();
                if (!now.path(name).equals(before.path(name)) && !oursLast(kind, entry.reference(), name)) {
                    faults.add("marked as ours: " + name + " in revision "
                            + entry.reference().revision() + " of " + kind.word() + " "
                            + entry.reference().id());
                }
            }
        }
    }

    private boolean oursLast(Kind kind, Reference reference, String name) {
        boolean ours = false;
        for (Deed deed : deeds) {
            if (about(deed, entity(kind), reference.id())
                    && !deed.version().isAfter(reference.version())
                    && deed.changed(name)) {
                ours = deed.ours();
            }
        }
        return ours;
    }

    private void feedEndsWithWhatIs(Kind kind, List<Entry> feed) {
        Map<String, String> newest = new HashMap<>();
        feed.forEach(entry -> newest.put(entry.reference().id(), entry.body()));
        newest.forEach((id, body) -> {
            JsonNode live = world.defender().current(entity(kind), id);
            if (!TwoWayHistory.tree(body).equals(live)) {
                faults.add("the feed's " + kind.word() + " " + id + " is not Microsoft's: " + body + "\n  " + live);
            }
        });
    }

    private void commentedOnce(AskedComment comment) {
        long count = world.microsoft.alerts().all().stream()
                        .map(alert -> world.defender().current(Entity.ALERTS, alert.id()))
                        .mapToLong(alert -> count(alert, comment))
                        .sum()
                + world.microsoft.incidents().all().stream()
                        .map(incident -> world.defender().current(Entity.INCIDENTS, incident.id()))
                        .mapToLong(incident -> count(incident, comment))
                        .sum();
        if (count > 1 || (comment.posted && count == 0)) {
            faults.add(comment + " is there " + count + " times, posted: " + comment.posted);
        }
    }

    private static long count(JsonNode record, AskedComment comment) {
        long count = 0;
        for (JsonNode one : record.path("comments")) {
            count += one.path("comment").asText().startsWith(comment.text()) ? 1 : 0;
        }
        return count;
    }

    /** What was written without an entry of the record that names its values; and no more writes than entries. */
    private void everyChangeIsOnRecord() {
        List<Item> begun = world.table.query("W#" + world.alias, SortRange.all(), 10_000, true).stream()
                .filter(item -> !item.key().sk().endsWith("#END"))
                .toList();
        List<Deed> ours = deeds.stream().filter(Deed::ours).toList();
        if (ours.size() > begun.size()) {
            faults.add(ours.size() + " changes, and " + begun.size() + " entries of them");
        }
        for (Deed deed : ours) {
            if (begun.stream().noneMatch(item -> tells(item, deed))) {
                faults.add("not on record: " + deed.entity() + " " + deed.id() + " of " + deed.version());
            }
        }
    }

    private static boolean tells(Item item, Deed deed) {
        boolean same = item.text("id").equals(deed.id())
                && entity(Kind.parse(item.text("kind")).orElseThrow()) == deed.entity();
        Map<String, Object> values = item.map("values").attributes();
        JsonNode comments = deed.after().path("comments");
        return same
                && values.entrySet().stream()
                        .allMatch(value -> value.getKey().equals("comment")
                                ? String.valueOf(value.getValue())
                                        .equals(comments.path(comments.size() - 1)
                                                .path("comment")
                                                .asText())
                                : value.getValue()
                                        .equals(deed.after()
                                                .path(value.getKey())
                                                .toString()));
    }

    private static boolean about(Deed deed, Entity entity, String id) {
        return deed.entity() == entity && deed.id().equals(id);
    }

    private static Entity entity(Kind kind) {
        return kind == Kind.ALERT ? Entity.ALERTS : Entity.INCIDENTS;
    }
}
