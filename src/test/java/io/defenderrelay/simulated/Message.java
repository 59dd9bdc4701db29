package io.defenderrelay.simulated;

import org.jspecify.annotations.Nullable;

/** What a request carries besides its line: who asks, and for what. */
record Message(@Nullable String authorization, @Nullable String contentType, String body) {}
