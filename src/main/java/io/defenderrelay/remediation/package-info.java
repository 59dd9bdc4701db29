/**
 * Actions on devices, users, mails and indicators: asked for, checked against the tenant's policy, approved by another principal,
 * sent once, followed to their end, and on record. Callers change state only and need no credential ({@code Remediation}); one
 * worker alone sends ({@code ActionRunner}).
 *
 * <p>Every transition is one conditional write together with its entry in the audit; the entry is the outbox of the event that
 * tells of it, so that no event is lost and the bus is a witness outside the table. What was sent and not answered is looked
 * for before it is sent again, after it must have become visible; what cannot be looked for is told to be unknown.
 *
 * <p>It imports no other feature; Microsoft's JSON is {@code microsoft}'s.
 */
@NullMarked
package io.defenderrelay.remediation;

import org.jspecify.annotations.NullMarked;
