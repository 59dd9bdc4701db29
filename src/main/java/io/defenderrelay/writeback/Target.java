package io.defenderrelay.writeback;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.defenderrelay.microsoft.RemoteFinding;
import io.defenderrelay.microsoft.RemoteFindings;
import io.defenderrelay.model.Kind;
import io.defenderrelay.problem.ConflictException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The record that a request is for: the one it names, or the incident that this was merged into.
 *
 * @param named what the request named, if it is another
 */
record Target(RemoteFinding live, @Nullable RemoteFinding named) {
    private static final String REDIRECTED = "redirected";

    /** Follows a merge once; a target that was merged too is for a person to look at. */
    static Target find(RemoteFindings remote, Kind kind, String id) {
        RemoteFinding named = remote.read(kind, id);
        if (kind != Kind.INCIDENT || !redirected(named)) {
            return new Target(named, null);
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

    /** The id that the request named, if it is another. */
    @Nullable
    String redirectedFrom() {
        return named == null ? null : named.finding().id();
    }

    /** The texts of all comments, also those from before a merge: Microsoft leaves them where they are. */
    List<String> comments() {
        List<String> texts = new ArrayList<>(comments(live));
        if (named != null) {
            texts.addAll(comments(named));
        }
        return texts;
    }

    private static List<String> comments(RemoteFinding finding) {
        return RemoteFindings.comments(finding.members().getOrDefault("comments", MissingNode.getInstance()));
    }

    Map<String, JsonNode> members() {
        return live.members();
    }

    private static boolean redirected(RemoteFinding incident) {
        return incident.text("status").equalsIgnoreCase(REDIRECTED);
    }
}
