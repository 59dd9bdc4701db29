/**
 * Write-back: changes and comments that a caller makes to alerts and incidents in Microsoft Defender. Imports
 * {@code microsoft}, {@code ocsf}, {@code store} and what lies below; no other feature. It never writes to the feed: what it
 * changes comes back through sync like everything else.
 *
 * <p>Graph has no ETag, so a change by somebody else can always fall between a look and a write. The look is made just
 * before; the write goes in one batch with another look, which tells what it really replaced; and what it replaced without
 * the caller having seen it is told as {@code overwrote}. What remains is the moment between two parts of one batch.
 */
@NullMarked
package io.defenderrelay.writeback;

import org.jspecify.annotations.NullMarked;
