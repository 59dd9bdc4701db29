package io.defenderrelay.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the operating system and the collector's log say of a process. */
final class ProcessFigures {
    private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");
    private static final Pattern COLLECTION = Pattern.compile("Pause (.*) (\\d+)M->(\\d+)M\\(");

    private ProcessFigures() {}

    /**
     * Heap use in MB.
     *
     * @param before the highest before a collection
     * @param after the highest after one, most of them of young objects alone
     * @param live what was left when {@link #collect} was asked for
     */
    record Heap(OptionalDouble before, OptionalDouble after, OptionalDouble live) {}

    /** Has the process collect its whole heap; does nothing where the JDK's tool for it is missing. */
    static void collect(ProcessHandle process) throws InterruptedException {
        String tool = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        try {
            new ProcessBuilder(tool, Long.toString(process.pid()), "GC.run")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException noSuchTool) {
            // Then the figure is missing, and the report says so.
        }
    }

    static Duration cpu(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** The most memory that the process had resident, in KB; empty where the system does not tell. */
    static OptionalLong peakResident(ProcessHandle process) {
        try {
            Matcher matcher = PEAK.matcher(Files.readString(Path.of("/proc/" + process.pid() + "/status")));
            return matcher.find() ? OptionalLong.of(Long.parseLong(matcher.group(1))) : OptionalLong.empty();
        } catch (IOException notLinux) {
            return OptionalLong.empty();
        }
    }

    /** Reads the lines that {@code -Xlog:gc} wrote. */
    static Heap heap(List<String> collections) {
        List<Matcher> found = collections.stream()
                .map(COLLECTION::matcher)
                .filter(Matcher::find)
                .toList();
        return new Heap(
                found.stream()
                        .mapToDouble(one -> Double.parseDouble(one.group(2)))
                        .max(),
                found.stream()
                        .mapToDouble(one -> Double.parseDouble(one.group(3)))
                        .max(),
                found.stream()
                        .filter(one -> one.group(1).contains("Diagnostic Command"))
                        .mapToDouble(one -> Double.parseDouble(one.group(3)))
                        .max());
    }
}
