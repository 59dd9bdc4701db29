/**
 * The engine that brings a feed of findings from Microsoft into the log, without loss and without doubles, whatever
 * crashes in between; it knows nothing of alerts, a feed is described to it. Imports {@code microsoft} and
 * {@code store}; must not import a feature, so that every feed can use it.
 *
 * <p>The protocol: a run takes the feed's lease under a new epoch; it reads slices of time, commits what is new in groups,
 * each commit conditional on the epoch, and moves the position only over what it has read whole. What order, replicas or
 * lateness hide from the forward job is found by its recheck and by sweeps, which compare with the heads. What cannot be
 * read is listed as a hole until it can be.
 *
 * <p>Where it differs from the first design, and why:
 *
 * <ul>
 *   <li>A slice that fails is narrowed at once and becomes a hole when it is down to one second and Microsoft answers
 *       other questions; it does not first fail in three runs. Its successors are not held up, and the hole is read again
 *       by later runs like any other. It counts as degraded from its third vain try.
 *   <li>One moment with too many records is parted by making a hole of each part: the parts survive the run, so that no
 *       number of them can exceed one run's budget.
 *   <li>While answers come in ascending order there is no need to narrow anything: the next slice begins where the last
 *       one stopped.
 *   <li>A sweep reaches back to what could have appeared since the last one of its kind, also after a long stand-still.
 * </ul>
 */
@NullMarked
package io.defenderrelay.sync;

import org.jspecify.annotations.NullMarked;
