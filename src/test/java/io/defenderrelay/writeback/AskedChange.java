package io.defenderrelay.writeback;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.defenderrelay.model.Kind;
import io.defenderrelay.simulated.Deed;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A change that a client asks for until it hears how it ended: what it decided upon, its tries, and what came of them. */
final class AskedChange {
    final Kind kind;
    final String id;
    final long revision;
    final JsonNode base;
    final ObjectNode members;

    /** What the relay wrote for it, each with the number of the try. */
    final List<Written> written = new ArrayList<>();

    int tries;
    boolean disturbed;
    boolean ended;

    @Nullable
    JsonNode answer;

    @Nullable
    String refusal;

    /** @param base the revision's body */
    AskedChange(Kind kind, String id, long revision, JsonNode base, ObjectNode members) {
        this.kind = kind;
        this.id = id;
        this.revision = revision;
        this.base = base;
        this.members = members;
    }

    record Written(int attempt, Deed deed) {}

    /** Whether the client decided upon this value of the member, also where a merge leads to another record. */
    boolean knew(String member, JsonNode value) {
        return same(base.path(member), value);
    }

    /** Absent, empty and unknown say the same. */
    static boolean same(JsonNode one, JsonNode other) {
        return text(one).equals(text(other));
    }

    private static String text(JsonNode value) {
        String text = value.isContainerNode() ? value.toString() : value.asText("");
        return value.isNull() || text.equals("unknown") || text.equals("null") ? "" : text;
    }

    @Override
    public String toString() {
        return kind.word() + " " + id + " of revision " + revision + " to " + members;
    }
}
