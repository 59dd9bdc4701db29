package io.defenderrelay.ocsf;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.defenderrelay.model.Change;
import io.defenderrelay.model.Kind;
import io.defenderrelay.model.UtcTime;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;

/**
 * What the relay knows of a revision beside its body.
 *
 * @param tenantId the Entra tenant
 * @param version its last update
 * @param hash canonical hash of its content, hex
 * @param revision counts the finding's revisions from 1 without gaps
 */
public record RevisionFacts(
        Kind kind, String tenantId, String id, Instant version, String hash, long revision, Change change) {
    private static final String SEPARATOR = "\u001f";
    private static final int UID_BYTES = 16;

    /** Names the revision: the same for the same tenant, kind, id, version and content, and for no other; 32 hex digits. */
    public String uid() {
        String name = String.join(SEPARATOR, tenantId, kind.word(), id, UtcTime.text(version), hash);
        MessageDigest digest = SourceDocument.newSha256();
        return HexFormat.of().formatHex(digest.digest(name.getBytes(UTF_8)), 0, UID_BYTES);
    }
}
