package io.defenderrelay.microsoft;

import io.defenderrelay.model.Secret;
import java.time.Instant;

/** A bearer token of one application in one tenant, for one API. */
public record AccessToken(Secret value, Instant expiresAt) {}
