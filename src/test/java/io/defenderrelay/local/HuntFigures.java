package io.defenderrelay.local;

import java.time.Duration;
import java.util.Map;

/** What one hunt took. */
record HuntFigures(Work work, Stored stored, Reading reading) {

    /** What {@code hunt-run} did. */
    record Work(
            HuntLine hunt, Run run, BenchResult.Memory memory, BenchResult.Calls calls, BenchResult.Waiting waiting) {}

    /**
     * The time of {@code hunt-run}.
     *
     * @param wall from the call of the function to its answer; its start is not in it
     * @param firstChunk from the call to the first rows in the table
     * @param cpu of the function's process meanwhile, with its compiler and collector
     * @param start how long the function's process took to be ready
     */
    record Run(Duration wall, Duration firstChunk, Duration cpu, Duration start) {}

    /**
     * What the table holds of the hunt.
     *
     * @param bytes of all items, by AWS's rules
     * @param units write units, by what was written
     */
    record Stored(long items, long bytes, Map<String, Double> units) {
        Stored {
            units = Map.copyOf(units);
        }

        double writeUnits() {
            return units.values().stream().mapToDouble(Double::doubleValue).sum();
        }
    }

    /**
     * The rows as {@code api} hands them out.
     *
     * @param wrong those of the compared that are not what the tenant answered
     * @param largest characters of the largest answer's body
     * @param wall from the first request to the last answer, comparing included
     */
    record Reading(
            long rows, int compared, int wrong, int answers, int largest, Duration wall, BenchResult.Memory memory) {}

    double rowsPerSecond() {
        return work.hunt().rows() * 1000.0 / Math.max(1, work.run().wall().toMillis());
    }

    /** Whether every row was kept and can be read. */
    boolean complete(int rows) {
        return work.hunt().succeeded() && work.hunt().rows() == rows && reading.rows() == rows && reading.wrong() == 0;
    }
}
