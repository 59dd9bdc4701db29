package io.defenderrelay.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class HuntLineTest {

    @Test
    void resultIsReadFromTheLogLine() {
        HuntLine line = HuntLine.read(List.of(
                        "Picked up JAVA_TOOL_OPTIONS: x",
                        "{\"message\":\"hunt-run done hunt=0f3c outcome=\\\"succeeded\\\" rows=250 bytes=91234 chunks=1"
                                + " code=null\"}"))
                .orElseThrow();

        assertThat(line).isEqualTo(new HuntLine("0f3c", "succeeded", 250, 91_234, 1, Optional.empty()));
        assertThat(line.succeeded()).isTrue();
    }

    @Test
    void outcomeOfSeveralWordsIsReadWithItsCode() {
        HuntLine line = HuntLine.read(List.of(
                        "{\"message\":\"hunt-run done hunt=0f3c outcome=\\\"waiting for quota\\\" rows=0 bytes=0 chunks=0"
                                + " code=throttled\"}"))
                .orElseThrow();

        assertThat(line.outcome()).isEqualTo("waiting for quota");
        assertThat(line.code()).hasValue("throttled");
        assertThat(line.succeeded()).isFalse();
    }

    @Test
    void otherLinesTellOfNoHunt() {
        assertThat(HuntLine.read(List.of("{\"message\":\"alert-sync held\"}", "{broken", "")))
                .isEmpty();
    }
}
