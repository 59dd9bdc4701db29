package io.defenderrelay.hunting;

import com.fasterxml.jackson.databind.JsonNode;
import io.defenderrelay.model.UtcTime;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Values of a request as KQL, each one token that says the value and nothing else; empty for a value that is not of the
 * kind. Source: Kusto documentation, "The string data type", "The datetime data type" and "The timespan data type".
 */
final class KqlLiteral {
    private static final int LONGEST_TEXT = 1_024;
    private static final int LARGEST_NUMBER = 1_000_000;
    private static final int LONGEST_EMAIL = 320;
    private static final Duration LONGEST_SPAN = Duration.ofDays(30);
    private static final Pattern HASH = Pattern.compile("[0-9A-Fa-f]{32}|[0-9A-Fa-f]{40}|[0-9A-Fa-f]{64}");
    private static final Pattern DEVICE_ID = Pattern.compile("[0-9A-Fa-f]{40}");
    private static final Pattern EMAIL = Pattern.compile(
            "[A-Za-z0-9!#$%&'*+/=?^_.~-]{1,256}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.){1,32}[A-Za-z0-9-]{2,63}");

    private KqlLiteral() {}

    static Optional<String> string(JsonNode value) {
        return text(value)
                .filter(text -> text.length() <= LONGEST_TEXT && PlainText.is(text, ""))
                .map(KqlLiteral::quoted);
    }

    static Optional<String> datetime(JsonNode value) {
        return text(value).flatMap(UtcTime::parse).map(time -> "datetime(" + UtcTime.text(time) + ")");
    }

    static Optional<String> timespan(JsonNode value) {
        return text(value)
                .flatMap(IsoDuration::parse)
                .filter(length -> length.compareTo(LONGEST_SPAN) <= 0)
                .map(length -> String.format(
                        Locale.ROOT,
                        "timespan(%d.%02d:%02d:%02d)",
                        length.toDays(),
                        length.toHoursPart(),
                        length.toMinutesPart(),
                        length.toSecondsPart()));
    }

    static Optional<String> number(JsonNode value) {
        boolean fits = value.isIntegralNumber() && value.canConvertToInt();
        return fits && value.intValue() >= 0 && value.intValue() <= LARGEST_NUMBER
                ? Optional.of(Integer.toString(value.intValue()))
                : Optional.empty();
    }

    static Optional<String> hash(JsonNode value) {
        return matching(value, HASH).map(hash -> quoted(hash.toLowerCase(Locale.ROOT)));
    }

    static Optional<String> ip(JsonNode value) {
        return text(value).flatMap(IpAddress::canonical).map(KqlLiteral::quoted);
    }

    static Optional<String> email(JsonNode value) {
        return matching(value, EMAIL)
                .filter(address -> address.length() <= LONGEST_EMAIL)
                .map(KqlLiteral::quoted);
    }

    static Optional<String> deviceId(JsonNode value) {
        return matching(value, DEVICE_ID).map(id -> quoted(id.toLowerCase(Locale.ROOT)));
    }

    private static Optional<String> matching(JsonNode value, Pattern pattern) {
        return text(value).filter(text -> text.length() <= LONGEST_TEXT).filter(text -> pattern.matcher(text)
                .matches());
    }

    private static Optional<String> text(JsonNode value) {
        return Optional.ofNullable(value.textValue());
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
