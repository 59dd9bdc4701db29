package io.defenderrelay.simulated;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.defenderrelay.simulated.SignInFailure.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The token endpoint and what it knows: secrets, roles, issued tokens. Safe for many threads. */
public final class SignIn {

    static final String READ_ALERTS = "SecurityAlert.Read.All";
    static final String GRAPH = "https://graph.microsoft.com";

    private static final Set<String> RESOURCES = Set.of(
            GRAPH,
            "https://graph.microsoft.us",
            "https://dod-graph.microsoft.us",
            "https://api.securitycenter.microsoft.com",
            "https://outlook.office365.com",
            "05a65629-4c1b-48c1-a78b-804c4abdd4af",
            "00000003-0000-0000-c000-000000000000");
    private static final Set<String> GRAPH_AUDIENCES = Set.of(
            GRAPH,
            "https://graph.microsoft.us",
            "https://dod-graph.microsoft.us",
            "00000003-0000-0000-c000-000000000000");
    private static final Pattern DIRECTORY = Pattern.compile(
            "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}" + "|[a-zA-Z0-9][a-zA-Z0-9-]*(\\.[a-zA-Z0-9-]+)+");

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
        roles.add(READ_ALERTS);
    }

    synchronized Answer answer(Call call, String form) {
        Map<String, String> fields;
        try {
            fields = PercentCoding.parameters(form);
        } catch (InvalidQuery e) {
            fields = Map.of();
        }
        String directory = call.path().substring(1, call.path().indexOf('/', 1));
        String resource = resource(fields.getOrDefault("scope", ""));
        Words words = new Words(
                fields.getOrDefault("client_id", ""), directory, resource == null ? "" : resource, parameter(fields));
        SignInFailure failure = failure(call, directory, fields);
        if (failure != null) {
            return failure.answer(call, words);
        }
        return issue(resource == null ? GRAPH : resource, call.at());
    }

    /** What Graph says to a call: null when its token may read alerts. */
    synchronized @Nullable Answer refusal(Call call, @Nullable String authorization) {
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
        if (!token.roles().contains(READ_ALERTS) && !token.roles().contains("SecurityAlert.ReadWrite.All")) {
            return GraphErrors.forbidden(call);
        }
        return null;
    }

    private @Nullable SignInFailure failure(Call call, String directory, Map<String, String> fields) {
        if (failing != null) {
            return failing;
        }
        if (!call.method().equals("POST")) {
            return SignInFailure.ONLY_POST;
        }
        if (!DIRECTORY.matcher(directory).matches()) {
            return SignInFailure.MALFORMED_TENANT;
        }
        if (!directory.equalsIgnoreCase(tenantId) && !directory.equals(SimulatedTenant.DOMAIN)) {
            return SignInFailure.UNKNOWN_TENANT;
        }
        if (!parameter(fields).isEmpty()) {
            return fields.containsKey("grant_type") && !"client_credentials".equals(fields.get("grant_type"))
                    ? SignInFailure.UNSUPPORTED_GRANT
                    : SignInFailure.MISSING_PARAMETER;
        }
        if (!clientId.equalsIgnoreCase(fields.get("client_id"))) {
            return SignInFailure.UNKNOWN_APP;
        }
        SignInFailure credential = credentialFailure(fields);
        return credential != null ? credential : scopeFailure(fields.getOrDefault("scope", ""));
    }

    private @Nullable SignInFailure credentialFailure(Map<String, String> fields) {
        String secret = fields.get("client_secret");
        if (secret == null) {
            return fields.containsKey("client_assertion") ? SignInFailure.UNKNOWN_KEY : SignInFailure.NO_CREDENTIAL;
        }
        if (expiredSecrets.contains(secret)) {
            return SignInFailure.EXPIRED_SECRET;
        }
        return secrets.contains(secret) ? null : SignInFailure.INVALID_SECRET;
    }

    private static @Nullable SignInFailure scopeFailure(String scope) {
        List<String> resources = defaults(scope);
        if (resources.isEmpty()) {
            return SignInFailure.INVALID_SCOPE;
        }
        if (resources.size() > 1) {
            return SignInFailure.SEVERAL_RESOURCES;
        }
        return RESOURCES.contains(resources.get(0)) ? null : SignInFailure.UNKNOWN_RESOURCE;
    }

    /** The first missing or unusable parameter; empty when all are there. */
    private static String parameter(Map<String, String> fields) {
        String grant = fields.get("grant_type");
        if (grant != null && !grant.equals("client_credentials")) {
            return grant;
        }
        for (String name : List.of("grant_type", "client_id", "scope")) {
            if (!fields.containsKey(name)) {
                return name;
            }
        }
        return "";
    }

    private static @Nullable String resource(String scope) {
        List<String> resources = defaults(scope);
        return resources.isEmpty() ? null : resources.get(0);
    }

    /** The resources asked for by {@code …/.default}; other words, such as those msal4j adds, are ignored. */
    private static List<String> defaults(String scope) {
        return Arrays.stream(scope.split(" "))
                .filter(word -> word.endsWith("/.default"))
                .map(word -> word.substring(0, word.length() - "/.default".length()))
                .map(word -> word.endsWith("/") ? word.substring(0, word.length() - 1) : word)
                .distinct()
                .toList();
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
