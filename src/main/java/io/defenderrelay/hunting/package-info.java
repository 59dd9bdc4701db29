/**
 * Hunts: questions in KQL that callers ask, workers put to Microsoft, and everybody reads by pages. A hunt is accepted at once
 * and its state is kept; a worker claims it by attempt, streams the rows into chunks of that attempt, and only the last
 * write, which names the attempt, makes them the hunt's: it is never shown half. Imports {@code microsoft},
 * {@code store}, {@code answer} and what lies below; it must not import another feature.
 *
 * <p>Why it is as it is. A worker never waits: whatever stands in its way (no place, no quota, a failure that may pass) makes it
 * send the ticket again for later, so that one tenant's quota costs another nothing. Two places a tenant and the calls of a
 * minute are counted in the table, by conditional writes; the calls of this minute and the last together stay below
 * Microsoft's limit, so that those of any sixty seconds do. Nothing is added to a query of a caller's own: rows beyond those
 * wanted are left unread, and the hunt says so. The list of open hunts is a sparse index entry that the last write removes.
 *
 * <p>A hunt is asked in one of two ways, which IAM can tell apart. A template is a query of ours with typed parameters: each
 * value becomes one literal of KQL, so that nobody who may only fill in templates can ask anything else. Raw KQL is the
 * caller's own: Defender decides what it means, and before that we refuse what leaves the tenant's data or is no query. Where
 * the ways to read KQL might differ about the end of a text or comment, the query is refused: a guard that guesses can be
 * led astray.
 */
@NullMarked
package io.defenderrelay.hunting;

import org.jspecify.annotations.NullMarked;
