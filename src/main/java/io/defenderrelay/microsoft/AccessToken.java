package io.defenderrelay.microsoft;

import io.defenderrelay.model.Secret;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** A bearer token of one application in one tenant, for one API. */
public record AccessToken(Secret value, Instant expiresAt) {

    /**
     * The application permissions that were granted when it was issued; empty when the token cannot be read, which is not the
     * same as having none.
     */
    public Optional<Set<String>> roles() {
        return TokenClaims.roles(value.reveal());
    }
}
