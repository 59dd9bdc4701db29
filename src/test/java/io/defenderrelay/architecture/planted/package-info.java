/** Classes that break the rules of the house, so that a test can show that each rule reports it. */
@NullMarked
package io.defenderrelay.architecture.planted;

import org.jspecify.annotations.NullMarked;
