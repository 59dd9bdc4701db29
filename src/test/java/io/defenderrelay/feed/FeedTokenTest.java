package io.defenderrelay.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.defenderrelay.problem.InvalidRequestException;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FeedTokenTest {
    private static final String LIST = "feed?kinds=alert";
    private static final Set<String> LOGS = Set.of("alert");
    private static final String GOOD = FeedToken.text("acme", LIST, Map.of("alert", new Position(12, 3)));

    @Test
    void tokenBringsBackThePosition() {
        FeedToken token = FeedToken.read(GOOD, "acme", LIST, LOGS);

        assertThat(token.position("alert")).isEqualTo(new Position(12, 3));
    }

    @Test
    void tokenHoldsAPositionInEachLog() {
        Map<String, Position> positions = Map.of("alert", new Position(7, 0), "incident", new Position(999, 95));
        String text = FeedToken.text("acme", "both", positions);

        FeedToken token = FeedToken.read(text, "acme", "both", positions.keySet());

        assertThat(token.positions()).isEqualTo(positions);
    }

    @Test
    void tokenOfAnotherTenantIsRefused() {
        assertRefused(GOOD, "emea", LIST);
    }

    @Test
    void tokenOfAnotherListIsRefused() {
        assertRefused(GOOD, "acme", "feed?kinds=alert,incident");
    }

    @Test
    void refusalSaysWhatToDoAndRepeatsNothing() {
        assertThatThrownBy(() -> FeedToken.read("canary", "acme", LIST, LOGS))
                .hasMessageContaining("'after'")
                .hasMessageContaining("start without it")
                .hasMessageContaining("'next'")
                .hasMessageNotContaining("canary");
    }

    @Test
    void tokenWithAnyOneCharacterChangedIsRefusedOrAnotherPosition() {
        for (int at = 0; at < GOOD.length(); at++) {
            for (char other : "AZaz09-_=+/ %\n\0é".toCharArray()) {
                String changed = GOOD.substring(0, at) + other + GOOD.substring(at + 1);
                try {
                    FeedToken token = FeedToken.read(changed, "acme", LIST, LOGS);

                    assertThat(token.text()).isEqualTo(changed);
                } catch (InvalidRequestException refused) {
                    assertThat(refused.field()).isEqualTo("after");
                }
            }
        }
    }

    @Test
    void tokenCutAnywhereIsRefused() {
        for (int length = 0; length < GOOD.length(); length++) {
            assertRefused(GOOD.substring(0, length), "acme", LIST);
        }
    }

    static Stream<String> hostile() {
        String good = decoded();
        String positions = "[12,3]";
        return Stream.of(
                        good.replace("\"v\":1", "\"v\":2"),
                        good.replace("\"v\":1", "\"v\":1.0"),
                        good.replace("\"v\":1", "\"v\":\"1\""),
                        good.replace(positions, "[-1,3]"),
                        good.replace(positions, "[0,3]"),
                        good.replace(positions, "[12,-1]"),
                        good.replace(positions, "[12,96]"),
                        good.replace(positions, "[1000000000000,0]"),
                        good.replace(positions, "[9223372036854775807,0]"),
                        good.replace(positions, "[9223372036854775808,0]"),
                        good.replace(positions, "[1e9,0]"),
                        good.replace(positions, "[1e999999999,0]"),
                        good.replace(positions, "[12.0,3]"),
                        good.replace(positions, "[012,3]"),
                        good.replace(positions, "[\"12\",3]"),
                        good.replace(positions, "[12,3,4]"),
                        good.replace(positions, "[12]"),
                        good.replace(positions, "[]"),
                        good.replace(positions, "null"),
                        good.replace(positions, "{\"0\":12}"),
                        good.replace("\"alert\"", "\"incident\""),
                        good.replace("\"alert\"", "\"alert\":[1,0],\"alert\""),
                        good.replace("\"alert\"", "\"more\":[1,0],\"alert\""),
                        good.replace("\"tenant\":\"acme\"", "\"tenant\":\"acme\",\"tenant\":\"emea\""),
                        good.replace("\"tenant\":\"acme\"", "\"tenant\":\"emea\""),
                        good.replace("\"tenant\":\"acme\"", "\"tenant\":\"\\u0061cme\""),
                        good.replace(":", ": "),
                        good + " ",
                        good + good,
                        "\uFEFF" + good,
                        "null",
                        "[]",
                        "{}",
                        "\"" + GOOD + "\"",
                        "",
                        "[".repeat(380),
                        "{\"a\":".repeat(70),
                        "\0".repeat(100))
                .map(json -> Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(UTF_8)));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void whatWeWouldNotHaveWrittenIsRefused(String token) {
        assertRefused(token, "acme", LIST);
    }

    @Test
    void otherBase64OfTheSameBytesIsRefused() {
        byte[] bytes = decoded().getBytes(UTF_8);
        String padded = Base64.getUrlEncoder().encodeToString(bytes);
        String lines = Base64.getMimeEncoder().encodeToString(bytes);

        assertThat(padded.equals(GOOD) ? padded + "=" : padded).satisfies(text -> assertRefused(text, "acme", LIST));
        assertRefused(lines, "acme", LIST);
    }

    @Test
    void hugeTokenIsRefused() {
        assertRefused("A".repeat(1_000_000), "acme", LIST);
    }

    @Property(tries = 500)
    void anyTextIsRefused(@ForAll @StringLength(max = 600) String text) {
        assertRefused(text, "acme", LIST);
    }

    private static String decoded() {
        return new String(Base64.getUrlDecoder().decode(GOOD), UTF_8);
    }

    private static void assertRefused(String token, String tenant, String list) {
        assertThatThrownBy(() -> FeedToken.read(token, tenant, list, LOGS)).isInstanceOf(InvalidRequestException.class);
    }
}
