package io.defenderrelay.writeback;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.defenderrelay.local.Boundaries;
import io.defenderrelay.local.ProcessCut;
import io.defenderrelay.microsoft.MicrosoftApi;
import io.defenderrelay.model.Kind;
import io.defenderrelay.problem.ConflictException;
import io.defenderrelay.problem.ConnectorException;
import io.defenderrelay.problem.StoreException;
import io.defenderrelay.problem.ThrottledException;
import io.defenderrelay.problem.UpstreamException;
import io.defenderrelay.simulated.Deed;
import io.defenderrelay.simulated.Defender;
import io.defenderrelay.simulated.Entity;
import io.defenderrelay.simulated.SimulatedTenant;
import io.defenderrelay.simulated.Target;
import io.defenderrelay.store.LogReader;
import io.defenderrelay.store.LogReader.Entry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * One random history of a tenant that analysts and clients of the relay change at the same time, all of it decided by a seed.
 * Analysts change, comment and merge between any two calls; clients change and comment, repeat what they got no answer to,
 * and speak at once; both feeds are synced; processes are cut anywhere. At the end all is well, every client has its answer,
 * and {@link TwoWayOracle} judges.
 */
final class TwoWayHistory {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> INCIDENTS = List.of("1", "2", "3");
    private static final int MOST_TRIES = 6;

    final WriteWorld world;
    final List<AskedChange> changes = new ArrayList<>();
    final List<AskedComment> comments = new ArrayList<>();
    final List<String> faults = new ArrayList<>();

    /** Whether nothing ever fails in this history. */
    final boolean calm;

    /** Whether Microsoft knows batches in this history. */
    final boolean batches;

    private final Random random;
    private final Values values;
    private final TwoWayFault fault;
    private final List<String> story = new ArrayList<>();
    private @Nullable AskedChange current;
    private int seenDeeds;
    private boolean nested;

    TwoWayHistory(
            MicrosoftApi api,
            SimulatedTenant microsoft,
            long seed,
            TwoWayFault fault,
            ExecutionInterceptor... interceptors) {
        this.world = new WriteWorld(api, microsoft, interceptors);
        this.random = new Random(seed);
        this.values = new Values(random);
        this.fault = fault;
        this.calm = seed % 3 == 0;
        this.batches = calm || random.nextInt(6) > 0;
        microsoft.batches(batches);
        microsoft.defender().incidentResolvesAlerts(random.nextBoolean());
    }

    /** Lives through it; returns every way in which a promise is broken. */
    List<String> faults() {
        INCIDENTS.forEach(world::add);
        world.sync();
        int steps = 8 + random.nextInt(10);
        for (int step = 0; step < steps; step++) {
            world.clock.move(Duration.ofSeconds(1 + random.nextInt(random.nextInt(8) == 0 ? 2_000 : 60)));
            maybeMicrosoftFails();
            step();
        }
        comeToRest();
        faults.addAll(new TwoWayOracle(this).faults());
        return faults.isEmpty()
                ? faults
                : List.of(String.join("\n  ", faults), "story:\n  " + String.join("\n  ", story));
    }

    /** Everybody gets an answer, and both feeds end. */
    private void comeToRest() {
        world.microsoft.faults().clear();
        for (int round = 0; round < MOST_TRIES; round++) {
            world.clock.move(Duration.ofMinutes(2));
            changes.stream().filter(change -> !change.ended).forEach(change -> send(change, Boundaries.countOnly()));
            comments.stream()
                    .filter(comment -> !comment.posted)
                    .forEach(comment -> send(comment, Boundaries.countOnly()));
        }
        world.clock.move(Duration.ofMinutes(5));
        world.sync();
        world.sync();
        int deeds = world.defender().deeds().size();
        long revisions = revisions();
        world.sync();
        if (world.defender().deeds().size() != deeds || revisions() != revisions) {
            faults.add("loop: no rest after everybody had an answer");
        }
    }

    private long revisions() {
        return (long) feed(Kind.ALERT).size() + feed(Kind.INCIDENT).size();
    }

    List<Entry> feed(Kind kind) {
        return new LogReader(world.table).entries(world.alias, kind);
    }

    private void step() {
        switch (random.nextInt(10)) {
            case 0, 1 -> analyst();
            case 2, 3, 4, 5 -> change();
            case 6 -> comment();
            case 7 -> again();
            default -> sync(boundaries());
        }
    }

    private void analyst() {
        List<String> open = INCIDENTS.stream()
                .filter(id -> !world.live(Entity.INCIDENTS, id, "status").equals("redirected"))
                .toList();
        String incident = pick(open);
        String alert = "da" + pick(INCIDENTS);
        String who = "analyst" + random.nextInt(3);
        Defender defender = world.defender();
        switch (random.nextInt(8)) {
            case 0, 1, 2, 3 -> {
                ObjectNode wanted = values.some(Kind.INCIDENT);
                tell("  " + who + " changes incident " + incident + " to " + wanted);
                defender.change(Entity.INCIDENTS, incident, who, record -> record.setAll(wanted));
            }
            case 4, 5 -> {
                ObjectNode wanted = values.some(Kind.ALERT);
                tell("  " + who + " changes alert " + alert + " to " + wanted);
                defender.change(Entity.ALERTS, alert, who, record -> record.setAll(wanted));
            }
            case 6 -> {
                tell("  " + who + " comments on incident " + incident);
                defender.comment(Entity.INCIDENTS, incident, who, "Seen by " + who);
            }
            default -> {
                String target = pick(open);
                if (!target.equals(incident) && random.nextInt(3) == 0) {
                    tell("  incident " + incident + " is merged into " + target);
                    defender.merge(incident, target);
                }
            }
        }
    }

    /** A client decides upon a revision, mostly the newest, and asks; sometimes it asks again although it was answered. */
    private void change() {
        Kind kind = random.nextInt(3) == 0 ? Kind.ALERT : Kind.INCIDENT;
        String id = (kind == Kind.ALERT ? "da" : "") + pick(INCIDENTS);
        List<Entry> known = world.revisions(kind, id);
        Entry entry = random.nextInt(4) == 0 ? pick(known) : known.get(known.size() - 1);
        AskedChange change =
                new AskedChange(kind, id, entry.reference().revision(), tree(entry.body()), values.some(kind));
        changes.add(change);
        if (random.nextInt(3) == 0) {
            send(change, Boundaries.countOnly());
            repeat(change);
        } else {
            send(change, boundaries());
        }
    }

    /** With nothing between, a repetition writes nothing; unless the incident was merged by then, and so is another. */
    private void repeat(AskedChange change) {
        if (change.answer == null || change.answer.has("redirectedFrom") || nested) {
            return;
        }
        int deeds = world.defender().deeds().size();
        send(change, Boundaries.countOnly());
        if (world.defender().deeds().size() != deeds) {
            faults.add("loop: the repetition wrote again: " + change);
        }
    }

    private void comment() {
        Kind kind = random.nextInt(3) == 0 ? Kind.ALERT : Kind.INCIDENT;
        String id = (kind == Kind.ALERT ? "da" : "") + pick(INCIDENTS);
        AskedComment comment = new AskedComment(kind, id, "key-" + comments.size());
        comments.add(comment);
        send(comment, boundaries());
    }

    /** A client that got no answer, or did, asks again. */
    private void again() {
        if (random.nextBoolean() && !comments.isEmpty()) {
            send(pick(comments), boundaries());
            return;
        }
        List<AskedChange> open =
                changes.stream().filter(change -> !change.ended).toList();
        if (!open.isEmpty()) {
            send(pick(open), boundaries());
        }
    }

    private void send(AskedChange change, Boundaries boundaries) {
        AskedChange outer = enter(change);
        change.tries++;
        change.disturbed |= !calm;
        tell("change " + change);
        try {
            long revision = fault == TwoWayFault.IF_MATCH_IGNORED ? newest(change) : change.revision;
            Outcome outcome = world.changes(boundaries)
                    .change(world.tenant, WriteWorld.SOC, change.kind, change.id, revision, change.members.toString());
            change.answer = tree(outcome.body());
            change.ended = true;
            tell("  " + outcome.body());
        } catch (ProcessCut | UpstreamException | StoreException | ThrottledException lost) {
            change.disturbed = true;
            tell("  " + lost.getMessage());
        } catch (ConnectorException refused) {
            change.refusal = refused.type().code();
            change.ended = true;
            tell("  " + refused.getMessage());
        } finally {
            leave(outer);
        }
    }

    /** Reads the newest just before, as if the caller's revision did not matter. */
    private long newest(AskedChange change) {
        world.sync(Boundaries.countOnly());
        List<Entry> known = world.revisions(change.kind, change.id);
        return known.get(known.size() - 1).reference().revision();
    }

    private void send(AskedComment comment, Boundaries boundaries) {
        AskedChange outer = enter(null);
        tell(comment.toString());
        try {
            String body = "{\"comment\":\"" + comment.text() + "\"}";
            world.comments(boundaries)
                    .comment(world.tenant, WriteWorld.SOC, comment.kind, comment.id, comment.key, body);
            comment.posted = true;
            tell("  posted");
        } catch (ConflictException wait) {
            world.clock.move(nested ? Duration.ZERO : Duration.ofSeconds(random.nextInt(90)));
            tell("  " + wait.getMessage());
        } catch (ProcessCut | ConnectorException lost) {
            tell("  " + lost.getMessage());
        } finally {
            leave(outer);
        }
    }

    private void sync(Boundaries boundaries) {
        AskedChange outer = enter(null);
        tell("sync");
        try {
            world.sync(boundaries);
        } catch (ProcessCut | ConnectorException ended) {
            tell("  " + ended.getMessage());
        } finally {
            leave(outer);
        }
    }

    private @Nullable AskedChange enter(@Nullable AskedChange change) {
        settle();
        AskedChange outer = current;
        current = change;
        return outer;
    }

    private void leave(@Nullable AskedChange outer) {
        settle();
        current = outer;
    }

    /** Tells the change that is under way what was written for it. */
    private void settle() {
        List<Deed> deeds = world.defender().deeds();
        for (Deed deed : deeds.subList(seenDeeds, deeds.size())) {
            if (current != null && deed.ours()) {
                current.written.add(new AskedChange.Written(current.tries, deed));
            }
        }
        seenDeeds = deeds.size();
    }

    /** How a process ends, and what happens meanwhile. */
    private Boundaries boundaries() {
        int n = 1 + random.nextInt(14);
        int fate = calm ? 0 : random.nextInt(8);
        tell("next process: " + fate + " at " + n);
        Boundaries boundaries =
                switch (fate) {
                    case 1 -> Boundaries.cutBefore(n);
                    case 2 -> Boundaries.cutAfter(n);
                    case 3 -> Boundaries.loseAnswer(n);
                    case 4 -> Boundaries.sendTwice(n);
                    default -> Boundaries.countOnly();
                };
        return boundaries.amid(this::meanwhile);
    }

    private void meanwhile() {
        if (random.nextInt(5) != 0) {
            return;
        }
        settle();
        world.clock.move(Duration.ofMillis(random.nextInt(400)));
        if (nested || random.nextInt(6) > 0) {
            analyst();
            return;
        }
        nested = true;
        tell("meanwhile");
        switch (random.nextInt(3)) {
            case 0 -> change();
            case 1 -> again();
            default -> sync(Boundaries.countOnly());
        }
        tell("back");
        nested = false;
    }

    private void maybeMicrosoftFails() {
        world.microsoft.faults().clear();
        if (calm || random.nextInt(5) > 0) {
            return;
        }
        int kind = random.nextInt(6);
        tell("fault " + kind);
        var failing = world.microsoft.faults();
        switch (kind) {
            case 0 -> failing.throttle(Duration.ofSeconds(3)).on(Target.PATCH).times(1);
            case 1 -> failing.status(503).on(Target.BATCH).times(1);
            case 2 -> failing.truncatedBody().on(Target.BATCH).times(1);
            case 3 -> failing.truncatedBody().on(Target.COMMENT).times(1);
            case 4 -> failing.status(500).on(Target.COMMENT).times(1);
            default -> failing.status(500).times(2);
        }
    }

    static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException broken) {
            throw new AssertionError(json, broken);
        }
    }

    private void tell(String line) {
        story.add(line);
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
