package io.defenderrelay.simulated;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;

import com.github.tomakehurst.wiremock.WireMockServer;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A Microsoft tenant behind a real HTTP server: sign-in, Microsoft Graph and Defender for Endpoint. Safe for threads.
 */
public final class SimulatedTenant implements AutoCloseable {

    static final String DOMAIN = "contoso.onmicrosoft.com";
    private static final String TENANT_ID = "0a1b2c3d-1111-4222-8333-444455556666";
    private static final String CLIENT_ID = "c4a81f06-93d7-4b2e-8d15-6f02e7b9a3c8";

    private final SignIn signIn = new SignIn(TENANT_ID, CLIENT_ID);
    private final Listing listing = Listing.ofAlerts();
    private final Listing incidentListing = Listing.ofIncidents();
    private final Faults faults = new Faults();
    private final Hunting hunting = new Hunting(faults);
    private final Calls calls = new Calls();
    private final Records alerts = new Records(this::now);
    private final Records incidents = new Records(this::now);
    private final Defender defender = new Defender(alerts, incidents, this::now);
    private final Estate estate = new Estate(this::now);
    private final TenantServer transformer;
    private final WireMockServer server;
    private volatile Clock clock;
    private volatile String clientSecret = ClientSecret.random();

    private SimulatedTenant(Clock clock, int port) {
        this.clock = clock;
        Map<Entity, RecordPages> pages = RecordPages.of(alerts, listing, incidents, incidentListing, this::endpoint);
        this.transformer = new TenantServer(
                signIn, pages, defender, hunting, estate.routes(signIn, this::endpoint), faults, calls, this::now);
        this.server = transformer.server(port);
        signIn.reset(clientSecret);
    }

    /** Starts a tenant on a free port. It has no alerts and incidents, one valid secret, and the roles that read them. */
    public static SimulatedTenant start(Clock clock) {
        return start(clock, 0);
    }

    /** Starts a tenant on this port. */
    public static SimulatedTenant start(Clock clock, int port) {
        SimulatedTenant tenant = new SimulatedTenant(clock, port);
        tenant.server.stubFor(any(anyUrl()).willReturn(ok()));
        tenant.server.start();
        return tenant;
    }

    /** Scheme, host and port, for sign-in and Graph alike; nextLinks begin with it. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    public String tenantId() {
        return TENANT_ID;
    }

    public String clientId() {
        return CLIENT_ID;
    }

    /** The secret that is accepted now. */
    public String clientSecret() {
        return clientSecret;
    }

    /** Roles in tokens issued from now on. */
    public SimulatedTenant grant(String role) {
        signIn.grant(role);
        return this;
    }

    /** Takes a role out of tokens issued from now on, as when consent is removed; issued tokens keep it. */
    public SimulatedTenant revoke(String role) {
        signIn.revoke(role);
        return this;
    }

    /** Makes a new secret; from now on only that is accepted. */
    public String rotateSecret() {
        return rotateSecret(ClientSecret.random());
    }

    /** Accepts this secret and no other; returns it. */
    public String rotateSecret(String secret) {
        signIn.onlySecret(secret);
        clientSecret = secret;
        return secret;
    }

    /** Lets the secret expire: AADSTS7000222. */
    public SimulatedTenant expireSecret() {
        signIn.expireSecrets();
        return this;
    }

    /** Disables the enterprise application: AADSTS7000112. */
    public SimulatedTenant disableApp() {
        return failSignIn(SignInFailure.SERVICE_PRINCIPAL_DISABLED.number());
    }

    /** Behaves as if the application were not in this tenant: AADSTS700016. */
    public SimulatedTenant unknownApp() {
        return failSignIn(SignInFailure.UNKNOWN_APP.number());
    }

    /** Behaves as if there were no such tenant: AADSTS90002. */
    public SimulatedTenant unknownTenant() {
        return failSignIn(SignInFailure.UNKNOWN_TENANT.number());
    }

    /** Refuses every sign-in with this AADSTS number until {@link #restoreSignIn()}. */
    public SimulatedTenant failSignIn(int aadsts) {
        signIn.fail(aadsts);
        return this;
    }

    /** Ends what {@link #failSignIn}, {@link #disableApp} and the like began. */
    public SimulatedTenant restoreSignIn() {
        signIn.succeed();
        return this;
    }

    /** Makes every token issued so far worthless: the next Graph call gets 401. */
    public SimulatedTenant revokeTokens() {
        signIn.revokeTokens();
        return this;
    }

    /** Secrets and the kind of tokens that are issued. */
    public SignIn signIn() {
        return signIn;
    }

    public Records alerts() {
        return alerts;
    }

    public Records incidents() {
        return incidents;
    }

    /** What analysts and Microsoft itself change. */
    public Defender defender() {
        return defender;
    }

    /** What hunting queries answer, and what was asked. */
    public Hunting hunting() {
        return hunting;
    }

    /** Devices, users, mail and indicators, and what is done to them. */
    public Estate estate() {
        return estate;
    }

    /** Whether {@code $batch} works here. Default yes. */
    public SimulatedTenant batches(boolean known) {
        transformer.batches(known);
        return this;
    }

    /** How the alert list pages. */
    public Listing listing() {
        return listing;
    }

    /** How the incident list pages. */
    public Listing incidentListing() {
        return incidentListing;
    }

    public Faults faults() {
        return faults;
    }

    /** All calls so far, in the order in which they were answered. */
    public List<Call> calls() {
        return calls.all();
    }

    /** The calls that asked for a page of alerts or incidents. */
    public List<Call> listCalls() {
        return calls.of(Target.LIST);
    }

    /** The calls that asked for a token. */
    public List<Call> tokenCalls() {
        return calls.of(Target.SIGN_IN);
    }

    /** The calls that carried a hunting query. */
    public List<Call> huntingCalls() {
        return calls.of(Target.HUNTING);
    }

    /** Forgets the calls; numbers start at 1 again. */
    public void resetCalls() {
        calls.reset();
    }

    /** Makes it as it was at the start, but for the secret and the clock: cheaper than a new server. */
    public void reset() {
        alerts.clear();
        incidents.clear();
        defender.reset();
        batches(true);
        faults.clear();
        hunting.reset();
        estate.reset();
        listing.reset();
        incidentListing.reset();
        signIn.reset(clientSecret);
        calls.reset();
    }

    /** How long the tenant itself took to answer, without the server's own work: for benchmarks. */
    public Duration timeSpent() {
        return transformer.timeSpent();
    }

    /** Goes by another clock from now on, for example one that is five minutes wrong. */
    public SimulatedTenant clock(Clock other) {
        this.clock = other;
        return this;
    }

    /** The time in this tenant. */
    public Instant now() {
        return clock.instant();
    }

    @Override
    public void close() {
        server.stop();
    }
}
