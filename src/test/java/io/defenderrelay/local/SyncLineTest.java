package io.defenderrelay.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SyncLineTest {

    @Test
    void countsAreReadFromTheRunsLogLine() {
        SyncLine line = SyncLine.read(List.of(
                        "Picked up JAVA_TOOL_OPTIONS: x",
                        "{\"level\":\"INFO\",\"message\":\"alert-sync done created=240 updated=3 closed=1 seen=244"
                                + " unreadable=0 late=0 calls=2 behind=true holes=0\"}"))
                .orElseThrow();

        assertThat(line.created()).isEqualTo(240);
        assertThat(line.changed()).isEqualTo(3);
        assertThat(line.closed()).isEqualTo(1);
        assertThat(line.calls()).isEqualTo(2);
        assertThat(line.behind()).isTrue();
        assertThat(line.problem()).isEmpty();
    }

    @Test
    void problemIsReadWithItsQuotes() {
        SyncLine line = SyncLine.read(
                        List.of("{\"message\":\"alert-sync degraded message=\\\"grant \\\"X\\\" to the app\\\"\"}"))
                .orElseThrow();

        assertThat(line.problem()).hasValue("grant \"X\" to the app");
    }

    @Test
    void heldLeaseIsNoFailure() {
        SyncLine line =
                SyncLine.read(List.of("{\"message\":\"alert-sync held\"}")).orElseThrow();

        assertThat(line.held()).isTrue();
        assertThat(line.problem()).isEmpty();
    }

    @Test
    void otherLinesTellOfNoRun() {
        assertThat(SyncLine.read(List.of("{\"message\":\"started\"}", "{broken", "")))
                .isEmpty();
    }
}
