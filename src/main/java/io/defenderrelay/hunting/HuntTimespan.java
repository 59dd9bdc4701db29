package io.defenderrelay.hunting;

import io.defenderrelay.model.UtcTime;
import io.defenderrelay.problem.InvalidRequestException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The time that a hunt looks back over. Source: Microsoft Graph, "security: runHuntingQuery", member Timespan. */
final class HuntTimespan {
    private static final String FIELD = "timespan";
    private static final int LONGEST = 64;

    private HuntTimespan() {}

    /**
     * The text to send, the same for texts that mean the same: times in UTC, durations in days, hours, minutes and seconds.
     *
     * @throws InvalidRequestException when it is none of the forms, or ends before it begins
     */
    static String check(String text) {
        String[] parts = text.length() > LONGEST ? new String[0] : text.split("/", -1);
        if (parts.length == 1) {
            return part(parts[0]);
        }
        if (parts.length != 2) {
            throw refused();
        }
        Optional<Instant> start = UtcTime.parse(parts[0]);
        Optional<Instant> end = UtcTime.parse(parts[1]);
        if (start.isEmpty() && end.isEmpty()) {
            throw refused();
        }
        if (start.isPresent() && end.isPresent() && !end.get().isAfter(start.get())) {
            throw new InvalidRequestException(FIELD, "'timespan' must end after it begins: put the earlier time first");
        }
        return part(parts[0]) + "/" + part(parts[1]);
    }

    private static String part(String text) {
        Optional<Duration> duration = IsoDuration.parse(text);
        return duration.map(IsoDuration::text)
                .or(() -> UtcTime.parse(text).map(HuntTimespan::text))
                .orElseThrow(HuntTimespan::refused);
    }

    private static String text(Instant time) {
        return UtcTime.text(time).replace(".0000000Z", "Z");
    }

    private static InvalidRequestException refused() {
        return new InvalidRequestException(
                FIELD,
                "'timespan' must be a duration such as P7D or PT12H (whole days, hours, minutes, seconds), a time such as"
                        + " 2026-09-01T00:00:00Z, or two of these as start/end of which at least one is a time");
    }
}
