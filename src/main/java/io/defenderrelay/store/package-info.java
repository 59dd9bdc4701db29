/**
 * What the relay keeps: the formats of the table's items and the only reads and writes of them. Immutable things
 * (revisions, pages, unreadable records) are named by their content or their number; what changes (cursor, heads)
 * changes only in writes that hold the lease's epoch. Imports {@code aws}, {@code tenant}, {@code problem} and
 * {@code model}; it knows neither Microsoft's JSON nor any feature, so that the engine and every reader share it.
 *
 * <p>Where it differs from the first design, and why: a revision is named by the digest of its exact bytes, not by its
 * canonical hash, and each part is compressed on its own. Two writers that hold equal content in other order would
 * otherwise write different bytes, and perhaps another number of parts, under one key. A page names, for each revision,
 * the page of the revision before it, and the head names the page of the newest: an alert's history is a walk along the
 * log, with no item and no write of its own.
 *
 * <p>Bodies are deflated with a dictionary of Microsoft's member names and words rather than gzipped alone: 1,000 new
 * alerts of the usual six kilobytes then cost 5.17 write units each instead of 5.66.
 *
 * <p>Hunts have two kinds of partition: one a hunt, with what was asked, its state and its rows, and one a tenant, with the two
 * places, the counts of each minute and the pause that Microsoft asked for. What was asked is an item of its own, so that
 * looking at the state, which callers do twice a second, costs one unit. Rows lie under the attempt that wrote them.
 *
 * <p>The index lists an incident's alerts by the time they were made, not by id, so that the newest hundred are one query; it
 * tells of each what an incident's event needs, as far as the head stays within one write unit. Own changes at Microsoft are
 * kept under one partition a tenant and not one a finding: a commit learns of all of them by one query. Only a change whose
 * version Microsoft has told marks a revision as the relay's; the audit of changes has a partition of its own that nobody
 * may change.
 */
@NullMarked
package io.defenderrelay.store;

import org.jspecify.annotations.NullMarked;
