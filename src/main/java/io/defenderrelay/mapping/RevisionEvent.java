package io.defenderrelay.mapping;

/**
 * The OCSF event of a revision.
 *
 * @param json UTF-8, at most 200 KB
 * @param outcome how much of the revision it holds
 */
public record RevisionEvent(byte[] json, Outcome outcome) {

    /** How much of its revision an event holds. */
    public enum Outcome {
        WHOLE,
        /** Too large for an event: cut by rule. */
        TRUNCATED,
        /** Only what is known without a body, since there is none or it cannot be mapped. */
        MINIMAL
    }
}
