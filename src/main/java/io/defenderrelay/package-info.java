/**
 * {@code Wiring} alone: it makes the clock, the pause, the source of chance and the clients, and puts the parts together.
 * Every other class takes what it needs by its constructor, so that a test can build it with {@code new}.
 */
@NullMarked
package io.defenderrelay;

import org.jspecify.annotations.NullMarked;
