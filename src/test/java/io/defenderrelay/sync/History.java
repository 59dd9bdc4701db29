package io.defenderrelay.sync;

import io.defenderrelay.local.Boundaries;
import io.defenderrelay.local.ProcessCut;
import io.defenderrelay.microsoft.MicrosoftApi;
import io.defenderrelay.model.Kind;
import io.defenderrelay.problem.ConnectorException;
import io.defenderrelay.simulated.Listing;
import io.defenderrelay.simulated.SimulatedTenant;
import io.defenderrelay.simulated.StoredRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * One random history of a tenant and of the runs that sync its feeds, all of it decided by a seed: most have one feed,
 * alerts or incidents, some have both side by side. Records come, change, come late or at one moment; processes are cut,
 * freeze and wake, lose answers; Microsoft fails in many ways. At the end all is well again, and each feed must keep its
 * promises.
 */
final class History {
    private static final Duration LEASE = Duration.ofMinutes(4);

    private final List<SyncWorld> feeds = new ArrayList<>();
    private final Random random;
    private final ExecutionInterceptor[] planted;
    private final List<String> story = new ArrayList<>();
    private SyncWorld world;

    /** A history; {@code planted} lets a fault of the protocol itself take part. */
    History(MicrosoftApi api, SimulatedTenant microsoft, long seed, ExecutionInterceptor... planted) {
        this.world = new SyncWorld(api, microsoft, seed, seed % 3 == 0 ? Kind.INCIDENT : Kind.ALERT);
        this.random = new Random(seed);
        this.planted = planted;
        feeds.add(world);
        if (seed % 10 == 7) {
            feeds.add(world.otherFeed(seed));
        }
        for (SyncWorld feed : feeds) {
            feed.pageSize(2 + random.nextInt(10));
            feed.listing().linkStyle(pick(List.of(Listing.LinkStyle.values())));
        }
    }

    /** Lives through it; returns every way in which the feed breaks its promises at the end. */
    List<String> faults() {
        for (SyncWorld feed : feeds) {
            world = feed;
            add(3 + random.nextInt(30));
        }
        int steps = 5 + random.nextInt(8);
        for (int step = 0; step < steps; step++) {
            turn();
            somethingHappens();
            turn();
            maybeMicrosoftFails();
            world.clock.move(Duration.ofSeconds(random.nextInt(random.nextInt(6) == 0 ? 90_000 : 600)));
            process();
        }
        world.microsoft.faults().clear();
        world.clock.move(Duration.ofMinutes(20));
        feeds.forEach(feed -> feed.runUntilIdle(planted));
        SyncWorld.sweepAll(feeds, planted);
        List<String> faults =
                feeds.stream().flatMap(feed -> FeedOracle.faults(feed).stream()).toList();
        return faults.isEmpty()
                ? faults
                : List.of(String.join("\n  ", faults), "story:\n  " + String.join("\n  ", story));
    }

    /** What follows happens to either feed, where there are two; also within a run of the other. */
    private void turn() {
        if (feeds.size() > 1) {
            world = pick(feeds);
            tell("to the " + world.kind.feed());
        }
    }

    private void somethingHappens() {
        int changes = 1 + random.nextInt(4);
        for (int change = 0; change < changes; change++) {
            switch (random.nextInt(9)) {
                case 0, 1 -> add(1 + random.nextInt(10));
                case 2, 3 -> update(now().minusMillis(random.nextInt(30_000)));
                case 4 -> update(Instant.MIN);
                case 5 -> ties();
                case 6 -> late();
                case 7 -> hidden();
                default -> backwards();
            }
        }
    }

    private void add(int count) {
        tell("add " + count);
        world.add(count, now().minus(Duration.ofHours(3)), now());
    }

    private void ties() {
        int count = 2 + random.nextInt(20);
        tell("ties " + count);
        world.addTies(count, now().minusSeconds(random.nextInt(100)));
    }

    private void late() {
        Duration lateness = pick(List.of(Duration.ofHours(20), Duration.ofDays(6), Duration.ofDays(29)));
        Instant version = now().minusSeconds(random.nextInt((int) lateness.toSeconds()));
        tell("late " + version);
        world.records().add(world.generator.record(version.minusSeconds(60), version));
    }

    private void hidden() {
        Instant appears = now().plusSeconds(random.nextInt(20 * 3_600));
        tell("hidden until " + appears);
        byte[] alert = world.generator
                .records(1, now().minusSeconds(60), now())
                .findFirst()
                .orElseThrow();
        world.records().appearsAt(appears).add(alert);
    }

    /** Changes an alert's content; at its own time when {@code version} is the earliest of all. */
    private void update(Instant version) {
        any().ifPresent(alert -> {
            Instant time = version.equals(Instant.MIN) ? alert.lastUpdateDateTime() : version;
            tell("update " + alert.id() + " at " + time);
            world.records().update(alert.id(), time, world.generator::change);
        });
    }

    private void backwards() {
        any().ifPresent(alert -> {
            tell("backwards " + alert.id());
            Instant time = alert.lastUpdateDateTime().minusSeconds(1 + random.nextInt(300));
            world.records().update(alert.id(), time, world.generator::change);
        });
    }

    private java.util.Optional<StoredRecord> any() {
        List<StoredRecord> all = world.records().all();
        return all.isEmpty() ? java.util.Optional.empty() : java.util.Optional.of(pick(all));
    }

    private void maybeMicrosoftFails() {
        if (random.nextInt(3) == 0) {
            world.microsoft.faults().clear();
        }
        if (random.nextInt(2) == 0) {
            return;
        }
        int kind = random.nextInt(16);
        int times = 1 + random.nextInt(4);
        tell("fault " + kind + " x" + times);
        var faults = world.microsoft.faults();
        switch (kind) {
            case 0 -> faults.throttle(Duration.ofSeconds(random.nextInt(200))).times(times);
            case 1 -> faults.throttle().times(times);
            case 2 -> faults.status(500).times(times);
            case 3 -> faults.status(503).times(times * 3);
            case 4 -> faults.truncatedBody().times(times);
            case 5 -> faults.html().times(times);
            case 6 -> faults.wrongGzip().times(times);
            case 7 -> faults.unauthorized().times(times);
            case 8 -> faults.expireLinks(random.nextInt(3));
            case 9 -> faults.ignoreOrder();
            case 10 -> faults.shuffle(random.nextLong());
            case 11 -> faults.pageSizes(random.nextLong(), 1, 6);
            case 12 -> faults.repeatRows(1 + random.nextInt(3));
            case 13 -> faults.emptyPage().times(times);
            case 14 -> faults.partial(206).times(times);
            default -> any().ifPresent(alert -> faults.poison(alert.id()));
        }
    }

    private void process() {
        int n = 1 + random.nextInt(25);
        switch (random.nextInt(8)) {
            case 0, 1 -> live("clean", Boundaries.countOnly());
            case 2 -> live("cut before " + n, Boundaries.cutBefore(n));
            case 3 -> live("cut after " + n, Boundaries.cutAfter(n));
            case 4 -> live("lose answer " + n, Boundaries.loseAnswer(n));
            case 5 -> live("send twice " + n, Boundaries.sendTwice(n));
            case 6 -> live("freeze before " + n, Boundaries.freezeBefore(n, this::meanwhile));
            default ->
                live(
                        "two at once, from " + n,
                        Boundaries.freezeBefore(n, () -> live("the other", Boundaries.countOnly())));
        }
    }

    /** The lease of the frozen process ends; another one works, perhaps not to its end either. */
    private void meanwhile() {
        world.clock.move(LEASE);
        turn();
        somethingHappens();
        int n = 1 + random.nextInt(25);
        live("meanwhile", random.nextBoolean() ? Boundaries.countOnly() : Boundaries.cutAfter(n));
        world.clock.move(random.nextBoolean() ? LEASE : Duration.ZERO);
    }

    private void live(String what, Boundaries boundaries) {
        tell("run: " + what);
        try {
            tell("  " + world.run(boundaries, planted));
        } catch (ProcessCut cut) {
            tell("  " + cut.getMessage());
        } catch (ConnectorException problem) {
            tell("  " + problem.getMessage());
        }
    }

    private Instant now() {
        return world.clock.instant();
    }

    private void tell(String line) {
        story.add(line);
    }

    private <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
