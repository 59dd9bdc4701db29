package io.defenderrelay.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.defenderrelay.local.Boundaries;
import io.defenderrelay.local.ProcessCut;
import io.defenderrelay.problem.LeaseLostException;
import io.defenderrelay.store.LogReader.Entry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Several runs of one feed. */
abstract class LeaseCases extends SimulatedSync {
    private static final Duration LEASE = SyncWorld.TIMEOUT.plusSeconds(5);

    @Test
    void runThatFindsTheLeaseHeldMakesNoCallToMicrosoft() {
        world.add(20, START.minus(Duration.ofHours(5)), START);
        List<SyncReport> second = new ArrayList<>();
        AtomicInteger calls = new AtomicInteger();

        SyncReport first = world.run(Boundaries.freezeBefore(3, () -> {
            int before = microsoft.calls().size();
            second.add(world.run());
            calls.set(microsoft.calls().size() - before);
        }));

        assertThat(second).singleElement().matches(SyncReport::held);
        assertThat(calls.get()).isZero();
        assertThat(first.created()).isEqualTo(20);
    }

    @Test
    void twoRunsAtOnceInTwoThreadsAreOneRunAndOneThatMakesNoCall() throws Exception {
        List<SyncReport> reports = race(2);

        assertThat(reports.stream().filter(SyncReport::held)).hasSize(1);
        assertThat(microsoft.listCalls()).hasSize(1);
        assertThat(microsoft.tokenCalls()).hasSize(1);
    }

    @Test
    void ofFiftyRunsAtOnceOneWorks() throws Exception {
        List<SyncReport> reports = race(50);

        assertThat(reports.stream().filter(SyncReport::held)).hasSize(49);
        assertThat(microsoft.listCalls()).hasSize(1);
        assertThat(world.cursor().epoch()).isEqualTo(1);
        assertThat(FeedOracle.faults(world)).isEmpty();
    }

    @Test
    void processThatIsCutHoldsTheFeedUpNoLongerThanItsLease() {
        world.add(20, START.minus(Duration.ofHours(5)), START);
        assertThat(cutAfter(6)).isTrue();
        pass(LEASE.minusMillis(1));

        SyncReport early = world.run();

        assertThat(early.held()).isTrue();
        pass(Duration.ofMillis(1));
        assertThat(world.run().held()).isFalse();
        assertThat(faultsWhenIdle()).isEmpty();
    }

    @Test
    void frozenRunThatWakesAfterItsLeaseWasTakenChangesNothing() {
        int boundaries = callsOfAWholeRun();

        for (int call = 3; call <= boundaries; call++) {
            String where = "frozen before call " + call;
            open();
            world.pageSize(10).add(25, START.minus(Duration.ofHours(5)), START);
            AtomicReference<List<Entry>> feed = new AtomicReference<>();
            AtomicReference<List<Object>> cursor = new AtomicReference<>();
            Boundaries frozen = Boundaries.freezeBefore(call, () -> {
                pass(LEASE);
                addRecord("meanwhile", START.plusSeconds(10));
                world.run();
                feed.set(world.feed());
                cursor.set(cursor());
            });

            try {
                SyncReport report = world.run(frozen);
                assertThat(report.error()).as(where).isInstanceOf(LeaseLostException.class);
            } catch (LeaseLostException told) {
                assertThat(told).hasMessageContaining("Another run took over");
            }

            assertThat(world.feed()).as(where).isEqualTo(feed.get());
            assertThat(cursor()).as(where).isEqualTo(cursor.get());
            assertThat(faultsWhenIdle()).as(where).isEmpty();
        }
    }

    @Test
    void frozenRunThatWakesWhileItsSuccessorStillWorksChangesNothing() {
        world.pageSize(10).add(60, START.minus(Duration.ofHours(5)), START);
        Boundaries successor = Boundaries.cutAfter(14);

        try {
            world.run(Boundaries.freezeBefore(9, () -> {
                pass(LEASE);
                assertThat(cut(successor)).isTrue();
            }));
        } catch (LeaseLostException told) {
            assertThat(told).hasMessageContaining("Another run took over");
        }

        assertThat(world.run().held()).isTrue();
        pass(LEASE);
        assertThat(faultsWhenIdle()).isEmpty();
    }

    @Test
    void tickDeliveredTwiceChangesNothing() {
        world.add(20, START.minus(Duration.ofHours(5)), START);
        world.run();
        List<Entry> feed = world.feed();

        SyncReport again = world.run();

        assertThat(again.created() + again.updated()).isZero();
        assertThat(world.feed()).isEqualTo(feed);
    }

    /** Runs so many at once; the one that got the lease waits for all others before its first call to Microsoft. */
    private List<SyncReport> race(int runs) throws Exception {
        CountDownLatch held = new CountDownLatch(runs - 1);
        world = new SyncWorld(new GatedApi(api, () -> await(held)), microsoft, 7, kind());
        addRecord("alert", START.minusSeconds(60));
        ExecutorService threads = Executors.newFixedThreadPool(runs);
        try {
            CountDownLatch ready = new CountDownLatch(runs);
            List<Future<SyncReport>> running = new ArrayList<>();
            for (int run = 0; run < runs; run++) {
                running.add(threads.submit(() -> {
                    ready.countDown();
                    await(ready);
                    SyncReport report = world.run();
                    held.countDown();
                    return report;
                }));
            }
            List<SyncReport> reports = new ArrayList<>();
            for (Future<SyncReport> run : running) {
                reports.add(run.get(2, TimeUnit.MINUTES));
            }
            return reports;
        } finally {
            threads.shutdownNow();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException ending) {
            throw new IllegalStateException(ending);
        }
    }

    private int callsOfAWholeRun() {
        world.pageSize(10).add(25, START.minus(Duration.ofHours(5)), START);
        return recordedRun().count();
    }

    private boolean cutAfter(int call) {
        return cut(Boundaries.cutAfter(call));
    }

    private boolean cut(Boundaries boundaries) {
        try {
            world.run(boundaries);
            return false;
        } catch (ProcessCut cut) {
            return true;
        }
    }

    private List<Object> cursor() {
        return List.of(
                world.cursor().epoch(),
                world.cursor().committed(),
                position(),
                world.cursor().holes());
    }
}
