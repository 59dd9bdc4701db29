package io.defenderrelay.writeback;

/** A fault of the product that the model test must catch. */
enum TwoWayFault {
    NONE,
    /** What the caller decided upon is not compared with what is there. */
    IF_MATCH_IGNORED
}
