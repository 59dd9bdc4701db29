/**
 * Write-back: changes and comments that a caller makes to alerts and incidents in Microsoft Defender. Imports
 * {@code microsoft}, {@code ocsf}, {@code store} and what lies below; no other feature. It never writes to the feed: what it
 * changes comes back through sync like everything else.
 *
 * <p>Graph has no ETag, so a change by somebody else can always fall between a look and a write. The look is made just
 * before; the write goes in one batch with another look, which tells what it really replaced; and what it replaced without
 * the caller having seen it is told as {@code overwrote}. What remains is the moment between two parts of one batch.
 *
 * <p>An incident that was merged is followed once. Its target is compared with what the caller knew of the source, not with
 * the target's own newest revision: that would overwrite values, and take away tags, that nobody showed the caller.
 *
 * <p>A comment has no id at Microsoft. It carries a mark of ours and is looked for, on both sides of a merge, before it is
 * posted; the claim is made after that look, and lasts until the comment must be visible.
 */
@NullMarked
package io.defenderrelay.writeback;

import org.jspecify.annotations.NullMarked;
