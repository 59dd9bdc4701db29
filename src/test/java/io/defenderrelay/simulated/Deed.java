package io.defenderrelay.simulated;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/** One change of one record in Defender: who made it, which version came of it, and what the record was and is. */
public record Deed(Entity entity, String id, String who, Instant version, ObjectNode before, ObjectNode after) {
    /** Whether the relay's own application made it. */
    public boolean ours() {
        return who.equals(RecordWrites.APPLICATION);
    }

    /** Whether it left the member with another value. */
    public boolean changed(String member) {
        JsonNode was = before.path(member);
        return !was.equals(after.path(member));
    }
}
