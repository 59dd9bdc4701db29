package io.defenderrelay.store;

import java.time.Instant;

/**
 * One revision where it stands in a feed's log.
 *
 * @param page number of the page that names it
 * @param committedAt when it came into the log, by our clock
 */
public record Revision(long page, Instant committedAt, Reference reference) {}
