package io.defenderrelay.aws;

/**
 * An event for the bus.
 *
 * @param type what happened, in words that rules match
 * @param detail a JSON object
 */
public record BusEvent(String type, String detail) {}
