package io.defenderrelay.architecture.planted.problem;

import org.jboss.logging.Logger;

/** Knows a library in the room that knows none. */
record Logging(Logger log) {}
