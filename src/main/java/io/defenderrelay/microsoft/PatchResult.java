package io.defenderrelay.microsoft;

import org.jspecify.annotations.Nullable;

/**
 * What a change did.
 *
 * @param before the record directly before it; null when Microsoft could not be asked for that together with the change
 * @param after the record after it
 */
public record PatchResult(@Nullable RemoteFinding before, RemoteFinding after) {}
