/**
 * The alert feed: which of Microsoft's collections it is. The work is the engine's.
 * Imports {@code sync} and what lies below; no other feature.
 */
@NullMarked
package io.defenderrelay.alert;

import org.jspecify.annotations.NullMarked;
