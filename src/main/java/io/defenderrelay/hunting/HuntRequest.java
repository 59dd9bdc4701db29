package io.defenderrelay.hunting;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.defenderrelay.problem.InvalidRequestException;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a caller asks for, checked, and the KQL that asks Microsoft for it.
 *
 * @param template name of the template; null for a query of the caller's own
 * @param timespan null for Microsoft's default of 30 days
 */
record HuntRequest(
        String query, @Nullable String template, @Nullable String timespan, int maxRows) {
    /** Rows that Microsoft hands out, at most. Source: Microsoft Graph, "Run hunting query", quotas. */
    static final int MOST_ROWS = 100_000;

    private static final int DEFAULT_ROWS = 10_000;
    private static final Pattern WORD = Pattern.compile("[A-Za-z]{1,32}");
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** Reads a body that names a template and gives it values. */
    static HuntRequest ofTemplate(String body, HuntTemplates templates) {
        JsonNode root = object(body);
        if (root.has("query")) {
            throw refused(
                    "query", "Raw KQL is asked with POST /hunts/raw: here name a 'template' and its 'parameters'");
        }
        known(root, Set.of("template", "parameters", "timespan", "maxRows"));
        String name = root.path("template").asText("");
        HuntTemplate template = templates
                .find(name)
                .orElseThrow(() -> refused(
                        "template", "Member 'template' must be the name of one that GET /hunt-templates lists"));
        int maxRows = maxRows(root);
        // One row more than is shown, to know whether there are more.
        String query = template.bind(root.path("parameters"), Math.min(MOST_ROWS, maxRows + 1));
        return new HuntRequest(query, name, timespan(root), maxRows);
    }

    /** Reads a body that brings KQL of its own. */
    static HuntRequest ofQuery(String body) {
        JsonNode root = object(body);
        known(root, Set.of("query", "timespan", "maxRows"));
        if (!root.path("query").isTextual()) {
            throw refused("query", "Member 'query' must be a text: the KQL to run");
        }
        String query = root.path("query").textValue();
        RawQuery.check(query);
        return new HuntRequest(query, null, timespan(root), maxRows(root));
    }

    private static @Nullable String timespan(JsonNode root) {
        JsonNode timespan = root.path("timespan");
        if (timespan.isMissingNode()) {
            return null;
        }
        if (!timespan.isTextual()) {
            throw refused("timespan", "Member 'timespan' must be a text, such as P7D");
        }
        return HuntTimespan.check(timespan.textValue());
    }

    private static int maxRows(JsonNode root) {
        JsonNode rows = root.path("maxRows");
        if (rows.isMissingNode()) {
            return DEFAULT_ROWS;
        }
        if (!rows.isInt() || rows.intValue() < 1 || rows.intValue() > MOST_ROWS) {
            throw refused("maxRows", "Member 'maxRows' must be a whole number from 1 to " + MOST_ROWS);
        }
        return rows.intValue();
    }

    private static JsonNode object(String body) {
        try {
            JsonNode root = JSON.readTree(body);
            if (root.isObject()) {
                return root;
            }
        } catch (JsonProcessingException notJson) {
            throw notAnObject();
        }
        throw notAnObject();
    }

    private static void known(JsonNode root, Set<String> names) {
        root.fieldNames().forEachRemaining(name -> {
            if (!names.contains(name)) {
                String shown = WORD.matcher(name).matches() ? "'" + name + "'" : "of an unprintable name";
                throw refused(
                        "body",
                        "Unknown member " + shown + ": known are "
                                + String.join(", ", names.stream().sorted().toList()));
            }
        });
    }

    private static InvalidRequestException notAnObject() {
        return refused("body", "The body must be one JSON object without double members");
    }

    private static InvalidRequestException refused(String field, String message) {
        return new InvalidRequestException(field, message);
    }
}
