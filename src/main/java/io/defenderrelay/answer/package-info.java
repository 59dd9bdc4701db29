/**
 * What an answer of the API is made of, for every feature that gives one: a buffer that knows how large an answer may be, and
 * the JSON in it. Imports the JDK and Jackson's writer alone; it must not import {@code store} or a feature, since it
 * knows nothing of what is shown.
 */
@NullMarked
package io.defenderrelay.answer;

import org.jspecify.annotations.NullMarked;
