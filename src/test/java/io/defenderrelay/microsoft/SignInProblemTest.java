package io.defenderrelay.microsoft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.defenderrelay.problem.ConnectorException;
import io.defenderrelay.problem.SignInException;
import io.defenderrelay.problem.ThrottledException;
import io.defenderrelay.problem.UpstreamException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignInProblemTest {
    private static final Instant NOW = Instant.parse("2026-11-20T09:12:33Z");
    private static final String CORRELATION = "93e1a7c5-2d48-4f06-b9e3-6a50d1f8c274";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7000215 | invalid_client      | 401 | Value, not its Secret ID",
                "7000222 | invalid_client      | 401 | expired. Create a new one",
                "700016  | unauthorized_client | 400 | Check the client id",
                "700011  | unauthorized_client | 400 | missing or disabled",
                "70001   | unauthorized_client | 400 | missing or disabled",
                "7000112 | unauthorized_client | 400 | enterprise application is disabled",
                "90002   | invalid_request     | 400 | Check the tenant id and the cloud (global, gcc, gcc-high, dod)",
                "900023  | invalid_request     | 400 | tenant id is not valid",
                "90038   | invalid_request     | 400 | another Microsoft cloud",
                "900382  | invalid_request     | 400 | another Microsoft cloud",
                "900432  | invalid_request     | 400 | another Microsoft cloud",
                "500011  | invalid_resource    | 400 | Microsoft Graph or Defender for Endpoint is not available in this tenant",
                "650052  | invalid_client      | 400 | Microsoft Graph or Defender for Endpoint is not available in this tenant",
                "650057  | invalid_resource    | 400 | grant admin consent",
                "65001   | invalid_grant       | 400 | grant admin consent",
                "650056  | invalid_client      | 400 | grant admin consent",
                "70011   | invalid_scope       | 400 | fault of the relay",
                "28002   | invalid_scope       | 400 | fault of the relay",
                "7000218 | invalid_request     | 400 | fault of the relay",
                "700027  | invalid_client      | 401 | Upload the public certificate",
                "50012   | invalid_client      | 401 | Upload the public certificate",
                "700030  | invalid_client      | 401 | Upload the public certificate",
                "700024  | invalid_client      | 401 | clock",
                "70021   | invalid_request     | 400 | issuer, subject and audience",
                "700211  | invalid_request     | 400 | issuer, subject and audience",
                "700212  | invalid_request     | 400 | issuer, subject and audience",
                "700213  | invalid_client      | 401 | issuer, subject and audience",
                "53003   | invalid_grant       | 400 | Conditional Access policy blocks this application",
                "530032  | access_denied       | 400 | Conditional Access policy blocks this application",
                "1234567 | invalid_client      | 401 | Check the client id and the secret",
                "1234567 | unauthorized_client | 400 | Check the client id, the tenant id and the consent",
                "1234567 | invalid_grant       | 400 | Sign-in logs",
                "1234567 | brand_new           | 400 | Microsoft's list of sign-in error codes",
            })
    void eachKnownCauseSaysWhatToDo(String number, String error, int status, String advice) {
        ConnectorException problem = problem(status, error, "AADSTS" + number + ": raw words of Microsoft", null);

        assertThat(problem)
                .hasMessageContainingAll("tenant 'emea'", advice, "AADSTS" + number, CORRELATION, NOW.toString())
                .hasMessageNotContaining("raw words")
                .hasNoCause()
                .asInstanceOf(type(SignInException.class))
                .extracting(SignInException::code)
                .isEqualTo("AADSTS" + number);
    }

    @ParameterizedTest
    @CsvSource({
        "90006, invalid_request, 400",
        "90012, temporarily_unavailable, 400",
        "90024, invalid_request, 400",
        "90033, temporarily_unavailable, 503",
        "90055, invalid_request, 400",
        "1234567, server_error, 400",
        "1234567, invalid_client, 500"
    })
    void busyServiceIsAFailureThatPasses(String number, String error, int status) {
        ConnectorException problem = problem(status, error, "AADSTS" + number + ": raw words of Microsoft", null);

        assertThat(problem)
                .hasMessageContainingAll("tenant 'emea'", "busy", number, CORRELATION)
                .hasMessageNotContaining("raw words")
                .asInstanceOf(type(UpstreamException.class))
                .extracting(UpstreamException::reason)
                .isEqualTo(UpstreamException.Reason.FAILED);
    }

    @Test
    void throttledServiceIsGivenTheTimeItAsksForUpToAQuarterOfAnHour() {
        assertThat(pause(problem(429, "temporarily_unavailable", "", Duration.ofSeconds(7))))
                .hasSeconds(7);
        assertThat(pause(problem(503, "temporarily_unavailable", "", Duration.ofSeconds(7))))
                .hasSeconds(7);
        assertThat(pause(problem(429, "temporarily_unavailable", "", Duration.ofDays(1))))
                .hasMinutes(15);
        assertThat(pause(problem(429, "temporarily_unavailable", "", null))).hasSeconds(60);
    }

    @Test
    void signingInTooOftenPausesForFiveMinutes() {
        ConnectorException problem = problem(400, "invalid_grant", "AADSTS50196: loop", null);

        assertThat(pause(problem)).hasMinutes(5);
    }

    @Test
    void wordsOfTheAnswerThatAreNotCodesAreNotRepeated() {
        var members = Map.of(
                "error", "<script>alert(1)</script>",
                "error_description", "x".repeat(5_000) + "AADSTS7000215",
                "correlation_id", "not-an-id\nforged line");

        ConnectorException problem = SignInProblem.of("emea", new RefusedTokenException(400, members, null), NOW);

        assertThat(problem).hasMessageContaining("unknown").hasMessageNotContainingAny("script", "forged", "7000215");
    }

    private static Duration pause(ConnectorException problem) {
        assertThat(problem).isInstanceOf(ThrottledException.class).hasMessageContaining("tenant 'emea'");
        return ((ThrottledException) problem).retryAfter();
    }

    private static ConnectorException problem(
            int status, String error, String description, @Nullable Duration retryAfter) {
        var members = Map.of("error", error, "error_description", description, "correlation_id", CORRELATION);
        return SignInProblem.of("emea", new RefusedTokenException(status, members, retryAfter), NOW);
    }
}
