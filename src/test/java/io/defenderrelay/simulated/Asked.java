package io.defenderrelay.simulated;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** A call that was let in: who makes it, what stands in its path, and its body. */
record Asked(Call call, Api api, AccessToken token, List<String> arguments, String body) {

    /** The id in the path. */
    String id() {
        return arguments.get(0);
    }

    Instant at() {
        return call.at();
    }

    /** The application that calls. */
    String clientId() {
        return token.clientId();
    }

    boolean holds(Set<String> oneOf) {
        return !Collections.disjoint(oneOf, token.roles());
    }

    /** The body; throws {@link InvalidQuery} when it is no JSON object. */
    ObjectNode json() {
        try {
            return RecordBytes.tree(body.getBytes(StandardCharsets.UTF_8));
        } catch (UncheckedIOException | ClassCastException noObject) {
            throw api.unreadable();
        }
    }
}
