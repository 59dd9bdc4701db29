package io.defenderrelay.sync;

import io.defenderrelay.microsoft.FindingCollection;
import io.defenderrelay.store.Hole;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads again what could not be read: whole if it can be, else parted by time down to a second, then by the values of
 * properties, so that what is well comes through and only what is not stays listed.
 */
final class HoleJob {
    private static final int MOST_FAILURES = 2;

    private final SyncRun run;
    private int failures;

    HoleJob(SyncRun run) {
        this.run = run;
    }

    /** Tries each hole at most once, the longest untried first, until two fail. */
    void work() {
        for (Hole hole : List.copyOf(run.cursor().holes())) {
            if (failures >= MOST_FAILURES || run.stopsHere()) {
                return;
            }
            if (run.cursor().holes().contains(hole)) {
                tryAgain(hole);
            }
        }
    }

    private void tryAgain(Hole hole) {
        FindingCollection collection = run.feed().collection();
        int top = hole.rest() ? collection.smallestPage() : collection.pageSize();
        Outcome outcome = new SliceReader(run, slice(hole), false).read(top, Walker.PAGES_OF_A_SECOND);
        switch (outcome.end()) {
            case DRAINED -> close(hole, hole.rest() ? outcome.rows() : hole.read() + outcome.rows());
            case STOPPED -> run.limits().stop();
            case REFUSED -> refused(hole);
            case PARTIAL -> {
                failures++;
                again(hole);
            }
            case UNFINISHED, FAILED -> failed(hole, outcome);
        }
    }

    private void failed(Hole hole, Outcome outcome) {
        failures += outcome.end() == Outcome.End.FAILED ? 1 : 0;
        if (hole.rest()) {
            restFailed(hole);
            return;
        }
        List<Hole> parts = parts(hole);
        if (parts.isEmpty()) {
            again(hole);
        } else {
            replace(hole, parts);
        }
    }

    /** The rest is covered when its parts are read and have, together, as many records as Microsoft counts. */
    private void restFailed(Hole rest) {
        boolean partsOpen = run.cursor().holes().stream().anyMatch(other -> other.isPartOf(rest));
        if (!partsOpen && !run.stopsHere() && run.hasNoMoreThan(rest.read(), slice(rest))) {
            close(rest, rest.read());
            return;
        }
        again(rest);
    }

    /** A value that Microsoft does not know has no records: what there may be is in the rest. */
    private void refused(Hole hole) {
        if (hole.equal().isEmpty() || hole.rest()) {
            again(hole);
        } else {
            close(hole, 0);
        }
    }

    private static Slice slice(Hole hole) {
        return new Slice(hole.from(), hole.to(), hole.equal());
    }

    private List<Hole> parts(Hole hole) {
        Duration width = Duration.between(hole.from(), hole.to());
        if (width.compareTo(Slice.NARROWEST) > 0) {
            Instant middle = hole.from().plus(width.dividedBy(2)).truncatedTo(ChronoUnit.MILLIS);
            return List.of(hole.between(hole.from(), middle), hole.between(middle, hole.to()));
        }
        List<FindingCollection.Split> splits = run.feed().collection().splits();
        int depth = hole.equal().size();
        if (depth >= splits.size()) {
            return List.of();
        }
        FindingCollection.Split split = splits.get(depth);
        List<Hole> parts = new ArrayList<>();
        split.values().forEach(value -> parts.add(hole.narrowed(split.property(), value)));
        parts.add(hole.asRest());
        return parts;
    }

    private void close(Hole hole, long records) {
        List<Hole> left = new ArrayList<>();
        for (Hole other : run.cursor().holes()) {
            if (!other.equals(hole)) {
                left.add(hole.isPartOf(other) ? other.covered(records) : other);
            }
        }
        run.cursor().holes(left);
    }

    private void again(Hole hole) {
        replace(hole, List.of(hole.triedAgain()));
    }

    private void replace(Hole hole, List<Hole> others) {
        List<Hole> left = new ArrayList<>(run.cursor().holes());
        left.remove(hole);
        left.addAll(others);
        run.cursor().holes(left);
    }
}
