package io.defenderrelay.function;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TickTest {
    @ParameterizedTest
    @ValueSource(strings = {"acme", "a1", "0123456789-abcdefghijklmnopqrstuvwxyz012"})
    void bodyIsReadBackAsItsAlias(String alias) {
        assertThat(Tick.read(Tick.body(alias))).contains(alias);
    }

    @Test
    void membersWeDoNotKnowAreLeftAlone() {
        assertThat(Tick.read("{\"v\":2,\"tenant\":\"acme\",\"more\":{\"tenant\":\"other\"}}"))
                .contains("acme");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                " ",
                "acme",
                "null",
                "[]",
                "\"acme\"",
                "{}",
                "{\"tenant\":null}",
                "{\"tenant\":12}",
                "{\"tenant\":true}",
                "{\"tenant\":[\"acme\"]}",
                "{\"tenant\":{\"tenant\":\"acme\"}}",
                "{\"tenant\":\"\"}",
                "{\"tenant\":\"a\"}",
                "{\"tenant\":\"ACME\"}",
                "{\"tenant\":\"acme\\n\"}",
                "{\"tenant\":\"acme#x\"}",
                "{\"tenant\":\"../acme\"}",
                "{\"tenant\":\"01234567890123456789012345678901234567890\"}",
                "{\"tenant\":\"acme\"",
                "[{\"tenant\":\"acme\"}]"
            })
    void messageThatIsNoTickHasNoAlias(String body) {
        assertThat(Tick.read(body)).isEmpty();
    }

    @Test
    void messageNestedTooDeeplyHasNoAlias() {
        assertThat(Tick.read("{\"x\":" + "[".repeat(100_000))).isEmpty();
        assertThat(Tick.read("[".repeat(2_000) + "]".repeat(2_000))).isEmpty();
    }
}
