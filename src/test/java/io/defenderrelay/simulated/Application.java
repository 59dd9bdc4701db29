package io.defenderrelay.simulated;

import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** An application registered in the tenant: its secrets and the roles that were granted to it. */
final class Application {

    private final String clientId;
    private final Set<String> secrets = new HashSet<>();
    private final Set<String> expiredSecrets = new HashSet<>();
    private final Set<String> graphRoles = new TreeSet<>();
    private final Set<String> defenderRoles = new TreeSet<>();

    Application(String clientId) {
        this.clientId = clientId;
    }

    String clientId() {
        return clientId;
    }

    void addSecret(String secret) {
        secrets.add(secret);
        expiredSecrets.remove(secret);
    }

    void onlySecret(String secret) {
        secrets.clear();
        expiredSecrets.clear();
        addSecret(secret);
    }

    void expireSecrets() {
        expiredSecrets.addAll(secrets);
        secrets.clear();
    }

    @Nullable
    SignInFailure credentialFailure(String secret) {
        if (expiredSecrets.contains(secret)) {
            return SignInFailure.EXPIRED_SECRET;
        }
        return secrets.contains(secret) ? null : SignInFailure.INVALID_SECRET;
    }

    /** The roles on Microsoft Graph, to be changed. */
    Set<String> graphRoles() {
        return graphRoles;
    }

    /** The roles on Defender for Endpoint, to be changed. */
    Set<String> defenderRoles() {
        return defenderRoles;
    }

    /** What a token for this resource holds. */
    Set<String> roles(String audience) {
        if (Api.isTrap(audience)) {
            return Set.of();
        }
        return Api.isDefender(audience) ? defenderRoles : graphRoles;
    }

    void forgetRoles() {
        graphRoles.clear();
        defenderRoles.clear();
    }
}
