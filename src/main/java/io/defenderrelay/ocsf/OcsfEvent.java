package io.defenderrelay.ocsf;

/**
 * An event.
 *
 * @param json UTF-8, with sorted members
 * @param truncated whether it lost anything to the size limit; the event says so itself
 */
public record OcsfEvent(byte[] json, boolean truncated) {}
