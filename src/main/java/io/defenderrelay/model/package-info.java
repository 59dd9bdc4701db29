/**
 * The words every other package speaks: secrets, times, clouds, one finding as Microsoft listed it. Plain data on the
 * JDK alone; it must not import anything else of ours, so that every package may import it.
 */
@NullMarked
package io.defenderrelay.model;

import org.jspecify.annotations.NullMarked;
