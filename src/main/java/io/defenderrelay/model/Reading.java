package io.defenderrelay.model;

/** One element of a list that Microsoft sent: a finding, or bytes that are none and are kept aside. */
public sealed interface Reading {
    /** An alert or incident with an id and a time. */
    record Found(Finding finding) implements Reading {}

    /**
     * Not a finding.
     *
     * @param reason ours, never text from the record
     * @param digest of the bytes kept, hex
     */
    record Unreadable(String reason, String digest, Body body) implements Reading {}
}
