package io.defenderrelay.local;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The figures of the hunt, as a table for people and as JSON for comparison. */
final class HuntBenchReport {
    private static final List<String> EXPLANATION = List.of(
            "wall: call to answer of hunt-run in a process that has just started, sign-in included. heap: highest use before"
                    + " and after any collection; live: what a full collection left at the end. resident: VmHWM.",
            "first chunk: call to the first rows in the table, looked for every 5 ms.",
            "write units: by AWS's published rules, worked out from what the table holds of the hunt: its rows and its"
                    + " question once; the hunt itself three times; index and quota as the code writes them.",
            "the tenant is in the benchmark's process; its CPU is that process's. Rows are compared while they are read.");

    private HuntBenchReport() {}

    static void print(HuntFigures one, PrintStream out) {
        out.println();
        rows(one).forEach((row, cell) -> out.println(BenchReport.line(row, List.of(cell))));
        out.println();
        EXPLANATION.forEach(text -> out.println("  " + text));
        out.println();
    }

    static void write(HuntFigures one, Path file) throws IOException {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        BenchReport.machine(root);
        json(root.putObject("hunt"), one);
        EXPLANATION.forEach(text -> root.withArray("explanation").add(text));
        BenchReport.write(root, file);
    }

    private static Map<String, String> rows(HuntFigures one) {
        HuntFigures.Work work = one.work();
        Map<String, String> rows = new LinkedHashMap<>();
        rows.put("hunt-run: rows", BenchReport.number(work.hunt().rows()));
        rows.put("  of in all", BenchReport.decimal(work.hunt().bytes() / 1_000_000.0, 1) + " MB");
        rows.put("rows a second", BenchReport.decimal(one.rowsPerSecond(), 0));
        rows.put("wall", seconds(work.run().wall()));
        rows.put("first chunk after", BenchReport.number(work.run().firstChunk().toMillis()) + " ms");
        rows.put("CPU", seconds(work.run().cpu()));
        memory(rows, work.memory());
        rows.put("remote hunting calls", BenchReport.number(work.calls().list()));
        rows.put("remote token calls", BenchReport.number(work.calls().token()));
        rows.put("calls to the table", BenchReport.number(work.calls().table()));
        rows.put("items of the hunt", BenchReport.number(one.stored().items()));
        rows.put("  packed", BenchReport.decimal(one.stored().bytes() / 1_000_000.0, 1) + " MB");
        rows.put("write units", BenchReport.decimal(one.stored().writeUnits(), 0));
        rows.put("  in DynamoDB Local", seconds(work.waiting().table()));
        rows.put("  DynamoDB's CPU", seconds(work.waiting().tableCpu()));
        rows.put("  tenant's CPU", seconds(work.waiting().graphCpu()));
        rows.put("start of the process", BenchReport.number(work.run().start().toMillis()) + " ms");
        Map<String, String> read = new LinkedHashMap<>();
        read.put("rows", BenchReport.number(one.reading().rows()));
        read.put("compared", BenchReport.number(one.reading().compared()));
        read.put("wrong", BenchReport.number(one.reading().wrong()));
        read.put("answers", BenchReport.number(one.reading().answers()));
        read.put("wall", seconds(one.reading().wall()));
        memory(read, one.reading().memory());
        read.forEach((row, cell) -> rows.put("api: " + row, cell));
        return rows;
    }

    private static void memory(Map<String, String> rows, BenchResult.Memory memory) {
        rows.put("heap, before collection", BenchReport.megabytes(memory.heap().before()));
        rows.put("heap, after collection", BenchReport.megabytes(memory.heap().after()));
        rows.put("heap, live at the end", BenchReport.megabytes(memory.heap().live()));
        rows.put("resident, highest", BenchReport.resident(memory.peakResidentKilobytes()));
    }

    private static void json(ObjectNode node, HuntFigures one) {
        HuntFigures.Work work = one.work();
        node.put("rows", work.hunt().rows())
                .put("bytes", work.hunt().bytes())
                .put("rowsPerSecond", one.rowsPerSecond())
                .put("wallSeconds", work.run().wall().toMillis() / 1000.0)
                .put("firstChunkMillis", work.run().firstChunk().toMillis())
                .put("functionCpuSeconds", work.run().cpu().toMillis() / 1000.0)
                .put("startMillis", work.run().start().toMillis());
        json(node, work.memory());
        node.put("huntingCalls", work.calls().list())
                .put("tokenCalls", work.calls().token())
                .put("tableCalls", work.calls().table())
                .put("items", one.stored().items())
                .put("storedBytes", one.stored().bytes())
                .put("writeUnits", one.stored().writeUnits());
        one.stored().units().forEach(node.putObject("writeUnitsBy")::put);
        node.put("waitedForTableSeconds", work.waiting().table().toMillis() / 1000.0)
                .put("tableCpuSeconds", work.waiting().tableCpu().toMillis() / 1000.0)
                .put("tenantCpuSeconds", work.waiting().graphCpu().toMillis() / 1000.0);
        ObjectNode reading = node.putObject("reading");
        reading.put("rows", one.reading().rows())
                .put("compared", one.reading().compared())
                .put("wrong", one.reading().wrong())
                .put("answers", one.reading().answers())
                .put("wallSeconds", one.reading().wall().toMillis() / 1000.0);
        json(reading, one.reading().memory());
    }

    private static void json(ObjectNode node, BenchResult.Memory memory) {
        memory.heap().before().ifPresent(peak -> node.put("heapPeakBeforeGcMegabytes", peak));
        memory.heap().after().ifPresent(peak -> node.put("heapPeakAfterGcMegabytes", peak));
        memory.heap().live().ifPresent(live -> node.put("heapLiveMegabytes", live));
        memory.peakResidentKilobytes().ifPresent(peak -> node.put("residentPeakKilobytes", peak));
    }

    private static String seconds(Duration duration) {
        return BenchReport.decimal(duration.toMillis() / 1000.0, 1) + " s";
    }
}
