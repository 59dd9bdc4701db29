/**
 * The incident feed: which of Microsoft's collections it is. The work is the engine's. Imports {@code sync} and what lies
 * below; no other feature.
 *
 * <p>Incidents are listed without their alerts. Which alerts are an incident's is told by the alerts, whose
 * {@code incidentId} moves when incidents merge: asking Microsoft to expand them fails for good where they are many.
 */
@NullMarked
package io.defenderrelay.incident;

import org.jspecify.annotations.NullMarked;
