package io.defenderrelay.tenant;

/** Where a tenant's credential comes from: hands secrets to sign-in without either side knowing the other. */
@FunctionalInterface
public interface CredentialSource {
    /** The credential in force; {@code fresh} reads it past every cache, after Microsoft refused the cached one. */
    Credential read(boolean fresh);
}
