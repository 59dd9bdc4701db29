package io.defenderrelay.remediation;

import io.defenderrelay.model.ActionKind;
import io.defenderrelay.model.Digest;
import io.defenderrelay.store.ActionState;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which actions are to be listed.
 *
 * @param states empty for all
 * @param kinds empty for all
 * @param target as it was asked for, or the id or name it was found to have; without case; null for all
 * @param requester the principal; null for all
 * @param from requested at or after
 * @param to requested before
 * @param limit actions in one answer, at most
 * @param after the {@code next} of an answer; null to start with the youngest
 */
public record ActionQuery(
        Set<ActionState> states,
        Set<ActionKind> kinds,
        @Nullable String target,
        @Nullable String requester,
        Instant from,
        Instant to,
        int limit,
        @Nullable String after) {
    public ActionQuery {
        states = Set.copyOf(states);
        kinds = Set.copyOf(kinds);
    }

    /** The same for the same list, whatever its page. */
    String hash() {
        return Digest.of(
                new TreeSet<>(states).toString(),
                new TreeSet<>(kinds).toString(),
                String.valueOf(target),
                String.valueOf(requester),
                from.toString(),
                to.toString());
    }
}
