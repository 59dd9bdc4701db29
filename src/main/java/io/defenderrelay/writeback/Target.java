package io.defenderrelay.writeback;

import com.fasterxml.jackson.databind.JsonNode;
import io.defenderrelay.microsoft.RemoteFinding;
import io.defenderrelay.microsoft.RemoteFindings;
import io.defenderrelay.model.Kind;
import io.defenderrelay.problem.ConflictException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The record that a request is for.
 *
 * @param live the one it names, or the incident that this was merged into
 * @param named the one it names
 */
record Target(RemoteFinding live, RemoteFinding named) {
    private static final String REDIRECTED = "redirected";

    /** Follows a merge once; a target that was merged too is for a person to look at. */
    static Target find(RemoteFindings remote, Kind kind, String id) {
        RemoteFinding named = remote.read(kind, id);
        if (kind != Kind.INCIDENT || !redirected(named)) {
            return new Target(named, named);
        }
        String next = named.text("redirectIncidentId");
        RemoteFinding target = next.isEmpty() || next.equals(id) ? named : remote.read(kind, next);
        if (redirected(target)) {
            throw new ConflictException(
                    "The incident was merged into another that was merged too: read it, and send the request for the one"
                            + " that is still open",
                    null);
        }
        return new Target(target, named);
    }

    String id() {
        return live.finding().id();
    }

    /** The id that the request names, if it is another. */
    @Nullable
    String redirectedFrom() {
        String asked = named.finding().id();
        return asked.equals(id()) ? null : asked;
    }

    Map<String, JsonNode> members() {
        return live.members();
    }

    private static boolean redirected(RemoteFinding incident) {
        return incident.text("status").equalsIgnoreCase(REDIRECTED);
    }
}
