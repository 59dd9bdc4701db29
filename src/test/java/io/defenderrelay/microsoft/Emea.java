package io.defenderrelay.microsoft;

import io.defenderrelay.model.Cloud;
import io.defenderrelay.model.Secret;
import io.defenderrelay.tenant.Credential;
import io.defenderrelay.tenant.CredentialSource;

/** The tenant that signs in, in tests. */
final class Emea {
    static final String CLIENT = "c4a81f06-93d7-4b2e-8d15-6f02e7b9a3c8";
    /** Not a real one; with the characters that forms and logs treat in their own ways. */
    static final String SECRET = "canary~._-+&= %1";

    private Emea() {}

    static SignIn signIn() {
        return signIn(source("1"));
    }

    static SignIn signIn(CredentialSource source) {
        return new SignIn("emea", TokenStub.TENANT, Cloud.GLOBAL, source);
    }

    static CredentialSource source(String version) {
        return fresh -> credential(version, SECRET);
    }

    static Credential credential(String version, String secret) {
        return new Credential.ClientSecret(TokenStub.TENANT, CLIENT, new Secret(secret), version);
    }
}
