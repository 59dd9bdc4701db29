package io.defenderrelay.simulated;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The token endpoint and what it knows: secrets, roles, issued tokens. Safe for many threads. */
public final class SignIn {

    static final String GRAPH = "https://graph.microsoft.com";

    private static final Set<String> GRAPH_AUDIENCES = Set.of(
            GRAPH,
            "https://graph.microsoft.us",
            "https://dod-graph.microsoft.us",
            "00000003-0000-0000-c000-000000000000");
    private static final int DEFAULT_LIFETIME = 3599;

    private final String tenantId;
    private final String clientId;
    private final Set<String> secrets = new HashSet<>();
    private final Set<String> expiredSecrets = new HashSet<>();
    private final Set<String> roles = new TreeSet<>();
    private final Map<String, AccessToken> tokens = new HashMap<>();
    private @Nullable SignInFailure failing;
    private @Nullable String otherTenant;
    private @Nullable String otherAudience;
    private boolean opaque;
    private int expiresIn = DEFAULT_LIFETIME;

    SignIn(String tenantId, String clientId) {
        this.tenantId = tenantId;
        this.clientId = clientId;
    }

    /** Accepts one more secret, as when a new one was made and the old one still works. */
    public synchronized SignIn addSecret(String secret) {
        secrets.add(secret);
        expiredSecrets.remove(secret);
        return this;
    }

    /** Accepts this secret and no other. */
    public synchronized SignIn onlySecret(String secret) {
        secrets.clear();
        expiredSecrets.clear();
        return addSecret(secret);
    }

    /** Lets every secret accepted so far be expired. */
    public synchronized SignIn expireSecrets() {
        expiredSecrets.addAll(secrets);
        secrets.clear();
        return this;
    }

    /** Puts a role into tokens issued from now on. */
    public synchronized SignIn grant(String role) {
        roles.add(role);
        return this;
    }

    /** Leaves a role out of tokens issued from now on; tokens issued before keep it. */
    public synchronized SignIn revoke(String role) {
        roles.remove(role);
        return this;
    }

    /** Refuses every sign-in with this AADSTS number until {@link #succeed()}. */
    public synchronized SignIn fail(int aadsts) {
        failing = SignInFailure.of(aadsts);
        return this;
    }

    /** Ends {@link #fail(int)}. */
    public synchronized SignIn succeed() {
        failing = null;
        return this;
    }

    /** Issues tokens whose {@code tid} is another tenant's; null for the right one. */
    public synchronized SignIn issueForTenant(@Nullable String otherTenantId) {
        this.otherTenant = otherTenantId;
        return this;
    }

    /** Issues tokens whose {@code aud} is not what was asked for; null for the right one. */
    public synchronized SignIn issueForAudience(@Nullable String audience) {
        this.otherAudience = audience;
        return this;
    }

    /** Issues tokens that nobody can decode. */
    public synchronized SignIn issueOpaque(boolean opaque) {
        this.opaque = opaque;
        return this;
    }

    /** The lifetime of tokens issued from now on. Default 3599 s. */
    public synchronized SignIn tokensLast(Duration lifetime) {
        this.expiresIn = (int) lifetime.toSeconds();
        return this;
    }

    /** Makes Graph answer 401 to every token issued so far. */
    public synchronized SignIn revokeTokens() {
        tokens.clear();
        return this;
    }

    synchronized void reset(String secret) {
        onlySecret(secret);
        succeed().issueForTenant(null).issueForAudience(null).issueOpaque(false).revokeTokens();
        expiresIn = DEFAULT_LIFETIME;
        roles.clear();
        for (Entity entity : Entity.values()) {
            roles.add(entity.readRole());
        }
    }

    synchronized Answer answer(Call call, String form) {
        TokenRequest request = TokenRequest.parse(call, form);
        SignInFailure failure = failing != null ? failing : failure(request);
        return failure != null ? failure.answer(call, request.words()) : issue(request.resource(), call.at());
    }

    /** What Graph says to a call: null when its token holds one of these roles; any token does when there are none. */
    synchronized @Nullable Answer refusal(Call call, @Nullable String authorization, Set<String> accepted) {
        if (authorization == null || !authorization.startsWith("Bearer ")) {
            return GraphErrors.unauthorized(call, "Access token is empty.");
        }
        AccessToken token = tokens.get(authorization.substring("Bearer ".length()));
        if (token == null) {
            return GraphErrors.unauthorized(call, "Access token validation failure. Invalid token.");
        }
        if (token.expired(call.at())) {
            return GraphErrors.unauthorized(call, "Access token has expired or is not yet valid.");
        }
        if (!GRAPH_AUDIENCES.contains(token.audience())) {
            return GraphErrors.unauthorized(call, "Access token validation failure. Invalid audience.");
        }
        if (!accepted.isEmpty() && Collections.disjoint(accepted, token.roles())) {
            return GraphErrors.forbidden(call);
        }
        return null;
    }

    private @Nullable SignInFailure failure(TokenRequest request) {
        SignInFailure malformed = request.malformed();
        if (malformed != null) {
            return malformed;
        }
        if (!request.directory().equalsIgnoreCase(tenantId)
                && !request.directory().equals(SimulatedTenant.DOMAIN)) {
            return SignInFailure.UNKNOWN_TENANT;
        }
        SignInFailure incomplete = request.incomplete();
        if (incomplete != null) {
            return incomplete;
        }
        if (!clientId.equalsIgnoreCase(request.field("client_id"))) {
            return SignInFailure.UNKNOWN_APP;
        }
        SignInFailure credential = credentialFailure(request.field("client_secret"));
        return credential != null ? credential : request.wrongScope();
    }

    private @Nullable SignInFailure credentialFailure(String secret) {
        if (expiredSecrets.contains(secret)) {
            return SignInFailure.EXPIRED_SECRET;
        }
        return secrets.contains(secret) ? null : SignInFailure.INVALID_SECRET;
    }

    private Answer issue(String audience, Instant now) {
        AccessToken token = new AccessToken(
                otherAudience == null ? audience : otherAudience,
                otherTenant == null ? tenantId : otherTenant,
                clientId,
                roles,
                now,
                now.plusSeconds(expiresIn));
        String text = opaque ? "opaque-" + UUID.randomUUID() : token.jwt();
        tokens.put(text, token);
        ObjectNode body = Recorded.json("identity/token-response.json");
        body.put("expires_in", expiresIn).put("ext_expires_in", expiresIn).put("access_token", text);
        return Answer.of(200, "application/json; charset=utf-8", Body.of(body.toString()))
                .with("Cache-Control", "no-store, no-cache")
                .with("x-ms-request-id", UUID.randomUUID().toString());
    }
}
