package io.defenderrelay.microsoft;

import io.defenderrelay.model.Pause;
import java.time.Clock;
import java.time.Instant;
import java.util.random.RandomGenerator;

/** The wire to Microsoft Graph and to Microsoft Defender for Endpoint, for any tenant. */
public final class Graph {
    final MicrosoftApi api;
    final AccessTokens tokens;
    final Endpoints endpoints;
    final Clock clock;
    final Pause pause;
    final RandomGenerator random;

    public Graph(
            MicrosoftApi api,
            AccessTokens tokens,
            Endpoints endpoints,
            Clock clock,
            Pause pause,
            RandomGenerator random) {
        this.api = api;
        this.tokens = tokens;
        this.endpoints = endpoints;
        this.clock = clock;
        this.pause = pause;
        this.random = random;
    }

    /** Single records of one tenant; nothing is sent yet. No call waits beyond {@code deadline}. */
    public RemoteFindings findings(SignIn signIn, Instant deadline) {
        return new RemoteFindings(this, signIn, deadline);
    }

    /** One run's conversation with one tenant; nothing is sent yet. No call waits beyond {@code deadline}. */
    public GraphSession open(SignIn signIn, CallBudget budget, Instant deadline) {
        return new GraphSession(this, signIn, budget, deadline);
    }
}
