package io.defenderrelay.sync;

import io.defenderrelay.alert.AlertSync;
import io.defenderrelay.aws.Table;
import io.defenderrelay.incident.IncidentSync;
import io.defenderrelay.local.Boundaries;
import io.defenderrelay.local.Cut;
import io.defenderrelay.local.LocalAws;
import io.defenderrelay.local.MovableClock;
import io.defenderrelay.microsoft.AccessTokens;
import io.defenderrelay.microsoft.Endpoints;
import io.defenderrelay.microsoft.FindingCollection;
import io.defenderrelay.microsoft.Graph;
import io.defenderrelay.microsoft.MicrosoftApi;
import io.defenderrelay.model.Kind;
import io.defenderrelay.model.Pause;
import io.defenderrelay.model.Secret;
import io.defenderrelay.simulated.AlertGenerator;
import io.defenderrelay.simulated.IncidentGenerator;
import io.defenderrelay.simulated.Listing;
import io.defenderrelay.simulated.RecordGenerator;
import io.defenderrelay.simulated.Records;
import io.defenderrelay.simulated.SimulatedTenant;
import io.defenderrelay.store.Cursor;
import io.defenderrelay.store.Cursors;
import io.defenderrelay.store.LogReader;
import io.defenderrelay.store.Sweep;
import io.defenderrelay.store.Tenants;
import io.defenderrelay.tenant.Credential;
import io.defenderrelay.tenant.CredentialSource;
import io.defenderrelay.tenant.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * A simulated tenant, a table and a clock, and processes that sync one into the other. Each process is new: nothing but
 * table and tenant outlives it.
 */
final class SyncWorld {
    static final Instant START = Instant.parse("2026-09-14T10:00:00Z");
    static final Duration TIMEOUT = Duration.ofMinutes(3);

    private static final AtomicInteger WORLDS = new AtomicInteger();
    private static final String TABLE = LocalAws.createTable();

    final MovableClock clock;
    final SimulatedTenant microsoft;
    final Kind kind;
    final RecordGenerator generator;
    final String alias;
    final Table table = table();

    private final MicrosoftApi api;
    private final RandomGenerator random;
    private FindingCollection collection;
    private CredentialSource credentials = fresh -> credential();

    /** A new world; the simulated tenant starts empty and well, whatever it was used for before. */
    SyncWorld(MicrosoftApi api, SimulatedTenant microsoft, long seed, Kind kind) {
        int number = WORLDS.incrementAndGet();
        this.api = api;
        this.clock = new MovableClock(START);
        this.kind = kind;
        this.collection = feed(kind).collection();
        this.alias = "world-" + number;
        this.random = new WorldRandom(seed, number);
        this.microsoft = microsoft.clock(clock);
        microsoft.alerts().clear();
        microsoft.incidents().clear();
        microsoft.faults().clear();
        microsoft.resetCalls();
        this.generator = generator(kind, seed);
        settings("\"startFrom\":\"" + START.minus(Duration.ofDays(40)) + "\"");
    }

    private SyncWorld(SyncWorld tenant, Kind kind, long seed) {
        this.api = tenant.api;
        this.clock = tenant.clock;
        this.kind = kind;
        this.collection = feed(kind).collection();
        this.alias = tenant.alias;
        this.random = tenant.random;
        this.microsoft = tenant.microsoft;
        this.generator = generator(kind, seed);
    }

    /** The same tenant, table and clock, and the other of its feeds; with records of that seed. */
    SyncWorld otherFeed(long seed) {
        return new SyncWorld(this, kind == Kind.ALERT ? Kind.INCIDENT : Kind.ALERT, seed);
    }

    /** Stores the tenant with these members of its {@code sync} settings. */
    void settings(String sync) {
        String json = "{\"tenantId\":\"" + microsoft.tenantId() + "\",\"sync\":{" + sync + "}}";
        new Tenants(table).put(alias, Tenant.State.ACTIVE, clock.instant().toEpochMilli(), json);
    }

    /** So many records make as many pages of this feed as {@code alerts} do of the alert feed. */
    int scaled(int alerts) {
        return alerts * feed(kind).collection().pageSize() / FindingCollection.ALERTS.pageSize();
    }

    /** Has the engine ask for this many records a page. */
    SyncWorld pageSize(int records) {
        FindingCollection usual = feed(kind).collection();
        collection = new FindingCollection(
                usual.path(),
                usual.noun(),
                usual.permission(),
                Math.min(records, usual.pageSize()),
                Math.min(records, usual.smallestPage()),
                usual.splits());
        return this;
    }

    /** Has processes take the credential from there, and not the tenant's own of the moment. */
    SyncWorld credentials(CredentialSource source) {
        credentials = source;
        return this;
    }

    SyncReport run() {
        return run(Boundaries.countOnly());
    }

    /** Runs a new process whose calls are bounded so; what it was to end with comes out. */
    SyncReport run(Boundaries boundaries, ExecutionInterceptor... interceptors) {
        List<ExecutionInterceptor> all = new ArrayList<>(List.of(interceptors));
        all.add(new Cut(boundaries));
        return run(new CutApi(api, boundaries), table(all.toArray(ExecutionInterceptor[]::new)));
    }

    /** Runs until a run has nothing left to read: no backlog, no hole, no sweep under way. */
    SyncReport runUntilIdle(ExecutionInterceptor... interceptors) {
        for (int runs = 0; runs < 200; runs++) {
            SyncReport report = run(Boundaries.countOnly(), interceptors);
            boolean changed = report.created() + report.updated() + report.closed() > 0;
            boolean calm = !report.held() && !report.behind() && report.holes() == 0 && report.error() == null;
            if (calm && !changed && !sweeping()) {
                return report;
            }
            clock.move(Duration.ofMinutes(1));
        }
        throw new AssertionError("200 runs were not enough: " + run());
    }

    private boolean sweeping() {
        return Arrays.stream(Sweep.values()).anyMatch(sweep -> cursor().sweeping(sweep) != null);
    }

    /** Lets time pass until every kind of sweep has begun and ended since. */
    void sweepAll(ExecutionInterceptor... interceptors) {
        sweepAll(List.of(this), interceptors);
    }

    /** The same for feeds of one tenant, in the same time. */
    static void sweepAll(List<SyncWorld> feeds, ExecutionInterceptor... interceptors) {
        for (Duration time : List.of(Duration.ofHours(1), Duration.ofDays(1), Duration.ofDays(7))) {
            feeds.get(0).clock.move(time.plusMinutes(1));
            feeds.forEach(feed -> feed.runUntilIdle(interceptors));
        }
    }

    Cursor cursor() {
        return new Cursors(table).read(alias, kind).orElseThrow();
    }

    List<LogReader.Entry> feed() {
        return new LogReader(table).entries(alias, kind);
    }

    int unreadable() {
        return new LogReader(table).unreadable(alias);
    }

    /** The feed of a kind, to the engine. */
    static SyncFeed feed(Kind kind) {
        return switch (kind) {
            case ALERT -> AlertSync.FEED;
            case INCIDENT -> IncidentSync.FEED;
        };
    }

    /** What Microsoft lists. */
    Records records() {
        return kind == Kind.ALERT ? microsoft.alerts() : microsoft.incidents();
    }

    /** How Microsoft lists it. */
    Listing listing() {
        return kind == Kind.ALERT ? microsoft.listing() : microsoft.incidentListing();
    }

    /** The permission that listing needs. */
    String permission() {
        return collection.permission();
    }

    /** The property, beside the severity, by which a moment with too many records is parted. */
    String source() {
        return kind == Kind.ALERT ? "serviceSource" : "status";
    }

    /** The values of {@link #source()} that the engine knows to ask for. */
    List<String> sources() {
        return collection.splits().stream()
                .filter(split -> split.property().equals(source()))
                .findFirst()
                .orElseThrow()
                .values();
    }

    /** Adds {@code count} records, all of them changed last at {@code time}. */
    void addTies(int count, Instant time) {
        records().addAll(generator.ties(count, time));
    }

    /** Adds {@code count} records changed last between two times. */
    void add(int count, Instant from, Instant to) {
        records().addAll(generator.records(count, from, to));
    }

    static Table table(ExecutionInterceptor... interceptors) {
        DynamoDbClient client = LocalAws.dynamoDb(interceptors);
        return new Table(client, TABLE, LocalAws.noPause());
    }

    private SyncReport run(MicrosoftApi wire, Table store) {
        Endpoints endpoints = new Endpoints(
                microsoft.endpoint().toString(),
                microsoft.endpoint().toString(),
                microsoft.endpoint().toString());
        AccessTokens tokens = new AccessTokens(wire, endpoints, clock);
        Pause pause = clock::move;
        Graph graph = new Graph(wire, tokens, endpoints, clock, pause, random);
        SyncEngine engine = new SyncEngine(store, graph, clock, random);
        Tenant tenant = new Tenants(store).find(alias).orElseThrow();
        return engine.run(tenant, new SyncFeed(kind, collection), credentials, TIMEOUT);
    }

    private RecordGenerator generator(Kind wanted, long seed) {
        return switch (wanted) {
            case ALERT -> new AlertGenerator(seed, microsoft.tenantId());
            case INCIDENT -> new IncidentGenerator(seed, microsoft.tenantId());
        };
    }

    private Credential credential() {
        return new Credential.ClientSecret(
                microsoft.tenantId(), microsoft.clientId(), new Secret(microsoft.clientSecret()), "1");
    }

    /** Waits are the same in every world of a seed; names, which AWS remembers for minutes, are not. */
    private static final class WorldRandom implements RandomGenerator {
        private final Random waits;
        private final Random names;

        WorldRandom(long seed, int number) {
            this.waits = new Random(seed);
            this.names = new Random(seed + ((long) number << Integer.SIZE));
        }

        @Override
        public long nextLong() {
            return names.nextLong();
        }

        @Override
        public long nextLong(long origin, long bound) {
            return origin + (long) (waits.nextDouble() * (bound - origin));
        }
    }
}
