package io.defenderrelay.answer;

import java.util.Map;

/**
 * What a caller gets.
 *
 * @param type of the body, as a media type; empty when there is none
 * @param headers beside the type
 * @param items how many things it lists, for the log
 */
public record Answer(int status, String type, Map<String, String> headers, String body, int items) {
    public static final String JSON = "application/json";

    private static final int OK = 200;

    public Answer {
        headers = Map.copyOf(headers);
    }

    /** A JSON answer to a question that could be answered. */
    public static Answer json(String body, int items) {
        return new Answer(OK, JSON, Map.of(), body, items);
    }

    /** As {@link #json}, for one revision. */
    public static Answer ofRevision(String body, long revision) {
        return new Answer(OK, JSON, Map.of("ETag", "\"" + revision + "\""), body, 1);
    }
}
