/**
 * Joins what the relay keeps of a revision with what OCSF makes of it, for all who show revisions: the feed and the events.
 * Imports {@code store}, {@code ocsf} and what lies below; no feature and not {@code microsoft}.
 */
@NullMarked
package io.defenderrelay.mapping;

import org.jspecify.annotations.NullMarked;
