/**
 * The Lambda functions: the product's table of contents, one class each. It alone knows Lambda's types; it turns events
 * into calls of features and exceptions into answers. Nobody imports it.
 */
@NullMarked
package io.defenderrelay.function;

import org.jspecify.annotations.NullMarked;
