package io.defenderrelay.microsoft;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The token endpoint answered with an error; carries its facts and nothing of its text. Never leaves the package: see
 * {@link SignInProblem}.
 */
final class RefusedTokenException extends RuntimeException {
    private static final int LONGEST_SEARCHED = 2_000;
    private static final Pattern WORD = Pattern.compile("[a-z_]{1,40}");
    private static final Pattern NUMBER = Pattern.compile("AADSTS(\\d{4,8})");
    private static final Pattern CORRELATION = Pattern.compile("[0-9a-fA-F-]{36}");

    private final int status;
    private final String error;
    private final @Nullable String number;
    private final @Nullable String correlationId;
    private final @Nullable Duration retryAfter;

    /** @param members the JSON members of the answer, empty when it was none */
    RefusedTokenException(int status, Map<String, String> members, @Nullable Duration retryAfter) {
        super("The token endpoint refused (HTTP " + status + ")");
        this.status = status;
        this.error = matching(WORD, members.get("error")).orElse("unknown");
        this.number = number(members.getOrDefault("error_description", "")).orElse(null);
        this.correlationId =
                matching(CORRELATION, members.get("correlation_id")).orElse(null);
        this.retryAfter = retryAfter;
    }

    int status() {
        return status;
    }

    /** The OAuth error; decides what we do. */
    String error() {
        return error;
    }

    /** Microsoft's number of the cause, which chooses our words. */
    Optional<String> number() {
        return Optional.ofNullable(number);
    }

    Optional<String> correlationId() {
        return Optional.ofNullable(correlationId);
    }

    Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** Whether it is the credential that was refused: a newer one may do. */
    boolean credentialRefused() {
        return error.equals("invalid_client");
    }

    private static Optional<String> matching(Pattern pattern, @Nullable String text) {
        return Optional.ofNullable(text).filter(value -> pattern.matcher(value).matches());
    }

    private static Optional<String> number(String description) {
        String start = description.substring(0, Math.min(description.length(), LONGEST_SEARCHED));
        Matcher matcher = NUMBER.matcher(start);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
