package io.defenderrelay.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** The benchmark's figures, as a table for people and as JSON for comparison. */
final class BenchReport {
    private static final List<String> EXPLANATION = List.of(
            "wall: first call to last answer, the start of the process not in it. CPU: the function's process, with its"
                    + " compiler and collector.",
            "heap: highest use before and after any collection; live: what a full collection left when all was drained."
                    + " resident: VmHWM of the whole process.",
            "write units: by AWS's published rules, worked out from what the table holds after the drain, not measured,"
                    + " since DynamoDB Local reports others: every page, and revision, head and index entry of up to"
                    + " 2,000 alerts evenly spread; heads, pages and cursor, in transactions, count twice.",
            "in DynamoDB Local: what the function waited for its answers, network and scheduling in it. in the tenant:"
                    + " what the simulated tenant took to make its answers, without its HTTP server.",
            "Stand-ins and function share this machine's processors: in AWS they do not.");

    private BenchReport() {}

    static void print(List<BenchResult> results, PrintStream out) {
        out.println();
        List<Map<String, String>> columns =
                results.stream().map(BenchReport::column).toList();
        out.println(
                line("", results.stream().map(one -> number(one.of().alerts())).toList()));
        out.println(line(
                "mean size of an alert",
                results.stream().map(BenchReport::meanSize).toList()));
        out.println(line(
                "alerts a page",
                results.stream().map(one -> number(one.of().pageSize())).toList()));
        for (String row : columns.get(0).keySet()) {
            out.println(
                    line(row, columns.stream().map(column -> column.get(row)).toList()));
        }
        out.println();
        EXPLANATION.forEach(text -> out.println("  " + text));
        out.println();
    }

    static void write(List<BenchResult> results, Path file) throws IOException {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        machine(root);
        results.forEach(one -> json(root.withArray("drains").addObject(), one));
        EXPLANATION.forEach(text -> root.withArray("explanation").add(text));
        write(root, file);
    }

    /** Says where the figures are from. */
    static void machine(ObjectNode root) {
        root.putObject("machine")
                .put("processors", Runtime.getRuntime().availableProcessors())
                .put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"))
                .put("java", System.getProperty("java.vm.version"))
                .put("function", String.join(" ", BenchFunctions.options()));
    }

    static void write(ObjectNode root, Path file) throws IOException {
        Files.writeString(
                file, new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n");
    }

    private static Map<String, String> column(BenchResult one) {
        Map<String, String> rows = new LinkedHashMap<>();
        rows.put("alerts in the feed", number(one.drain().seen()));
        rows.put("alerts a second", decimal(one.drain().alertsPerSecond(), 0));
        rows.put("wall", decimal(one.drain().wall().toMillis() / 1000.0, 1) + " s");
        rows.put("runs", number(one.drain().runs()));
        rows.put("CPU an alert", decimal(one.drain().cpuMillisPerAlert(), 2) + " ms");
        rows.put("heap, before collection", megabytes(one.memory().heap().before()));
        rows.put("heap, after collection", megabytes(one.memory().heap().after()));
        rows.put("heap, live at the end", megabytes(one.memory().heap().live()));
        rows.put("resident, highest", resident(one.memory().peakResidentKilobytes()));
        rows.put("remote list calls", number(one.calls().list()));
        rows.put("remote token calls", number(one.calls().token()));
        rows.put("calls to the table", number(one.calls().table()));
        rows.put("write units an alert", decimal(one.writeUnits(), 2));
        rows.put("  function's CPU / wall", decimal(one.percent(one.drain().cpu()), 0) + " %");
        rows.put("  in DynamoDB Local", decimal(one.percent(one.waiting().table()), 0) + " %");
        rows.put("  in the tenant", decimal(one.percent(one.waiting().graph()), 0) + " %");
        rows.put("  DynamoDB's CPU / wall", decimal(one.percent(one.waiting().tableCpu()), 0) + " %");
        rows.put("  tenant's CPU / wall", decimal(one.percent(one.waiting().graphCpu()), 0) + " %");
        rows.put(
                "incident's alerts listed",
                one.incident().map(listed -> number(listed.alerts())).orElse("-"));
        rows.put(
                "  in answers",
                one.incident().map(listed -> number(listed.answers())).orElse("-"));
        rows.put(
                "  in",
                one.incident()
                        .map(listed -> decimal(listed.wall().toMillis() / 1000.0, 1) + " s")
                        .orElse("-"));
        rows.put("start of the process", number(one.drain().start().toMillis()) + " ms");
        rows.put("a run without news", number(one.drain().idle().toMillis()) + " ms");
        return rows;
    }

    private static void json(ObjectNode node, BenchResult one) {
        node.put("alerts", one.of().alerts())
                .put("meanBytes", one.drain().bytes() / Math.max(1, one.of().alerts()))
                .put("pageSize", one.of().pageSize())
                .put("seen", one.drain().seen())
                .put("alertsPerSecond", one.drain().alertsPerSecond())
                .put("wallSeconds", one.drain().wall().toMillis() / 1000.0)
                .put("runs", one.drain().runs())
                .put("cpuMillisPerAlert", one.drain().cpuMillisPerAlert());
        one.memory().heap().before().ifPresent(peak -> node.put("heapPeakBeforeGcMegabytes", peak));
        one.memory().heap().after().ifPresent(peak -> node.put("heapPeakAfterGcMegabytes", peak));
        one.memory().heap().live().ifPresent(live -> node.put("heapLiveMegabytes", live));
        one.memory().peakResidentKilobytes().ifPresent(peak -> node.put("residentPeakKilobytes", peak));
        node.put("listCalls", one.calls().list())
                .put("tokenCalls", one.calls().token())
                .put("tableCalls", one.calls().table())
                .put("writeUnitsPerAlert", one.writeUnits());
        one.writeUnitsPerAlert().forEach(node.putObject("writeUnitsPerAlertBy")::put);
        node.put("functionCpuSeconds", one.drain().cpu().toMillis() / 1000.0)
                .put("waitedForTableSeconds", one.waiting().table().toMillis() / 1000.0)
                .put("tenantAnsweringSeconds", one.waiting().graph().toMillis() / 1000.0)
                .put("tableCpuSeconds", one.waiting().tableCpu().toMillis() / 1000.0)
                .put("tenantCpuSeconds", one.waiting().graphCpu().toMillis() / 1000.0)
                .put("startMillis", one.drain().start().toMillis())
                .put("idleRunMillis", one.drain().idle().toMillis());
        one.incident().ifPresent(listed -> node.put("incidentAlertsListed", listed.alerts())
                .put("incidentAnswers", listed.answers())
                .put("incidentListingSeconds", listed.wall().toMillis() / 1000.0));
    }

    static String line(String row, List<String> cells) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "  %-26s", row));
        cells.forEach(cell -> line.append(String.format(Locale.ROOT, "%16s", cell)));
        return line.toString();
    }

    private static String meanSize(BenchResult one) {
        return decimal(one.drain().bytes() / 1000.0 / Math.max(1, one.of().alerts()), 1) + " KB";
    }

    static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    static String decimal(double number, int digits) {
        return String.format(Locale.ROOT, "%,." + digits + "f", number);
    }

    static String megabytes(OptionalDouble peak) {
        return peak.isPresent() ? decimal(peak.getAsDouble(), 0) + " MB" : "not available";
    }

    static String resident(OptionalLong kilobytes) {
        return kilobytes.isPresent() ? decimal(kilobytes.getAsLong() / 1024.0, 0) + " MB" : "not available";
    }
}
