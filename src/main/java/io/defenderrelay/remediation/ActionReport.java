package io.defenderrelay.remediation;

import io.defenderrelay.problem.ConnectorException;
import org.jspecify.annotations.Nullable;

/**
 * What one run did for one tenant.
 *
 * @param due actions that were looked at
 * @param moved transitions made
 * @param sent requests to act that went to Microsoft
 * @param told events that the bus took
 * @param error the last problem that delayed an action; null when there was none
 */
public record ActionReport(
        int due, int moved, int sent, int told, @Nullable ConnectorException error) {}
