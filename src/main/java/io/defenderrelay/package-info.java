/** Where everything is put together; it alone makes clocks and waits. */
@NullMarked
package io.defenderrelay;

import org.jspecify.annotations.NullMarked;
