package io.defenderrelay.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An incident whose alerts are more than a function's heap holds; {@link Bench} does the same at 10,000 of them. */
final class LargeIncidentIT {
    /** 80 MB of source; a function has 64 MB. */
    private static final BenchCase LARGE = new BenchCase(1_600, 50_000, BenchCase.USUAL_PAGE, true);

    @TempDir
    Path folder;

    @Test
    void alertsOfALargeIncidentAreBroughtAndListedInLessMemoryThanTheyTake() throws Exception {
        assumeThat(System.getProperty("native"))
                .as("the heap's limit is the JVM's option")
                .isNull();
        ProcessHandle aws = Bench.startAws();
        try (Artifact artifact = Bench.metered()) {
            BenchResult result = new BenchRun(LARGE, artifact, folder, aws).measure();

            assertThat(result.drain().bytes()).isGreaterThan(80_000_000);
            assertThat(result.complete()).isTrue();
            assertThat(result.incident().orElseThrow().answers()).isEqualTo(4);
            assertThat(result.calls().list()).isLessThanOrEqualTo(5);
        }
    }
}
