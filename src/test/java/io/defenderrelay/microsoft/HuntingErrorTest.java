package io.defenderrelay.microsoft;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.defenderrelay.problem.ProblemType;
import io.defenderrelay.problem.QueryException;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a refusal of a query is taken for. Source of the texts: the samples of Microsoft Graph's hunting errors. */
final class HuntingErrorTest {
    private static final Instant NOW = Instant.parse("2026-09-14T10:40:20Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "The incomplete fragment is unexpected. Fix syntax errors in your query. | QUERY_REFUSED | not correct KQL",
                "'where' operator: Failed to resolve table or column expression named 'X'. Fix semantic errors in your"
                        + " query. | QUERY_REFUSED | licence",
                "Query execution has exceeded the allowed limits. The query execution was preempted. | QUERY_TOO_COSTLY"
                        + " | shorter timespan",
                "Query execution has exceeded the allowed result size. | RESULT_TOO_LARGE | fewer columns",
                "Something new. | QUERY_REFUSED | check query and timespan"
            })
    void textTellsWhatItIs(String message, ProblemType type, String advice) {
        QueryException problem = read(body(message)).refused("acme");

        assertThat(problem.type()).isEqualTo(type);
        assertThat(problem.getMessage()).contains(advice);
        assertThat(problem.facts()).containsEntry("microsoftMessage", message.strip());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Query could not be parsed at 'x' on line [4,17] | 4 | 17",
                "Syntax error: [line:position=1:22] | 1 | 22",
                "error at position 2: 5 | 2 | 5"
            })
    void placeIsFound(String message, String line, String column) {
        assertThat(read(body(message)).refused("acme").facts())
                .containsEntry("line", line)
                .containsEntry("column", column);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "null", "[]", "{}", "{\"error\":null}", "{\"error\":{\"message\":[]}}"})
    void bodyThatSaysNothingIsARefusalAllTheSame(String body) {
        assertThat(read(body).refused("acme").type()).isEqualTo(ProblemType.QUERY_REFUSED);
    }

    @Test
    void messageIsCappedAndWithoutControlCharacters() {
        String message = read("{\"error\":{\"message\":\"a\\u0000\\u001b[31m\\u2028" + "x".repeat(5_000) + "\"}}")
                .message();

        assertThat(message).hasSize(1_000).doesNotContain("\u0000", "\u001b", "\u2028");
    }

    @Test
    void throttleWaitsAsLongAsAskedElseToTheNextMinuteOrQuarter() {
        HuntingError calls =
                read("{\"error\":{\"code\":\"429\",\"message\":\"API calls quota exceeded! maximum allowed 45"
                        + " per 00:01:00\"}}");
        HuntingError cpu = read(body("You have exceeded your CPU allowance"));

        assertThat(calls.throttled(Optional.of(Duration.ofSeconds(7)), NOW).retryAfter())
                .isEqualTo(Duration.ofSeconds(7));
        assertThat(calls.throttled(Optional.empty(), NOW).retryAfter()).isEqualTo(Duration.ofSeconds(40));
        assertThat(cpu.throttled(Optional.empty(), NOW).retryAfter()).isEqualTo(Duration.ofSeconds(280));
    }

    private static String body(String message) {
        return "{\"error\":{\"code\":\"BadRequest\",\"message\":\"" + message + "\"}}";
    }

    private static HuntingError read(String body) {
        return HuntingError.read(new ByteArrayInputStream(body.getBytes(UTF_8)));
    }
}
