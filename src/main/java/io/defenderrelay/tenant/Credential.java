package io.defenderrelay.tenant;

import io.defenderrelay.model.Secret;

/** What an application of a tenant signs in with. */
public sealed interface Credential {
    /** The Entra tenant, a GUID. */
    String tenantId();

    /** The application, a GUID. */
    String clientId();

    /** Names the version of the stored secret: another version is another credential. */
    String version();

    /** A client secret's value. */
    record ClientSecret(String tenantId, String clientId, Secret secret, String version) implements Credential {}
}
