package io.defenderrelay.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.defenderrelay.microsoft.MicrosoftApi;
import io.defenderrelay.simulated.SimulatedTenant;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random histories; how many is the system property {@code simulation.histories}. */
@QuarkusTest
class SimulationTest {
    private static final long HISTORIES = Long.getLong("simulation.histories", 300);
    private static final long FIRST = Long.getLong("simulation.first", 1);

    private static SimulatedTenant microsoft;

    @Inject
    @RestClient
    MicrosoftApi api;

    @BeforeAll
    static void start() {
        microsoft = SimulatedTenant.start(Clock.systemUTC());
    }

    @AfterAll
    static void stop() {
        microsoft.close();
    }

    @Test
    void randomHistoriesLoseNothingAndDoubleNothing() {
        Map<Long, String> broken = new TreeMap<>();

        LongStream.range(FIRST, FIRST + HISTORIES).forEach(seed -> {
            String faults = String.join("\n", live(seed));
            if (!faults.isEmpty()) {
                broken.put(seed, faults);
            }
        });

        assertThat(broken)
                .as("seeds that break a promise; add each to historiesThatOnceFailed")
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1})
    void historiesThatOnceFailed(long seed) {
        assertThat(live(seed)).isEmpty();
    }

    private java.util.List<String> live(long seed) {
        try {
            return new History(api, microsoft, seed).faults();
        } catch (RuntimeException | AssertionError unexpected) {
            java.io.StringWriter trace = new java.io.StringWriter();
            unexpected.printStackTrace(new java.io.PrintWriter(trace));
            return java.util.List.of("unexpected: " + trace);
        }
    }
}
