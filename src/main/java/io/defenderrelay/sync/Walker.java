package io.defenderrelay.sync;

import io.defenderrelay.microsoft.FindingCollection;
import io.defenderrelay.problem.UpstreamException;
import io.defenderrelay.store.Hole;
import io.defenderrelay.store.Walk;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes a job through its stretch of time in slices that can be read whole: narrower after one that cannot, wider after
 * one that was easy, around what fails.
 */
final class Walker {
    /** Pages with records that one slice may have: links lose their validity when deep or old. */
    static final int PAGES = 10;

    /** Pages that one second may have, which cannot be narrowed. */
    static final int PAGES_OF_A_SECOND = 40;

    private static final Duration WIDEST = Duration.ofDays(64);

    private final SyncRun run;
    private final boolean forward;
    private final Consumer<Walk> progress;
    private boolean alive;

    /** @param progress told after each step how far the job has come */
    Walker(SyncRun run, boolean forward, Consumer<Walk> progress) {
        this.run = run;
        this.forward = forward;
        this.progress = progress;
    }

    /** Goes on until the end, or until {@code enough}; true when the end was reached. */
    boolean walk(Walk start, BooleanSupplier enough) {
        Walk walk = start;
        while (!walk.done()) {
            walk = skipHoles(walk);
            if (walk.done()) {
                break;
            }
            if (enough.getAsBoolean()) {
                progress.accept(walk);
                return false;
            }
            Slice slice = slice(walk);
            Outcome outcome = new SliceReader(run, slice, forward).read(pageSize(), PAGES);
            if (slice.to() == null && outcome.end() == Outcome.End.DRAINED) {
                Instant newest = outcome.newest();
                progress.accept((newest == null ? walk : walk.movedTo(newest)).withWidth(null));
                return true;
            }
            walk = next(walk, slice, outcome);
            progress.accept(walk);
            if (slice.to() == null && outcome.end() == Outcome.End.PARTIAL) {
                return true;
            }
            if (outcome.end() == Outcome.End.STOPPED) {
                return false;
            }
        }
        progress.accept(walk);
        return true;
    }

    private Walk next(Walk walk, Slice slice, Outcome outcome) {
        Instant passed = outcome.passed(slice.from());
        return switch (outcome.end()) {
            case DRAINED -> widened(walk, slice, outcome);
            case PARTIAL -> pastHole(walk, slice.from(), slice.to() == null ? run.now() : slice.to());
            case STOPPED -> passed == null ? walk : walk.movedTo(passed);
            case UNFINISHED, FAILED -> passed == null ? narrowed(walk, slice, outcome) : walk.movedTo(passed);
            case REFUSED -> throw failure(outcome);
        };
    }

    private static Walk widened(Walk walk, Slice slice, Outcome outcome) {
        Instant to = slice.to() == null ? slice.from() : slice.to();
        Walk moved = walk.movedTo(to);
        Duration width = walk.width();
        if (width == null || outcome.pages() > PAGES / 2) {
            return moved;
        }
        Duration wider = width.multipliedBy(2);
        return moved.withWidth(wider.compareTo(WIDEST) > 0 ? null : wider);
    }

    private Walk narrowed(Walk walk, Slice slice, Outcome outcome) {
        if (outcome.end() == Outcome.End.FAILED) {
            checkAlive(outcome);
        }
        Instant to = slice.to() == null ? nextSecond(run.now(), slice.from()) : slice.to();
        Duration width = Duration.between(slice.from(), to);
        if (width.compareTo(Slice.NARROWEST) > 0) {
            Duration half = width.dividedBy(2).truncatedTo(ChronoUnit.MILLIS);
            return walk.withWidth(half.compareTo(Slice.NARROWEST) < 0 ? Slice.NARROWEST : half);
        }
        if (outcome.end() == Outcome.End.UNFINISHED) {
            Outcome whole =
                    new SliceReader(run, Slice.between(slice.from(), to), forward).read(pageSize(), PAGES_OF_A_SECOND);
            if (whole.end() == Outcome.End.DRAINED) {
                return walk.movedTo(to);
            }
            if (whole.end() == Outcome.End.STOPPED) {
                return walk;
            }
        }
        return pastHole(walk, slice.from(), to);
    }

    /** Lists what could not be read before anything moves beyond it. */
    private Walk pastHole(Walk walk, Instant from, Instant to) {
        run.cursor().add(Hole.found(from, to, run.now()));
        run.save().run();
        return walk.movedTo(to);
    }

    private Walk skipHoles(Walk walk) {
        Walk moved = walk;
        for (Hole hole : run.cursor().holes()) {
            boolean inside = !moved.at().isBefore(hole.from()) && moved.at().isBefore(hole.to());
            moved = inside ? moved.movedTo(hole.to()) : moved;
        }
        return moved;
    }

    private Slice slice(Walk walk) {
        Instant to = walk.end();
        Duration width = walk.width();
        if (width != null) {
            Instant narrow = walk.at().plus(width);
            boolean reachesNow = to == null && narrow.isAfter(run.now());
            to = reachesNow || (to != null && to.isBefore(narrow)) ? to : narrow;
        }
        for (Hole hole : run.cursor().holes()) {
            boolean ahead =
                    hole.from().isAfter(walk.at()) && (to == null || hole.from().isBefore(to));
            to = ahead ? hole.from() : to;
        }
        return Slice.between(walk.at(), to);
    }

    /** A slice failed; so does everything else when Microsoft is down, and then nothing is wrong with the slice. */
    private void checkAlive(Outcome outcome) {
        if (alive) {
            return;
        }
        if (run.stopsHere()) {
            throw failure(outcome);
        }
        Slice nothing = Slice.between(run.now().plus(Duration.ofDays(1)), null);
        Outcome probe = new SliceReader(run, nothing, false).read(1, 1);
        if (probe.end() == Outcome.End.FAILED || probe.end() == Outcome.End.STOPPED) {
            throw failure(outcome);
        }
        alive = true;
    }

    private int pageSize() {
        FindingCollection collection = run.feed().collection();
        return collection.pageSize();
    }

    private static Instant nextSecond(Instant now, Instant from) {
        Instant later = now.isAfter(from) ? now : from;
        return later.truncatedTo(ChronoUnit.SECONDS).plus(Slice.NARROWEST);
    }

    private static UpstreamException failure(Outcome outcome) {
        @Nullable UpstreamException failure = outcome.failure();
        return failure == null
                ? new UpstreamException(UpstreamException.Reason.FAILED, "Microsoft's list ended early", null)
                : failure;
    }
}
