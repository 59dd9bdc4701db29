/**
 * Events out: each revision of the log becomes an event on the bus. It reads the log like any reader, from a position of its
 * own that it holds by a lease; what wakes it tells it nothing but that there may be something to read. So a stream that was
 * trimmed, a wake-up that was lost and a replay need no code: the position says what is still to be sent, and can be moved
 * back. Imports {@code mapping}, {@code store}, {@code aws} and what lies below; no other feature and not {@code microsoft}.
 *
 * <p>The position moves only over what the bus took, so that everything is sent at least once, with the same uid however
 * often. What the bus refuses three times for its own sake goes out as the minimal event, and what it refuses even then,
 * while it takes others, is counted and passed over: a bad finding delays nobody. When the bus takes nothing, nothing moves.
 */
@NullMarked
package io.defenderrelay.delivery;

import org.jspecify.annotations.NullMarked;
