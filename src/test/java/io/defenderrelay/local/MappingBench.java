package io.defenderrelay.local;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.ThreadMXBean;
import io.defenderrelay.model.Change;
import io.defenderrelay.model.Kind;
import io.defenderrelay.ocsf.MappingException;
import io.defenderrelay.ocsf.OcsfMapper;
import io.defenderrelay.ocsf.RevisionFacts;
import io.defenderrelay.simulated.AlertGenerator;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Maps 1,000 generated alerts of 12 evidences to OCSF, again and again, in a process of its own with 64 MB of heap: the first
 * round is cold, the last is warm. One thread; its own processor time and allocation.
 */
final class MappingBench {
    private static final int ALERTS = 1_000;
    private static final int EVIDENCES = 12;
    private static final int ROUNDS = 20;
    private static final String TENANT = "0a1b2c3d-1111-4222-8333-444455556666";
    private static final Instant AT = Instant.parse("2026-09-14T10:24:02.910Z");

    private MappingBench() {}

    /** What a round took. */
    private record Round(Duration cpu, long allocated, long bytes) {}

    /** Prints a line for each round: microseconds of processor time, bytes allocated, bytes of events. */
    public static void main(String[] args) throws MappingException {
        List<byte[]> alerts = alerts();
        ThreadMXBean meter = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long self = Thread.currentThread().getId();
        for (int round = 0; round < ROUNDS; round++) {
            long cpu = meter.getCurrentThreadCpuTime();
            long allocated = meter.getThreadAllocatedBytes(self);
            long bytes = map(alerts);
            System.out.println((meter.getCurrentThreadCpuTime() - cpu) / 1_000 + " "
                    + (meter.getThreadAllocatedBytes(self) - allocated) + " " + bytes);
        }
    }

    /** Measures, prints a table and writes it as JSON. */
    static void measure(PrintStream out, Path file) throws IOException, InterruptedException {
        List<Round> rounds = rounds();
        Round cold = rounds.get(0);
        Round warm = rounds.get(rounds.size() - 1);
        out.println();
        out.println(BenchReport.line(
                "mapping: 1,000 alerts x " + EVIDENCES + " evidences", List.of("first round", "round " + ROUNDS)));
        out.println(BenchReport.line("CPU", List.of(millis(cold), millis(warm))));
        out.println(BenchReport.line("allocated an alert", List.of(allocated(cold), allocated(warm))));
        out.println(BenchReport.line("event, on average", List.of(size(cold), size(warm))));
        out.println();
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        BenchReport.machine(root);
        root.put("mapping", "-Xmx64m -XX:+UseSerialGC");
        ArrayNode list = root.putArray("rounds");
        rounds.forEach(round -> list.addObject()
                .put("cpuMillis", round.cpu().toNanos() / 1_000_000.0)
                .put("allocatedBytesAnAlert", round.allocated() / ALERTS)
                .put("eventBytes", round.bytes() / ALERTS));
        BenchReport.write(root, file);
    }

    private static List<Round> rounds() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        MappingBench.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<Round> rounds = new ArrayList<>();
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                String[] figures = line.split(" ", -1);
                rounds.add(new Round(
                        Duration.ofNanos(Long.parseLong(figures[0]) * 1_000),
                        Long.parseLong(figures[1]),
                        Long.parseLong(figures[2])));
            }
        }
        if (process.waitFor() != 0 || rounds.size() != ROUNDS) {
            throw new IllegalStateException("The process that maps ended before its last round");
        }
        return rounds;
    }

    private static List<byte[]> alerts() {
        AlertGenerator generator = new AlertGenerator(1, TENANT);
        List<String> kinds = generator.evidenceKinds();
        List<byte[]> alerts = new ArrayList<>();
        for (int number = 0; number < ALERTS; number++) {
            List<String> chosen = new ArrayList<>();
            for (int evidence = 0; evidence < EVIDENCES; evidence++) {
                chosen.add(kinds.get((number * EVIDENCES + evidence) % kinds.size()));
            }
            alerts.add(generator.alert("alert-" + number, AT, chosen).toString().getBytes(StandardCharsets.UTF_8));
        }
        return alerts;
    }

    private static long map(List<byte[]> alerts) throws MappingException {
        OcsfMapper mapper = new OcsfMapper();
        long bytes = 0;
        for (int number = 0; number < alerts.size(); number++) {
            RevisionFacts facts =
                    new RevisionFacts(Kind.ALERT, TENANT, "alert-" + number, AT, "0".repeat(64), 1, Change.CREATED);
            bytes += mapper.map(facts, new ByteArrayInputStream(alerts.get(number)), List.of())
                    .json()
                    .length;
        }
        return bytes;
    }

    private static String millis(Round round) {
        return BenchReport.number(round.cpu().toMillis()) + " ms";
    }

    private static String allocated(Round round) {
        return BenchReport.decimal(round.allocated() / 1_000.0 / ALERTS, 0) + " KB";
    }

    private static String size(Round round) {
        return BenchReport.decimal(round.bytes() / 1_000.0 / ALERTS, 1) + " KB";
    }
}
