package io.defenderrelay.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The packaged functions as a benchmark runs them: in 64 MB of heap, with a log of collections and the calls of the table
 * counted.
 *
 * @param name of the case, with which the names of its files begin
 */
record BenchFunctions(String name, Artifact artifact, Path folder, Clock clock) {

    /** What the JVM of a function runs with, apart from its log of collections. */
    static List<String> options() {
        return List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");
    }

    /** Starts the function with its logs emptied. */
    FunctionProcess start(List<FunctionPlan> plans, String function) throws IOException {
        for (String old : List.of("-gc.log", "-calls.txt", ".log")) {
            Files.deleteIfExists(file(function + old));
        }
        return FunctionProcess.start(plan(plans, function), artifact, jvm(function), file(function + ".log"), clock);
    }

    Path file(String ending) {
        return folder.resolve(name + "-" + ending);
    }

    /** What the function printed since its log had so many bytes. */
    List<String> printed(String function, long since) throws IOException {
        byte[] log = Files.readAllBytes(file(function + ".log"));
        return new String(log, (int) since, log.length - (int) since, StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    /** Ends the process, and tells what memory it needed. */
    BenchResult.Memory memory(FunctionProcess process, String function) throws IOException, InterruptedException {
        ProcessFigures.collect(process.handle());
        OptionalLong resident = ProcessFigures.peakResident(process.handle());
        // Asked to end, it writes what its meter counted.
        process.close();
        return new BenchResult.Memory(ProcessFigures.heap(Files.readAllLines(file(function + "-gc.log"))), resident);
    }

    /** The number of calls to the table and their milliseconds, of a process that has ended. */
    long[] tableCalls(String function) throws IOException {
        String[] counted =
                Files.readString(file(function + "-calls.txt")).strip().split(" ", -1);
        return new long[] {Long.parseLong(counted[0]), Long.parseLong(counted[1])};
    }

    static FunctionPlan plan(List<FunctionPlan> plans, String function) {
        return plans.stream()
                .filter(plan -> plan.name().equals(function))
                .findFirst()
                .orElseThrow();
    }

    private List<String> jvm(String function) {
        List<String> all = new ArrayList<>(options());
        all.add("-Xlog:gc:file=" + file(function + "-gc.log").toAbsolutePath());
        all.add("-Dbench.calls=" + file(function + "-calls.txt").toAbsolutePath());
        return all;
    }
}
