package io.defenderrelay.store;

import io.defenderrelay.model.Change;
import java.time.Instant;
import java.util.List;

/**
 * What a page says of one revision.
 *
 * @param hash canonical hash of its content, hex
 * @param digest of its bytes, hex; with the version it names the stored body
 * @param parts how many items the body takes
 * @param size of the body in bytes
 * @param revision counts the finding's revisions from 1 without gaps
 * @param origin who made the change
 * @param changed names of the changed top-level members, sorted; empty for the first revision
 * @param previousPage the page of the revision before it; 0 for the first
 */
public record Reference(
        String id,
        Instant version,
        String hash,
        String digest,
        int parts,
        long size,
        long revision,
        Change change,
        String origin,
        List<String> changed,
        long previousPage) {
    /** The change was made in Microsoft Defender, or may have been. */
    public static final String DEFENDER = "defender";

    /** All that changed was written by the relay for a caller of its API. */
    public static final String RELAY = "relay";

    public Reference {
        changed = List.copyOf(changed);
    }
}
