package io.defenderrelay.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A {@link BenchTenant} in a process of its own. */
final class BenchTenantProcess implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final BufferedReader output;
    private final JsonNode ready;

    private BenchTenantProcess(Process process, BufferedReader output, JsonNode ready) {
        this.process = process;
        this.output = output;
        this.ready = ready;
    }

    /** Returns when all its alerts are there. */
    static BenchTenantProcess start(BenchCase wanted, Path log) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Xmx3g",
                        "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BenchTenant.class.getName(),
                        Integer.toString(wanted.alerts()),
                        Integer.toString(wanted.meanBytes()),
                        Integer.toString(wanted.pageSize()),
                        Boolean.toString(wanted.oneIncident()))
                .redirectError(log.toFile())
                .start();
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        String line = output.readLine();
        if (line == null) {
            throw new IllegalStateException("The simulated tenant did not start; read " + log);
        }
        return new BenchTenantProcess(process, output, JSON.readTree(line));
    }

    String endpoint() {
        return ready.path("endpoint").asText();
    }

    TenantFile file() {
        return RunTenant.file(
                ready.path("tenantId").asText(),
                ready.path("clientId").asText(),
                ready.path("clientSecret").asText());
    }

    long bytes() {
        return ready.path("bytes").asLong();
    }

    /** Ids of some of its alerts, evenly spread. */
    List<String> sample() {
        List<String> ids = new ArrayList<>();
        ready.path("sample").forEach(id -> ids.add(id.asText()));
        return ids;
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    /** Calls so far and the milliseconds it took to answer them. */
    JsonNode figures() throws IOException {
        PrintStream input = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        input.println("figures");
        return JSON.readTree(output.readLine());
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
