/**
 * The Lambda functions: the product's table of contents, one class each. It alone knows Lambda's types; it turns events
 * into calls of features and exceptions into answers. Nobody imports it.
 *
 * <p>What comes from outside is refused, by name and without being repeated, unless it is known: paths, parameters,
 * bodies. No exception leaves a function that owes an answer, since Lambda would show its text to the caller.
 */
@NullMarked
package io.defenderrelay.function;

import org.jspecify.annotations.NullMarked;
