package io.defenderrelay.local;

/** The process ended here. An {@code Error}, so that no code under test can take it for a fault and cope. */
public final class ProcessCut extends Error {
    ProcessCut(String place) {
        super(place);
    }
}
