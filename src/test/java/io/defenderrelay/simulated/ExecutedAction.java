package io.defenderrelay.simulated;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An action that was really created through the interface: {@code type} is Isolate, StartInvestigation and so on,
 * {@code requestor} the application.
 */
public record ExecutedAction(
        String id,
        String machineId,
        String type,
        @Nullable String scope,
        String comment,
        String requestor,
        Instant at) {}
