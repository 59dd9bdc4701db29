package io.defenderrelay.architecture.planted.store;

import java.util.logging.Logger;

/** Logs past the structured log. */
record LogsByTheJdk(Logger log) {}
