package io.defenderrelay.microsoft;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.defenderrelay.model.Body;
import io.defenderrelay.model.Finding;
import io.defenderrelay.model.Reading;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * One alert or incident as Microsoft has it at this moment, with the members that can be changed.
 *
 * @param members by name; one that is null or absent at Microsoft is absent here
 */
public record RemoteFinding(Finding finding, Map<String, JsonNode> members) {
    /** Members that somebody may change, and those that tell where changes go. */
    private static final Set<String> READ = Set.of(
            "assignedTo",
            "classification",
            "comments",
            "customDetails",
            "customTags",
            "description",
            "determination",
            "displayName",
            "redirectIncidentId",
            "resolvingComment",
            "severity",
            "status",
            "summary");

    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build());

    public RemoteFinding {
        members = Map.copyOf(members);
    }

    /** The text of a member; empty when it is none. */
    public String text(String name) {
        JsonNode value = members.get(name);
        return value == null ? "" : value.asText("");
    }

    /** Reads those members of a stored or remote body that somebody may change. */
    public static Map<String, JsonNode> members(InputStream body) throws IOException {
        Map<String, JsonNode> members = new HashMap<>();
        try (JsonParser parser = JSON.getFactory().createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedPageException("it is no record");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken token = parser.nextToken();
                if (!READ.contains(name) || token == JsonToken.VALUE_NULL) {
                    parser.skipChildren();
                } else {
                    members.put(name, JSON.readTree(parser));
                }
            }
        }
        return members;
    }

    /** Reads a whole record. */
    static RemoteFinding of(byte[] json) throws IOException {
        Body body = Body.of(json);
        if (FindingReader.read(body, true) instanceof Reading.Found found) {
            return new RemoteFinding(found.finding(), members(body.open()));
        }
        throw new MalformedPageException("it is no record with an id and a time");
    }
}
