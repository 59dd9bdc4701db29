package io.defenderrelay.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ProcessFiguresTest {

    @Test
    void peaksAreReadFromTheLogOfCollections() {
        ProcessFigures.Heap heap = ProcessFigures.heap(List.of(
                "[0.021s][info][gc] Using Serial",
                "[0.500s][info][gc] GC(0) Pause Young (Allocation Failure) 17M->4M(61M) 5.300ms",
                "[0.800s][info][gc] GC(1) Pause Young (Allocation Failure) 33M->16M(61M) 2.100ms",
                "[0.900s][info][gc] GC(2) Pause Full (Metadata GC Threshold) 20M->15M(61M) 30.000ms",
                "[9.900s][info][gc] GC(3) Pause Full (Diagnostic Command) 20M->14M(61M) 30.000ms"));

        assertThat(heap.before()).hasValue(33);
        assertThat(heap.after()).hasValue(16);
        assertThat(heap.live()).hasValue(14);
    }

    @Test
    void noCollectionLeavesNoPeaks() {
        ProcessFigures.Heap heap = ProcessFigures.heap(List.of("[0.021s][info][gc] Using Serial"));

        assertThat(heap.before()).isEmpty();
        assertThat(heap.live()).isEmpty();
    }
}
