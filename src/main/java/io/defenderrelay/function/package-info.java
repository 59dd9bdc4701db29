/**
 * The product's table of contents: one class with one function for each Lambda, and what all of them need at the edge
 * (requests into calls, problems into answers, one line in the log). It alone knows Lambda's types; nobody imports it.
 * It may import every feature, and joins them: no feature knows another.
 *
 * <p>What comes from outside is refused, by name and without being repeated, unless it is known: paths, parameters,
 * bodies. No exception leaves a function that owes an answer, since Lambda would show its text to the caller.
 */
@NullMarked
package io.defenderrelay.function;

import org.jspecify.annotations.NullMarked;
