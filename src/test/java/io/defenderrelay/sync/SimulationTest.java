package io.defenderrelay.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.defenderrelay.microsoft.MicrosoftApi;
import io.defenderrelay.simulated.SimulatedTenant;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/** Random histories; how many is the system property {@code simulation.histories}. */
@QuarkusTest
class SimulationTest {
    private static final long HISTORIES = Long.getLong("simulation.histories", 300);
    private static final long FIRST = Long.getLong("simulation.first", 1);
    private static final long PLANTED_HISTORIES = 40;
    private static final int THREADS = 3;

    @Inject
    @RestClient
    MicrosoftApi api;

    @Test
    void randomHistoriesLoseNothingAndDoubleNothing() throws Exception {
        Map<Long, String> broken = live(FIRST, HISTORIES, false);

        assertThat(broken)
                .as("seeds that break a promise; keep each in historiesThatOnceFailed")
                .isEmpty();
    }

    /** Seeds that once broke a promise, by a fault of the engine or of the tale itself, stay tests. */
    @ParameterizedTest
    @ValueSource(longs = {65, 83})
    void historiesThatOnceFailed(long seed) throws Exception {
        assertThat(live(seed, 1, false)).isEmpty();
    }

    @Test
    void mutableItemsWrittenBeforeTheCommitAreCaught() throws Exception {
        Map<Long, String> broken = live(1, PLANTED_HISTORIES, true, new HeadsBeforeCommit());

        assertThat(broken).isNotEmpty();
        assertThat(String.join("\n", broken.values())).contains("lost");
    }

    @Test
    void commitsWithoutFenceAreCaught() throws Exception {
        Map<Long, String> broken = live(1, PLANTED_HISTORIES, true, new UnfencedCommit());

        assertThat(broken).isNotEmpty();
    }

    /** Lives through the histories of these seeds; returns what is wrong with each that breaks a promise. */
    private Map<Long, String> live(long first, long count, boolean untilBroken, ExecutionInterceptor... planted)
            throws Exception {
        Map<Long, String> broken = new ConcurrentSkipListMap<>();
        AtomicLong next = new AtomicLong(first);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        List<Future<?>> workers = new ArrayList<>();
        for (int thread = 0; thread < Math.min(THREADS, count); thread++) {
            workers.add(threads.submit(() -> {
                try (SimulatedTenant microsoft = SimulatedTenant.start(Clock.systemUTC())) {
                    for (long seed = next.getAndIncrement();
                            seed < first + count && !(untilBroken && !broken.isEmpty());
                            seed = next.getAndIncrement()) {
                        String faults = live(microsoft, seed, planted);
                        if (!faults.isEmpty()) {
                            broken.put(seed, faults);
                        }
                    }
                }
            }));
        }
        threads.shutdown();
        for (Future<?> worker : workers) {
            worker.get();
        }
        return broken;
    }

    private String live(SimulatedTenant microsoft, long seed, ExecutionInterceptor... planted) {
        try {
            return String.join("\n", new History(api, microsoft, seed, planted).faults());
        } catch (RuntimeException | AssertionError unexpected) {
            StringWriter trace = new StringWriter();
            unexpected.printStackTrace(new PrintWriter(trace));
            return "unexpected: " + trace;
        }
    }
}
