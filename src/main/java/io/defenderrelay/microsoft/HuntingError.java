package io.defenderrelay.microsoft;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.defenderrelay.problem.ProblemType;
import io.defenderrelay.problem.QueryException;
import io.defenderrelay.problem.ThrottledException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Microsoft says of a query that it does not answer. All of it comes with one code, so that only the text tells what
 * it is; a text that is not known makes a plain refusal. Source: Microsoft Graph, "Run hunting query" and "Advanced hunting
 * quotas"; the texts are observed.
 */
record HuntingError(String message) {
    private static final int LARGEST = 65_536;
    private static final int LONGEST = 1_000;
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration CPU_CYCLE = Duration.ofMinutes(15);
    private static final Pattern UNSHOWN = Pattern.compile("[\\p{Cntrl}\\p{Zl}\\p{Zp}\\p{Cs}]+");
    private static final Pattern PLACE = Pattern.compile("(?:position[^0-9]{0,3}|\\[)([0-9]{1,6})[:,] ?([0-9]{1,6})");
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build());

    /** Reads at most 64 KB of the answer. */
    static HuntingError read(InputStream in) {
        try {
            JsonNode root = JSON.readTree(in.readNBytes(LARGEST));
            JsonNode error = root == null ? JSON.missingNode() : root.path("error");
            String text = error.path("message").asText("");
            return new HuntingError(shown(text.isEmpty() ? error.asText("") : text));
        } catch (IOException unreadable) {
            return new HuntingError("");
        }
    }

    /** How long to wait for the quota, by the clock of whoever answered. */
    ThrottledException throttled(Optional<Duration> asked, Instant now) {
        return new ThrottledException("Microsoft's hunting", asked.orElseGet(() -> untilNext(cycle(), now)));
    }

    /** What is wrong with the query. */
    QueryException refused(String alias) {
        String lower = message.toLowerCase(Locale.ROOT);
        if (lower.contains("result size")) {
            return problem(
                    ProblemType.RESULT_TOO_LARGE,
                    "The query finds more than Microsoft hands out (100,000 rows, 50 MB): project fewer columns, ask for a"
                            + " shorter timespan, or summarize");
        }
        if (lower.contains("preempted") || lower.contains("exceeded the allowed limits")) {
            return problem(
                    ProblemType.QUERY_TOO_COSTLY,
                    "Microsoft stopped the query because it takes too much CPU or memory: ask for a shorter timespan, filter"
                            + " by time and device first, and avoid joins of large tables");
        }
        if (lower.contains("failed to resolve")) {
            return problem(
                    ProblemType.QUERY_REFUSED,
                    "Microsoft does not know a table, column or function of the query: correct its name, or check that"
                            + " tenant '" + alias + "' has the licence that brings the table");
        }
        if (lower.contains("syntax")) {
            return problem(
                    ProblemType.QUERY_REFUSED, "The query is not correct KQL: correct what Microsoft's message names");
        }
        return problem(
                ProblemType.QUERY_REFUSED,
                "Microsoft refused the query: correct what its message names, and check query and timespan");
    }

    private QueryException problem(ProblemType type, String detail) {
        Map<String, String> facts = new LinkedHashMap<>();
        if (!message.isEmpty()) {
            facts.put("microsoftMessage", message);
        }
        Matcher place = PLACE.matcher(message);
        if (place.find()) {
            facts.put("line", place.group(1));
            facts.put("column", place.group(2));
        }
        return new QueryException(type, detail, facts);
    }

    private Duration cycle() {
        String lower = message.toLowerCase(Locale.ROOT);
        boolean cpu = lower.contains("cpu") || lower.contains("allowance");
        return cpu ? CPU_CYCLE : MINUTE;
    }

    private static Duration untilNext(Duration cycle, Instant now) {
        long length = cycle.toMillis();
        long passed = now.toEpochMilli() % length;
        return Duration.ofMillis(length - passed);
    }

    private static String shown(String text) {
        String plain = UNSHOWN.matcher(text).replaceAll(" ").strip();
        return plain.length() > LONGEST ? plain.substring(0, LONGEST) : plain;
    }
}
