package io.defenderrelay.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * {@code ./mvnw -Pbench}: drains backlogs with the packaged {@code alert-sync} and hunts with {@code hunt-run}, each in 64 MB
 * of heap, maps alerts to OCSF, and prints what it took; beside it as JSON in {@code target/bench}: {@code alert-sync.json},
 * {@code hunt-run.json} and {@code mapping.json}. {@code -Dbench.cases=hunt} does one of drains, hunt and mapping. {@code -Dbench.alerts=10000,100000} names the backlogs;
 * three more drains show whether memory grows with the size of pages, alerts and incidents.
 */
public final class Bench {
    private static final Path FOLDER = Path.of("target", "bench");
    private static final BenchCase SMALL_PAGES = new BenchCase(10_000, 0, 100);
    private static final BenchCase LARGE_INCIDENT = new BenchCase(10_000, 50_000, BenchCase.USUAL_PAGE, true);
    private static final BenchCase LARGE_ALERTS = new BenchCase(2_000, 50_000, BenchCase.USUAL_PAGE);

    private Bench() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        ParentWatch.start();
        int code = 1;
        try {
            code = run(
                    wanted(System.getProperty("bench.cases", "drains,hunt,mapping")),
                    cases(System.getProperty("bench.alerts", "10000,100000")));
        } catch (IllegalStateException wrong) {
            System.err.println(wrong.getMessage());
        }
        Runtime.getRuntime().exit(code);
    }

    private static int run(Set<String> wanted, Set<BenchCase> cases) throws IOException, InterruptedException {
        Files.createDirectories(FOLDER);
        if (wanted.contains("mapping")) {
            System.out.println("  mapping 1,000 alerts …");
            MappingBench.measure(System.out, FOLDER.resolve("mapping.json"));
        }
        if (wanted.equals(Set.of("mapping"))) {
            return 0;
        }
        ProcessHandle aws = startAws();
        Artifact artifact = metered();
        Runtime.getRuntime().addShutdownHook(new Thread(artifact::close));
        boolean drained = !wanted.contains("drains") || drain(cases, artifact, aws);
        boolean hunted = !wanted.contains("hunt") || hunt(artifact, aws);
        return drained && hunted ? 0 : 1;
    }

    private static boolean drain(Set<BenchCase> cases, Artifact artifact, ProcessHandle aws)
            throws IOException, InterruptedException {
        List<BenchResult> results = new ArrayList<>();
        for (BenchCase wanted : cases) {
            System.out.println("  draining " + wanted.title() + " …");
            results.add(new BenchRun(wanted, artifact, FOLDER, aws).measure());
        }
        BenchReport.print(results, System.out);
        BenchReport.write(results, FOLDER.resolve("alert-sync.json"));
        List<BenchResult> incomplete =
                results.stream().filter(one -> !one.complete()).toList();
        incomplete.forEach(one -> System.out.println(
                "  Not every alert came into the feed: " + one.of().title()));
        return incomplete.isEmpty();
    }

    private static boolean hunt(Artifact artifact, ProcessHandle aws) throws IOException, InterruptedException {
        System.out.printf(Locale.ROOT, "  hunting %,d rows of %d bytes …%n", HuntBench.ROWS, HuntBench.BYTES_A_ROW);
        HuntFigures figures = new HuntBench(HuntBench.ROWS, HuntBench.BYTES_A_ROW, artifact, FOLDER, aws).measure();
        HuntBenchReport.print(figures, System.out);
        HuntBenchReport.write(figures, FOLDER.resolve("hunt-run.json"));
        boolean complete = figures.complete(HuntBench.ROWS);
        if (!complete) {
            System.out.println("  Not every row was kept and read as it was found");
        }
        return complete;
    }

    /** The artifact, with a meter of its calls to the table beside it. */
    static Artifact metered() throws IOException {
        Artifact artifact = Artifact.unzip();
        artifact.addClass(CallMeter.class);
        artifact.addText("software/amazon/awssdk/global/handlers/execution.interceptors", CallMeter.class.getName());
        return artifact;
    }

    /** Starts the stand-ins for AWS, the first child of this process. */
    static ProcessHandle startAws() {
        LocalAws.endpoints();
        return ProcessHandle.current().children().findFirst().orElseThrow();
    }

    private static Set<String> wanted(String names) {
        Set<String> wanted = Set.of(names.split(",", -1));
        if (!Set.of("drains", "hunt", "mapping").containsAll(wanted)) {
            throw new IllegalStateException(
                    "-Dbench.cases must be of drains, hunt and mapping, several with commas between");
        }
        return wanted;
    }

    private static Set<BenchCase> cases(String sizes) {
        Set<BenchCase> cases = new LinkedHashSet<>();
        try {
            Arrays.stream(sizes.split(",", -1))
                    .filter(size -> !size.isBlank())
                    .map(size -> new BenchCase(Integer.parseInt(size.strip()), 0, BenchCase.USUAL_PAGE))
                    .forEach(cases::add);
        } catch (NumberFormatException notANumber) {
            throw new IllegalStateException("-Dbench.alerts must be numbers separated by commas", notANumber);
        }
        cases.add(SMALL_PAGES);
        cases.add(LARGE_ALERTS);
        cases.add(LARGE_INCIDENT);
        return cases;
    }
}
