package io.defenderrelay.simulated;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The token endpoint and what it knows: secrets, roles, issued tokens. Safe for many threads. */
public final class SignIn {

    static final String GRAPH = "https://graph.microsoft.com";

    private static final String RESPONDER = "5b1f0c2e-8d34-4a57-9c61-2e7f90ab14d3";
    private static final int DEFAULT_LIFETIME = 3599;

    private final String tenantId;
    private final Application reader;
    private final Application responder = new Application(RESPONDER);
    private volatile String responderSecret = ClientSecret.random();
    private final Map<String, AccessToken> tokens = new HashMap<>();
    private @Nullable SignInFailure failing;
    private @Nullable String otherTenant;
    private @Nullable String otherAudience;
    private boolean opaque;
    private int expiresIn = DEFAULT_LIFETIME;

    SignIn(String tenantId, String readerId) {
        this.tenantId = tenantId;
        this.reader = new Application(readerId);
    }

    /** Accepts one more secret, as when a new one was made and the old one still works. */
    public synchronized SignIn addSecret(String secret) {
        reader.addSecret(secret);
        return this;
    }

    /** Accepts this secret and no other. */
    public synchronized SignIn onlySecret(String secret) {
        reader.onlySecret(secret);
        return this;
    }

    /** Lets every secret accepted so far be expired. */
    public synchronized SignIn expireSecrets() {
        reader.expireSecrets();
        return this;
    }

    /** Puts a role into tokens issued from now on. */
    public synchronized SignIn grant(String role) {
        reader.graphRoles().add(role);
        return this;
    }

    /** Leaves a role out of tokens issued from now on; tokens issued before keep it. */
    public synchronized SignIn revoke(String role) {
        reader.graphRoles().remove(role);
        return this;
    }

    /** Like {@link #grant}, on Defender for Endpoint. */
    public synchronized SignIn grantDefender(String role) {
        reader.defenderRoles().add(role);
        return this;
    }

    /** Like {@link #revoke}, on Defender for Endpoint. */
    public synchronized SignIn revokeDefender(String role) {
        reader.defenderRoles().remove(role);
        return this;
    }

    /** The second application, which holds no role until one is granted. */
    public String responderClientId() {
        return responder.clientId();
    }

    /** The secret of the second application that is accepted now. */
    public String responderSecret() {
        return responderSecret;
    }

    /** Makes a new secret for the second application; from now on only that is accepted. */
    public synchronized String rotateResponderSecret() {
        responderSecret = ClientSecret.random();
        responder.onlySecret(responderSecret);
        return responderSecret;
    }

    /** Puts a role on Microsoft Graph into the responder's tokens issued from now on. */
    public synchronized SignIn grantResponder(String role) {
        responder.graphRoles().add(role);
        return this;
    }

    /** Leaves it out of them. */
    public synchronized SignIn revokeResponder(String role) {
        responder.graphRoles().remove(role);
        return this;
    }

    /** Puts a role on Defender for Endpoint into the responder's tokens issued from now on. */
    public synchronized SignIn grantResponderDefender(String role) {
        responder.defenderRoles().add(role);
        return this;
    }

    /** Leaves it out of them. */
    public synchronized SignIn revokeResponderDefender(String role) {
        responder.defenderRoles().remove(role);
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
        reader.forgetRoles();
        responder.forgetRoles();
        responder.onlySecret(responderSecret);
        for (Entity entity : Entity.values()) {
            reader.graphRoles().add(entity.readRole());
        }
    }

    synchronized Answer answer(Call call, String form) {
        TokenRequest request = TokenRequest.parse(call, form);
        SignInFailure failure = failing != null ? failing : failure(request);
        return failure != null
                ? failure.answer(call, request.words())
                : issue(application(request), request.resource(), call.at());
    }

    /** What Graph says to a call: null when its token holds one of these roles; any token does when there are none. */
    synchronized @Nullable Answer refusal(Call call, @Nullable String authorization, Set<String> accepted) {
        return Api.SECURITY.refusal(call, authorization, token(authorization), accepted);
    }

    /** The token in this header, if it was issued here and not revoked. */
    synchronized @Nullable AccessToken token(@Nullable String authorization) {
        return authorization == null ? null : tokens.get(authorization.replaceFirst("^Bearer ", ""));
    }

    private Application application(TokenRequest request) {
        return responder.clientId().equalsIgnoreCase(request.field("client_id")) ? responder : reader;
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
        Application application = application(request);
        if (!application.clientId().equalsIgnoreCase(request.field("client_id"))) {
            return SignInFailure.UNKNOWN_APP;
        }
        SignInFailure credential = application.credentialFailure(request.field("client_secret"));
        return credential != null ? credential : request.wrongScope();
    }

    private Answer issue(Application application, String audience, Instant now) {
        AccessToken token = new AccessToken(
                otherAudience == null ? audience : otherAudience,
                otherTenant == null ? tenantId : otherTenant,
                application.clientId(),
                application.roles(audience),
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
