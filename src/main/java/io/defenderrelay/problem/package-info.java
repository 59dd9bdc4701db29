/**
 * What can go wrong, as one closed set of exceptions, each with the problem type that an API caller or the status shows.
 * Facts are fields; the message says what was tried, on what, and what to do next, and never holds a secret or a remote
 * body. Imports {@code model} alone.
 */
@NullMarked
package io.defenderrelay.problem;

import org.jspecify.annotations.NullMarked;
