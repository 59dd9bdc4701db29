package io.defenderrelay.microsoft;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which machine actions to list.
 *
 * @param since when the oldest was created
 * @param machineId of one machine; null for all
 * @param type Microsoft's word for one kind; null for all
 */
public record MachineActionQuery(
        Instant since, @Nullable String machineId, @Nullable String type) {}
