package io.defenderrelay.microsoft;

import io.defenderrelay.model.Secret;

public record AccessToken(Secret value, java.time.Instant expiresAt) {}
