package io.defenderrelay.microsoft;

/** The remote calls that one run may still make. Not for use by several threads. */
public final class CallBudget {
    private final int calls;
    private int made;

    public CallBudget(int calls) {
        this.calls = calls;
    }

    public int made() {
        return made;
    }

    public int left() {
        return calls - made;
    }

    void spend() {
        made++;
    }
}
