package io.defenderrelay.microsoft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedStreamTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 9, 10})
    void whatStaysWithinTheLimitIsReadWhole(int size) throws IOException {
        assertThat(stream(size, 10, NOW).readAllBytes()).hasSize(size);
    }

    @ParameterizedTest
    @ValueSource(ints = {11, 20, 100_000})
    void whatExceedsTheLimitIsRefused(int size) {
        assertThatThrownBy(() -> stream(size, 10, NOW).readAllBytes())
                .isInstanceOf(MalformedPageException.class)
                .hasMessage("it is too large");
    }

    @Test
    void singleBytesCountToo() throws IOException {
        BoundedStream stream = stream(11, 10, NOW);

        for (int at = 0; at < 10; at++) {
            assertThat(stream.read()).isEqualTo(0xFF);
        }

        assertThatThrownBy(stream::read).isInstanceOf(MalformedPageException.class);
    }

    @Test
    void endIsToldByASingleByteToo() throws IOException {
        assertThat(stream(0, 10, NOW).read()).isEqualTo(-1);
    }

    @Test
    void streamEndsAtItsDeadlineHoweverSmallTheSteps() {
        BoundedStream late = stream(5, 10, NOW.minus(Duration.ofMillis(1)));

        assertThatThrownBy(late::read)
                .isInstanceOf(MalformedPageException.class)
                .hasMessage("it takes too long");
    }

    private static BoundedStream stream(int size, long largest, Instant deadline) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) 0xFF);
        return new BoundedStream(new ByteArrayInputStream(bytes), largest, CLOCK, deadline);
    }
}
