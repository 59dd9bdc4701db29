package io.defenderrelay.microsoft;

import io.defenderrelay.model.Cloud;
import io.defenderrelay.tenant.CredentialSource;

/**
 * Who signs in where.
 *
 * @param alias the tenant's, for messages
 * @param tenantId the Entra tenant that the settings name
 */
public record SignIn(String alias, String tenantId, Cloud cloud, CredentialSource source) {}
