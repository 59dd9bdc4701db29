package io.defenderrelay.mapping;

/** The OCSF event of a revision. */
public final class RevisionEvent {
    private final byte[] json;
    private final Outcome outcome;

    RevisionEvent(byte[] json, Outcome outcome) {
        this.json = json;
        this.outcome = outcome;
    }

    /** How much of its revision an event holds. */
    public enum Outcome {
        WHOLE,
        /** Too large for an event: cut by rule. */
        TRUNCATED,
        /** Only what is known without a body, since there is none or it cannot be mapped. */
        MINIMAL
    }

    /** UTF-8, at most 200 KB. Callers must not change the array. */
    public byte[] json() {
        return json;
    }

    public Outcome outcome() {
        return outcome;
    }
}
