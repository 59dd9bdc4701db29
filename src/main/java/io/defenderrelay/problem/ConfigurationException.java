package io.defenderrelay.problem;

import org.jspecify.annotations.Nullable;

/** A setting, environment value or stored secret is missing or malformed; a person must correct it. */
public final class ConfigurationException extends ConnectorException {
    public ConfigurationException(String message) {
        this(message, null);
    }

    public ConfigurationException(String message, @Nullable Throwable cause) {
        super(ProblemType.CONFIGURATION, message, cause);
    }
}
