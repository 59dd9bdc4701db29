package io.defenderrelay.problem;

/** A setting, environment value or stored secret is missing or malformed; a person must correct it. */
public final class ConfigurationException extends ConnectorException {
    public ConfigurationException(String message) {
        super(ProblemType.CONFIGURATION, message, null);
    }
}
