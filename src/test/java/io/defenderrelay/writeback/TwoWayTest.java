package io.defenderrelay.writeback;

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

/** Random histories of analysts and clients who change the same records; {@code twoway.histories} says how many. */
@QuarkusTest
class TwoWayTest {
    private static final long HISTORIES = Long.getLong("twoway.histories", 30);
    private static final long FIRST = Long.getLong("twoway.first", 1);
    private static final long PLANTED_HISTORIES = 60;
    private static final int THREADS = 2;

    @Inject
    @RestClient
    MicrosoftApi api;

    /** Makes one history of a seed. */
    private interface Tale {
        TwoWayHistory of(SimulatedTenant microsoft, long seed);
    }

    @Test
    void nothingIsOverwrittenUnseenAndBothSidesAgreeInTheEnd() throws Exception {
        Map<Long, String> broken = live(
                FIRST,
                HISTORIES,
                false,
                (microsoft, seed) -> new TwoWayHistory(api, microsoft, seed, TwoWayFault.NONE));

        assertThat(broken).as("seeds that break a promise").isEmpty();
    }

    @Test
    void ignoredIfMatchIsCaught() throws Exception {
        Map<Long, String> broken = live(
                1,
                PLANTED_HISTORIES,
                true,
                (microsoft, seed) -> new TwoWayHistory(api, microsoft, seed, TwoWayFault.IF_MATCH_IGNORED));

        assertThat(String.join("\n", broken.values())).contains("overwritten unseen");
    }

    @Test
    void staleLookInTheBatchIsCaught() throws Exception {
        Map<Long, String> broken = live(
                1,
                PLANTED_HISTORIES,
                true,
                (microsoft, seed) -> new TwoWayHistory(new StaleLook(api), microsoft, seed, TwoWayFault.NONE));

        assertThat(String.join("\n", broken.values())).contains("overwritten unseen");
    }

    private Map<Long, String> live(long first, long count, boolean untilBroken, Tale tale) throws Exception {
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
                        String faults = live(microsoft, seed, tale);
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

    private static String live(SimulatedTenant microsoft, long seed, Tale tale) {
        try {
            return String.join("\n", tale.of(microsoft, seed).faults());
        } catch (RuntimeException | AssertionError unexpected) {
            StringWriter trace = new StringWriter();
            unexpected.printStackTrace(new PrintWriter(trace));
            return "unexpected: " + trace;
        }
    }
}
