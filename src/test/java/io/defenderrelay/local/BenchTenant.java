package io.defenderrelay.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.defenderrelay.simulated.AlertGenerator;
import io.defenderrelay.simulated.IncidentGenerator;
import io.defenderrelay.simulated.SimulatedTenant;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A simulated tenant as a program, so that its work can be told from the relay's. Arguments: those of a
 * {@link BenchCase}. Prints one line of JSON when it is ready, another with its figures for each line it reads, and ends
 * when its input does.
 */
public final class BenchTenant {
    private static final Duration HISTORY = Duration.ofDays(6);
    private static final long SEED = 11;
    private static final int SAMPLE = 2_000;

    private BenchTenant() {}

    public static void main(String[] args) throws IOException {
        PrintStream parent = System.out;
        System.setOut(System.err);
        BenchCase wanted = BenchCase.of(args[0], args[1], args[2], args[3]);
        SimulatedTenant tenant = SimulatedTenant.start(Clock.systemUTC());
        tenant.listing().largestTop(wanted.pageSize());
        long bytes = fill(tenant, wanted);
        ObjectNode ready = new ObjectMapper().createObjectNode();
        ready.put("endpoint", tenant.endpoint().toString())
                .put("tenantId", tenant.tenantId())
                .put("clientId", tenant.clientId())
                .put("clientSecret", tenant.clientSecret())
                .put("bytes", bytes);
        sample(tenant).forEach(ready.withArray("sample")::add);
        parent.println(ready);
        serve(tenant, parent);
        Runtime.getRuntime().halt(0);
    }

    private static void serve(SimulatedTenant tenant, PrintStream parent) throws IOException {
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (input.readLine() != null) {
            ObjectNode figures = new ObjectMapper().createObjectNode();
            figures.put("listCalls", tenant.listCalls().size())
                    .put("tokenCalls", tenant.tokenCalls().size())
                    .put("millis", tenant.timeSpent().toMillis());
            parent.println(figures);
        }
    }

    private static List<String> sample(SimulatedTenant tenant) {
        List<String> ids = List.copyOf(tenant.alerts().ids());
        int step = Math.max(1, ids.size() / SAMPLE);
        return IntStream.iterate(0, index -> index < ids.size(), index -> index + step)
                .mapToObj(ids::get)
                .toList();
    }

    /** Returns how many bytes all alerts have. */
    private static long fill(SimulatedTenant tenant, BenchCase wanted) {
        Instant now = Instant.now();
        AlertGenerator generator = new AlertGenerator(SEED, tenant.tenantId());
        long[] bytes = {0};
        generator.records(wanted.alerts(), now.minus(HISTORY), now).forEach(json -> {
            byte[] sized = wanted.meanBytes() == 0 ? json : grown(json, wanted, generator);
            bytes[0] += sized.length;
            tenant.alerts().add(sized);
        });
        if (wanted.oneIncident()) {
            tenant.incidents().add(new IncidentGenerator(SEED, tenant.tenantId()).record(BenchCase.INCIDENT, now));
        }
        return bytes[0];
    }

    /** The alert with evidence of others added until it has as many bytes as wanted, in the one incident if there is. */
    private static byte[] grown(byte[] json, BenchCase wanted, AlertGenerator generator) {
        ObjectMapper mapper = new ObjectMapper();
        try {
            ObjectNode alert = (ObjectNode) mapper.readTree(json);
            ArrayNode evidence = alert.withArray("evidence");
            Instant created = Instant.parse(alert.path("createdDateTime").asText());
            int length = json.length;
            while (length < wanted.meanBytes()) {
                for (JsonNode item : generator.record(created, created).path("evidence")) {
                    evidence.add(item);
                    length += item.toString().length() + 1;
                }
            }
            if (wanted.oneIncident()) {
                alert.put("incidentId", BenchCase.INCIDENT);
            }
            return mapper.writeValueAsBytes(alert);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
