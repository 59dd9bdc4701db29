package io.defenderrelay.feed;

/**
 * What a caller gets.
 *
 * @param body JSON
 * @param items how many things it lists, for the log
 */
public record Answer(String body, int items) {}
