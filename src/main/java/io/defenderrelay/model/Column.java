package io.defenderrelay.model;

/**
 * A column of a hunt's rows.
 *
 * @param type as Microsoft names it, such as {@code DateTime} or {@code Int64}; any word
 */
public record Column(String name, String type) {}
