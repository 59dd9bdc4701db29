package io.defenderrelay.sync;

import io.defenderrelay.store.Cursor;
import io.defenderrelay.store.Hole;
import io.defenderrelay.store.Sweep;
import io.defenderrelay.store.Walk;
import io.defenderrelay.tenant.TenantSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The jobs of one run, in their order: forward with its recheck, then holes, then sweeps. */
final class Jobs {
    /** How far behind its position the forward job reads again. */
    static final Duration RECHECK = Duration.ofMinutes(15);

    private static final Duration DEFAULT_START = Duration.ofDays(7);

    private final SyncRun run;
    private final Cursor cursor;

    Jobs(SyncRun run) {
        this.run = run;
        this.cursor = run.cursor();
    }

    void work() {
        prepare();
        forward();
        if (!run.stopsHere() && !cursor.holes().isEmpty()) {
            new HoleJob(run).work();
        }
        for (Sweep sweep : widestFirst()) {
            if (!run.limits().spent()) {
                sweep(sweep);
            }
        }
    }

    /** Begins a new feed; after a change of the tenant's filters, has everything from the start compared again. */
    private void prepare() {
        TenantSettings.Sync sync = run.tenant().settings().sync();
        Instant now = run.now();
        Instant begun = cursor.startFrom();
        String filters = filters(sync);
        if (begun == null) {
            cursor.sameFilters(filters);
            cursor.begin(sync.start().orElse(now.minus(DEFAULT_START)), now);
            return;
        }
        if (cursor.sameFilters(filters)) {
            return;
        }
        Instant start = sync.start().orElse(begun);
        cursor.startFrom(start);
        cursor.sweepBegins(Sweep.REFILL, now, new Walk(start, position(), null));
        run.save().run();
    }

    private void forward() {
        Walk walk = new Walk(cursor.behind() ? position() : recheckFrom(), null, cursor.width());
        Walker walker = new Walker(run, true, this::forwardIsAt);
        boolean others =
                !cursor.holes().isEmpty() || Arrays.stream(Sweep.values()).anyMatch(this::due);
        boolean done = walker.walk(
                walk,
                () -> others ? run.limits().forwardShareSpent() : run.limits().spent());
        if (done) {
            cursor.upToDate(run.now());
        } else {
            cursor.behind(true);
        }
    }

    private void forwardIsAt(Walk walk) {
        cursor.moveTo(walk.at());
        cursor.width(walk.width());
    }

    /** Not before a hole in the window: what cannot be read is tried as a hole, not in every run's first listing. */
    private Instant recheckFrom() {
        Instant window = position().minus(RECHECK);
        return cursor.holes().stream()
                .map(Hole::to)
                .filter(end -> end.isAfter(window) && !end.isAfter(position()))
                .max(Comparator.naturalOrder())
                .orElse(window);
    }

    private void sweep(Sweep sweep) {
        if (due(sweep)) {
            begin(sweep);
        }
        Walk walk = cursor.sweeping(sweep);
        if (walk != null) {
            Walker walker = new Walker(run, false, at -> cursor.sweepStands(sweep, at));
            walker.walk(walk, () -> run.limits().spent());
        }
    }

    private boolean due(Sweep sweep) {
        if (cursor.sweeping(sweep) != null) {
            return sweep == Sweep.REFILL;
        }
        Instant last = cursor.sweptAt(sweep);
        return sweep != Sweep.REFILL && (last == null || !run.now().isBefore(last.plus(sweep.every())));
    }

    /** Begins it unless it is under way; a wider one that begins now reads what a narrower one would. */
    private void begin(Sweep sweep) {
        if (cursor.sweeping(sweep) != null) {
            return;
        }
        Instant now = run.now();
        Instant last = cursor.sweptAt(sweep);
        Instant from = now.minus(sweep.window());
        Instant unseen = last == null ? from : last.minus(sweep.lateness());
        Instant earliest = unseen.isBefore(from) ? unseen : from;
        Instant start = cursor.startFrom();
        Instant first = start != null && start.isAfter(earliest) ? start : earliest;
        cursor.sweepBegins(sweep, now, new Walk(first, position(), null));
        for (Sweep narrower : Sweep.values()) {
            if (narrower.compareTo(sweep) < 0 && cursor.sweeping(narrower) == null) {
                cursor.sweepBegins(narrower, now, new Walk(position(), position(), null));
                cursor.sweepStands(narrower, new Walk(position(), position(), null));
            }
        }
    }

    private Instant position() {
        Instant position = cursor.position();
        return position == null ? run.now() : position;
    }

    private static List<Sweep> widestFirst() {
        return List.of(Sweep.REFILL, Sweep.WEEKLY, Sweep.DAILY, Sweep.HOURLY);
    }

    private static String filters(TenantSettings.Sync sync) {
        Optional<Instant> start = sync.start();
        return sync.serviceSources().stream().sorted().toList()
                + "|" + sync.severities().stream().sorted().toList()
                + "|" + start.map(Instant::toString).orElse("");
    }
}
