package io.defenderrelay.microsoft;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.IAuthenticationResult;
import com.microsoft.aad.msal4j.IClientCredential;
import io.defenderrelay.model.Secret;
import io.defenderrelay.problem.ConfigurationException;
import io.defenderrelay.problem.ConnectorException;
import io.defenderrelay.problem.SignInException;
import io.defenderrelay.problem.UpstreamException;
import io.defenderrelay.tenant.Credential;
import java.net.MalformedURLException;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * The token endpoint of one tenant, asked through msal4j for tokens of one application. Each call asks: msal4j's cache
 * knows neither single flight nor our clock, so {@link TokenSlot} keeps the token. Not thread-safe.
 */
final class TokenEndpoint {
    private final Service service;
    private final SignInTransport transport;
    private final String alias;
    private final String tenantId;
    private final URI authority;
    private final String audience;
    private @Nullable Application application;

    private record Application(String version, ConfidentialClientApplication msal) {}

    TokenEndpoint(Service service, SignIn signIn, Endpoints endpoints, AccessTokens.Wire wire) {
        this.service = service;
        alias = signIn.alias();
        tenantId = signIn.tenantId().toLowerCase(Locale.ROOT);
        authority = endpoints.officialLogin(signIn.cloud()).resolve("/" + tenantId + "/");
        audience = service.audience(endpoints, signIn.cloud()).toString();
        transport = new SignInTransport(
                wire.api(), wire.clock(), wire.patience(), alias, authority, endpoints.login(signIn.cloud()));
    }

    /**
     * A new token for the service.
     *
     * @throws RefusedTokenException if Microsoft said no
     */
    AccessToken ask(Credential credential) {
        ClientCredentialParameters parameters = ClientCredentialParameters.builder(Set.of(audience + "/.default"))
                .skipCache(true)
                .build();
        try {
            return checked(application(credential).acquireToken(parameters).join());
        } catch (CompletionException failed) {
            // msal4j remembers failed requests to report them with the next: a new object forgets them.
            application = null;
            throw cleaned(failed);
        }
    }

    private ConfidentialClientApplication application(Credential credential) {
        Application kept = application;
        if (kept == null || !kept.version().equals(credential.version())) {
            kept = new Application(credential.version(), build(credential));
            application = kept;
        }
        return kept.msal();
    }

    private ConfidentialClientApplication build(Credential credential) {
        try {
            return ConfidentialClientApplication.builder(credential.clientId(), proof(credential))
                    .authority(authority.toString())
                    .instanceDiscovery(false)
                    .disableInternalRetries()
                    .executorService(new CallerRuns())
                    .httpClient(transport)
                    .logPii(false)
                    .build();
        } catch (MalformedURLException impossible) {
            throw new IllegalStateException("The authority is built of a fixed host and a checked GUID", impossible);
        }
    }

    private IClientCredential proof(Credential credential) {
        if (credential instanceof Credential.ClientSecret client) {
            return ClientCredentialFactory.createFromSecret(client.secret().reveal());
        }
        throw new ConfigurationException("The secret of tenant '" + alias + "' holds no client secret: store one");
    }

    private AccessToken checked(IAuthenticationResult result) {
        TokenClaims claims = TokenClaims.of(result.accessToken());
        if (claims.excludesTenant(tenantId)) {
            throw new SignInException(
                    "token-of-another-tenant",
                    "The token issued for tenant '" + alias + "' belongs to another tenant and was dropped: check the"
                            + " tenantId in its settings and secret, and find out who answers in Microsoft's place",
                    null);
        }
        if (claims.excludes(service, audience)) {
            throw new SignInException(
                    "token-of-another-audience",
                    "The token issued for tenant '" + alias + "' is not meant for " + audience + " and was dropped:"
                            + " check the cloud in its settings, and find out who answers in Microsoft's place",
                    null);
        }
        return new AccessToken(
                new Secret(result.accessToken()), result.expiresOnDate().toInstant());
    }

    /** What our transport threw; of anything that msal4j threw itself, only the kind. */
    private RuntimeException cleaned(CompletionException failed) {
        Throwable cause = failed;
        for (int depth = 0; depth < 10 && cause.getCause() != null; depth++) {
            cause = cause.getCause();
            if (cause instanceof ConnectorException || cause instanceof RefusedTokenException) {
                return (RuntimeException) cause;
            }
        }
        return new UpstreamException(
                UpstreamException.Reason.FAILED,
                SignInProblem.service(alias) + " failed: the answer could not be read ("
                        + cause.getClass().getSimpleName() + "); the relay tries again",
                null);
    }
}
