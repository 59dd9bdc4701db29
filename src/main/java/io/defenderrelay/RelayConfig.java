package io.defenderrelay;

import io.smallrye.config.ConfigMapping;

/** What a stack sets by environment variables. */
@ConfigMapping(prefix = "relay")
public interface RelayConfig {
    /** Name of the table. */
    String table();
}
