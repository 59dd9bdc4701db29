package io.defenderrelay.microsoft;

import io.defenderrelay.model.Cloud;
import io.defenderrelay.tenant.Credential;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The access tokens of all tenants, in memory: asked for when needed, shared by all callers, renewed five minutes before
 * they expire. It never retries, but for one second try with a secret that was rotated meanwhile.
 */
public final class AccessTokens {
    private static final int MOST_SLOTS = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Endpoints endpoints;
    private final Wire wire;
    private final Map<Key, TokenSlot> slots = new LinkedHashMap<>(16, 0.75f, true);

    private record Key(Service service, String alias, String tenantId, String clientId, Cloud cloud) {}

    /** What a token request travels by. */
    record Wire(MicrosoftApi api, Clock clock, Duration patience) {}

    public AccessTokens(MicrosoftApi api, Endpoints endpoints, Clock clock) {
        this(endpoints, new Wire(api, clock, PATIENCE));
    }

    AccessTokens(Endpoints endpoints, Wire wire) {
        this.endpoints = endpoints;
        this.wire = wire;
    }

    /**
     * A token for Microsoft Graph. A token that can be read is checked to be of the tenant and for the cloud's Graph;
     * one that is no JWT is accepted, since Microsoft promises no format.
     *
     * @param fresh the token got before was not accepted: ask for another one, unless another caller just did
     * @throws io.defenderrelay.problem.SignInException Microsoft refused; the message says what to correct. Kept for a
     *     minute, or until the stored secret changes
     * @throws io.defenderrelay.problem.ThrottledException Microsoft asks us to wait; kept until then
     * @throws io.defenderrelay.problem.UpstreamException no answer, or none of Microsoft's
     * @throws io.defenderrelay.problem.ConfigurationException the secret is not one of the settings' tenant
     */
    public AccessToken graph(SignIn signIn, boolean fresh) {
        return token(Service.GRAPH, signIn, fresh);
    }

    /** As {@link #graph}, for Microsoft Defender for Endpoint. */
    public AccessToken defender(SignIn signIn, boolean fresh) {
        return token(Service.DEFENDER, signIn, fresh);
    }

    private AccessToken token(Service service, SignIn signIn, boolean fresh) {
        Credential credential = CredentialCheck.read(signIn, false);
        return slot(service, signIn, credential.clientId()).token(signIn, credential, fresh);
    }

    private TokenSlot slot(Service service, SignIn signIn, String clientId) {
        var key =
                new Key(service, signIn.alias(), signIn.tenantId().toLowerCase(Locale.ROOT), clientId, signIn.cloud());
        synchronized (slots) {
            TokenSlot slot = slots.computeIfAbsent(
                    key, absent -> new TokenSlot(new TokenEndpoint(service, signIn, endpoints, wire), wire.clock()));
            if (slots.size() > MOST_SLOTS) {
                slots.remove(slots.keySet().iterator().next());
            }
            return slot;
        }
    }
}
