package io.defenderrelay.local;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What one drain took. */
record BenchResult(
        BenchCase of,
        Drain drain,
        Memory memory,
        Calls calls,
        Waiting waiting,
        Map<String, Double> writeUnitsPerAlert,
        Optional<IncidentBench.Figures> incident) {
    BenchResult {
        writeUnitsPerAlert = Map.copyOf(writeUnitsPerAlert);
    }

    /** Whether every alert came into the feed and, where all are of one incident, into its list. */
    boolean complete() {
        boolean listed = incident.map(one -> one.incidents() == 1 && one.alerts() == of.alerts())
                .orElse(!of.oneIncident());
        return drain.seen() == of.alerts() && listed;
    }

    BenchResult with(IncidentBench.Figures figures) {
        return new BenchResult(of, drain, memory, calls, waiting, writeUnitsPerAlert, Optional.of(figures));
    }

    /**
     * The work done.
     *
     * @param seen alerts that came into the feed
     * @param bytes of all alerts as Microsoft would send them
     * @param wall from the first call of the function to its last answer; its start is not in it
     * @param cpu of the function's process meanwhile, with its compiler and collector
     * @param start how long the function's process took to be ready
     * @param idle a run after the last, that finds nothing new
     */
    record Drain(long seen, long bytes, int runs, Duration wall, Duration cpu, Duration start, Duration idle) {
        double alertsPerSecond() {
            return seen * 1000.0 / Math.max(1, wall.toMillis());
        }

        double cpuMillisPerAlert() {
            return cpu.toMillis() * 1.0 / Math.max(1, seen);
        }
    }

    /** Of the function's process. */
    record Memory(ProcessFigures.Heap heap, OptionalLong peakResidentKilobytes) {}

    /** Remote calls, and calls to the table with all attempts. */
    record Calls(long list, long token, long table) {}

    /**
     * Where the time went.
     *
     * @param table what the function waited for DynamoDB Local, seen from the function
     * @param graph what the simulated tenant took to answer, seen from there
     * @param tableCpu CPU time of the process with DynamoDB Local
     * @param graphCpu CPU time of the simulated tenant's process
     */
    record Waiting(Duration table, Duration graph, Duration tableCpu, Duration graphCpu) {}

    double writeUnits() {
        return writeUnitsPerAlert.values().stream()
                .mapToDouble(Double::doubleValue)
                .sum();
    }

    /** The part of the drain's wall time, in percent. */
    double percent(Duration part) {
        return part.toMillis() * 100.0 / Math.max(1, drain.wall().toMillis());
    }
}
