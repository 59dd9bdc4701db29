package io.defenderrelay.microsoft;

import io.defenderrelay.problem.ConnectorException;
import io.defenderrelay.problem.SignInException;
import io.defenderrelay.problem.ThrottledException;
import io.defenderrelay.tenant.Credential;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The token of one application in one tenant for one service: asked for by one caller at a time, kept until shortly before it expires;
 * a refusal is kept too, so that a broken tenant does not hammer the token endpoint.
 */
final class TokenSlot {
    private static final Logger LOG = Logger.getLogger(TokenSlot.class);
    private static final Duration RENEWED_BEFORE_END = Duration.ofMinutes(5);
    private static final Duration LAST_USE_BEFORE_END = Duration.ofMinutes(1);
    private static final Duration REFUSAL_STANDS = Duration.ofMinutes(1);
    private static final Duration NEXT_RENEWAL = Duration.ofSeconds(30);

    private final TokenEndpoint endpoint;
    private final Clock clock;
    private final AtomicInteger asked = new AtomicInteger();
    private @Nullable AccessToken held;
    private Instant renewAt = Instant.EPOCH;
    private @Nullable Refusal refusal;
    private @Nullable ConnectorException lastFailure;

    /** Holds for one version of the credential: a newer one may be tried at once. */
    private record Refusal(String version, Instant until, ConnectorException problem) {
        boolean stands(Credential credential, Instant now) {
            return version.equals(credential.version()) && now.isBefore(until);
        }
    }

    TokenSlot(TokenEndpoint endpoint, Clock clock) {
        this.endpoint = endpoint;
        this.clock = clock;
    }

    /**
     * The token kept, or a new one. Who waited while another caller asked shares that caller's outcome.
     *
     * @param fresh the token kept was not accepted: only one that came since the call began will do
     */
    AccessToken token(SignIn signIn, Credential credential, boolean fresh) {
        int askedBefore = asked.get();
        synchronized (this) {
            boolean joined = asked.get() != askedBefore;
            Instant now = clock.instant();
            AccessToken kept = held;
            if (kept != null && (!fresh || (joined && lastFailure == null)) && now.isBefore(renewAt)) {
                return kept;
            }
            try {
                throwKnownFailure(signIn, credential, joined, now);
                return ask(signIn, credential);
            } catch (ConnectorException failed) {
                if (fresh || kept == null || !now.isBefore(kept.expiresAt().minus(LAST_USE_BEFORE_END))) {
                    throw failed;
                }
                LOG.warnf(
                        "sign-in renewal-failed problem=%s until=%s",
                        failed.type().code(), kept.expiresAt());
                renewAt = now.plus(NEXT_RENEWAL);
                return kept;
            }
        }
    }

    private void throwKnownFailure(SignIn signIn, Credential credential, boolean joined, Instant now) {
        if (joined && lastFailure != null) {
            throw lastFailure;
        }
        if (refusal != null && refusal.stands(credential, now)) {
            if (refusal.problem() instanceof ThrottledException) {
                throw new ThrottledException(
                        SignInProblem.service(signIn.alias()), Duration.between(now, refusal.until()));
            }
            throw refusal.problem();
        }
    }

    private AccessToken ask(SignIn signIn, Credential credential) {
        lastFailure = null;
        try {
            AccessToken token = askTwiceIfRotated(signIn, credential);
            held = token;
            renewAt = token.expiresAt().minus(RENEWED_BEFORE_END);
            refusal = null;
            return token;
        } catch (ConnectorException failed) {
            lastFailure = failed;
            throw failed;
        } finally {
            asked.incrementAndGet();
        }
    }

    private AccessToken askTwiceIfRotated(SignIn signIn, Credential credential) {
        try {
            return endpoint.ask(credential);
        } catch (SignInException unusable) {
            throw remembered(credential, unusable);
        } catch (RefusedTokenException refused) {
            ConnectorException problem = remembered(credential, problem(signIn, refused));
            if (!refused.credentialRefused()) {
                throw problem;
            }
            Credential stored = CredentialCheck.read(signIn, true);
            if (stored.version().equals(credential.version())
                    || !stored.clientId().equals(credential.clientId())) {
                throw problem;
            }
            LOG.info("sign-in secret-rotated");
            return askOnce(signIn, stored);
        }
    }

    private AccessToken askOnce(SignIn signIn, Credential credential) {
        try {
            return endpoint.ask(credential);
        } catch (SignInException unusable) {
            throw remembered(credential, unusable);
        } catch (RefusedTokenException refused) {
            throw remembered(credential, problem(signIn, refused));
        }
    }

    private ConnectorException problem(SignIn signIn, RefusedTokenException refused) {
        return SignInProblem.of(signIn.alias(), refused, clock.instant());
    }

    private ConnectorException remembered(Credential credential, ConnectorException problem) {
        if (problem instanceof ThrottledException throttled) {
            refusal = new Refusal(credential.version(), clock.instant().plus(throttled.retryAfter()), problem);
        }
        if (problem instanceof SignInException) {
            refusal = new Refusal(credential.version(), clock.instant().plus(REFUSAL_STANDS), problem);
        }
        return problem;
    }
}
