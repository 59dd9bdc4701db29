package io.defenderrelay.microsoft;

import org.jspecify.annotations.Nullable;

/**
 * What a page said beside its records.
 *
 * @param nextLink where the next page is; null at the last one
 * @param count of all records that match, if asked for and told
 */
public record PageEnd(@Nullable String nextLink, @Nullable Long count) {}
