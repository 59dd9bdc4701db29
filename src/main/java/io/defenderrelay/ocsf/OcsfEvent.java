package io.defenderrelay.ocsf;

/** An event, written. */
public final class OcsfEvent {
    private final byte[] json;
    private final boolean truncated;

    OcsfEvent(byte[] json, boolean truncated) {
        this.json = json;
        this.truncated = truncated;
    }

    /** UTF-8, with sorted members. Callers must not change the array. */
    public byte[] json() {
        return json;
    }

    /** Whether it lost anything to the size limit; the event says so itself. */
    public boolean truncated() {
        return truncated;
    }
}
