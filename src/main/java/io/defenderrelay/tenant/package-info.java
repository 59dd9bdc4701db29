/**
 * A tenant as the relay knows it: its alias, its settings and the credential its secret holds. Reads and checks the JSON
 * that people write; imports {@code problem} and {@code model} alone.
 */
@NullMarked
package io.defenderrelay.tenant;

import org.jspecify.annotations.NullMarked;
