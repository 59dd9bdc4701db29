package io.defenderrelay.simulated;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/** Answers PATCH and comments, by Microsoft's documented rules for what may be changed. */
final class RecordWrites {
    static final String APPLICATION = "API-App:Defender Relay";

    private static final Set<String> STATUSES_OF_INCIDENTS = Set.of("active", "inProgress", "resolved");

    private final Defender defender;

    RecordWrites(Defender defender) {
        this.defender = defender;
    }

    /** Changes the record and answers with all of it. */
    Answer patch(Call call, Entity entity, String id, String body) {
        if (defender.records(entity).current(id).isEmpty()) {
            return GraphErrors.notFound(call);
        }
        try {
            ObjectNode changes = RecordBytes.tree(body.getBytes(StandardCharsets.UTF_8));
            for (Map.Entry<String, JsonNode> member : changes.properties()) {
                check(entity, member.getKey(), member.getValue());
            }
            changes.remove("@odata.type");
            defender.change(entity, id, APPLICATION, record -> record.setAll(changes));
            return whole(entity, id);
        } catch (InvalidQuery refused) {
            return GraphErrors.refused(call, refused);
        } catch (UncheckedIOException | ClassCastException noObject) {
            return GraphErrors.refused(call, new InvalidQuery("Unable to read JSON request payload."));
        }
    }

    /** Appends the comment and answers with the whole list. */
    Answer comment(Call call, Entity entity, String id, String body) {
        if (defender.records(entity).current(id).isEmpty()) {
            return GraphErrors.notFound(call);
        }
        try {
            JsonNode text =
                    RecordBytes.tree(body.getBytes(StandardCharsets.UTF_8)).path("comment");
            if (!text.isTextual()) {
                return GraphErrors.refused(call, new InvalidQuery("A comment has a text."));
            }
            defender.comment(entity, id, APPLICATION, text.textValue());
            String all = defender.current(entity, id).path("comments").toString();
            return Answer.json(200, Body.of("{\"value\":" + all + "}"));
        } catch (UncheckedIOException | ClassCastException noObject) {
            return GraphErrors.refused(call, new InvalidQuery("Unable to read JSON request payload."));
        }
    }

    private Answer whole(Entity entity, String id) {
        ObjectNode answer = RecordBytes.tree(new byte[] {'{', '}'});
        answer.put(
                "@odata.context", "https://graph.microsoft.com/v1.0/$metadata#security/" + entity.type() + "/$entity");
        answer.setAll(defender.current(entity, id));
        return Answer.json(200, Body.of(answer.toString()));
    }

    private static void check(Entity entity, String name, JsonNode value) {
        if (name.equals("@odata.type")) {
            return;
        }
        if (!entity.writable().contains(name)) {
            throw new InvalidQuery("The property '" + name + "' cannot be updated.");
        }
        boolean right =
                switch (name) {
                    case "customTags" -> value.isArray();
                    case "customDetails" -> value.isObject();
                    case "assignedTo", "description", "summary", "resolvingComment" ->
                        value.isTextual() || value.isNull();
                    case "status" -> value.isTextual() && status(entity, value.textValue());
                    case "classification" ->
                        value.isTextual() && FilterProperty.CLASSIFICATION.hasMember(value.textValue());
                    case "determination" ->
                        value.isTextual() && FilterProperty.DETERMINATION.hasMember(value.textValue());
                    case "severity" -> value.isTextual() && FilterProperty.SEVERITY.hasMember(value.textValue());
                    default -> value.isTextual();
                };
        if (!right) {
            throw new InvalidQuery("Cannot convert the value of '" + name + "' to its type.");
        }
    }

    private static boolean status(Entity entity, String word) {
        return entity == Entity.ALERTS ? entity.hasStatus(word) : STATUSES_OF_INCIDENTS.contains(word);
    }
}
