package io.defenderrelay.simulated;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A hunting query as it was sent, right or wrong. */
public record HuntingRequest(String query, @Nullable String timespan) {

    private static final String UNREADABLE = "Unable to read JSON request payload. Please ensure Content-Type header is"
            + " set and payload is of valid JSON format.";

    /** Reads either spelling of the members; throws {@link InvalidQuery} when there is no query. */
    static HuntingRequest parse(Message message) {
        String type = message.contentType();
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
            throw new InvalidQuery(UNREADABLE);
        }
        ObjectNode body = tree(message.body());
        String query = member(body, "Query", "query");
        if (query == null || query.isBlank()) {
            throw new InvalidQuery("The parameter 'Query' is required.");
        }
        return new HuntingRequest(query, member(body, "Timespan", "timespan"));
    }

    /** Throws {@link InvalidQuery} when Microsoft would not run it. */
    void check(Predicate<String> knownTable) {
        if (timespan != null && !Timespan.isValid(timespan)) {
            throw new InvalidQuery("The parameter 'Timespan' is no ISO 8601 duration or interval: '" + timespan + "'.");
        }
        Kql.check(query, knownTable);
    }

    private static ObjectNode tree(String body) {
        try {
            return RecordBytes.tree(body.getBytes(StandardCharsets.UTF_8));
        } catch (UncheckedIOException | ClassCastException noObject) {
            throw new InvalidQuery(UNREADABLE);
        }
    }

    private static @Nullable String member(ObjectNode body, String documented, String lowerCase) {
        JsonNode value = body.path(body.has(documented) ? documented : lowerCase);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw new InvalidQuery("Cannot convert the value of '" + documented + "' to its type.");
        }
        return value.textValue();
    }
}
