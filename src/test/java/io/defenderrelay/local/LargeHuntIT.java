package io.defenderrelay.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The largest hunt that Microsoft answers, whose rows are nearly as much as a function's heap; {@link Bench} measures it. */
final class LargeHuntIT {
    /** What Lambda hands out at once. Source: AWS Lambda, "Lambda quotas", invocation payload. */
    private static final int LARGEST_ANSWER = 6 * 1024 * 1024;

    @TempDir
    Path folder;

    @Test
    void rowsOfTheLargestHuntAreKeptAndReadInLessMemoryThanTheyTake() throws Exception {
        assumeThat(System.getProperty("native"))
                .as("the heap's limit is the JVM's option")
                .isNull();
        ProcessHandle aws = Bench.startAws();
        try (Artifact artifact = Bench.metered()) {
            HuntFigures figures = new HuntBench(HuntBench.ROWS, HuntBench.BYTES_A_ROW, artifact, folder, aws).measure();

            assertThat(figures.work().hunt().bytes()).isGreaterThan(48_000_000);
            assertThat(figures.complete(HuntBench.ROWS)).isTrue();
            assertThat(figures.reading().compared()).isGreaterThan(100);
            assertThat(figures.reading().largest()).isLessThan(LARGEST_ANSWER);
            assertThat(figures.work().calls().list()).isEqualTo(1);
        }
    }
}
