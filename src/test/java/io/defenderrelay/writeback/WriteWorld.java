package io.defenderrelay.writeback;

import io.defenderrelay.alert.AlertSync;
import io.defenderrelay.aws.Item;
import io.defenderrelay.aws.SortRange;
import io.defenderrelay.aws.Table;
import io.defenderrelay.aws.Vault;
import io.defenderrelay.incident.IncidentSync;
import io.defenderrelay.local.Boundaries;
import io.defenderrelay.local.Cut;
import io.defenderrelay.local.LocalAws;
import io.defenderrelay.local.MovableClock;
import io.defenderrelay.microsoft.AccessTokens;
import io.defenderrelay.microsoft.Endpoints;
import io.defenderrelay.microsoft.Graph;
import io.defenderrelay.microsoft.MachineActions;
import io.defenderrelay.microsoft.MicrosoftApi;
import io.defenderrelay.model.Kind;
import io.defenderrelay.model.Requester;
import io.defenderrelay.remediation.PackageLink;
import io.defenderrelay.simulated.AlertGenerator;
import io.defenderrelay.simulated.Defender;
import io.defenderrelay.simulated.Entity;
import io.defenderrelay.simulated.IncidentGenerator;
import io.defenderrelay.simulated.SimulatedTenant;
import io.defenderrelay.store.Actions;
import io.defenderrelay.store.CommentRecords;
import io.defenderrelay.store.History;
import io.defenderrelay.store.LogReader;
import io.defenderrelay.store.Revisions;
import io.defenderrelay.store.Tenants;
import io.defenderrelay.store.WriteAudit;
import io.defenderrelay.store.WriteIntents;
import io.defenderrelay.sync.CutApi;
import io.defenderrelay.sync.SyncEngine;
import io.defenderrelay.sync.SyncFeed;
import io.defenderrelay.tenant.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** A simulated tenant, the relay's table, and processes that sync the one into the other and write the other way. */
public final class WriteWorld {
    static final Duration TIMEOUT = Duration.ofSeconds(29);
    static final Requester SOC = new Requester("AROASOC", "Jo Müller");

    private static final AtomicLong WORLDS = new AtomicLong();

    final MovableClock clock = new MovableClock(Instant.parse("2026-09-14T10:00:00Z"));
    final SimulatedTenant microsoft;
    public final String alias = "write-" + WORLDS.incrementAndGet();
    public final String tableName;
    public final Table table;
    final Tenant tenant;
    private final MicrosoftApi api;
    private final AtomicLong seeds = new AtomicLong();
    private final List<ExecutionInterceptor> planted;

    /** {@code planted} lets a fault of the product itself take part. */
    public WriteWorld(MicrosoftApi api, SimulatedTenant microsoft, ExecutionInterceptor... planted) {
        this(LocalAws.createTable(), api, microsoft, planted);
    }

    private WriteWorld(String tableName, MicrosoftApi api, SimulatedTenant microsoft, ExecutionInterceptor... planted) {
        this.tableName = tableName;
        this.table = new Table(LocalAws.dynamoDb(), tableName, LocalAws.noPause());
        this.api = api;
        this.planted = List.of(planted);
        this.microsoft = microsoft;
        microsoft.reset();
        microsoft.clock(clock);
        microsoft.grant("SecurityAlert.ReadWrite.All").grant("SecurityIncident.ReadWrite.All");
        String credential = "{\"tenantId\":\"%s\",\"clientId\":\"%s\",\"clientSecret\":\"%s\"}"
                .formatted(microsoft.tenantId(), microsoft.clientId(), microsoft.clientSecret());
        LocalAws.putSecret("write-test/read/" + alias, credential);
        Tenants tenants = new Tenants(table);
        tenants.put(alias, Tenant.State.ACTIVE, 1, "{\"tenantId\":\"" + microsoft.tenantId() + "\"}");
        this.tenant = tenants.find(alias).orElseThrow();
    }

    /** Another tenant in the same table; another of Microsoft's, too. */
    public WriteWorld neighbour(SimulatedTenant other) {
        return new WriteWorld(tableName, api, other);
    }

    /** An incident with one alert, both synced. */
    public void incident(String id) {
        add(id);
        sync();
    }

    /** An incident with one alert. */
    void add(String id) {
        Instant time = clock.instant().minusSeconds(300);
        microsoft
                .incidents()
                .add(new IncidentGenerator(1, microsoft.tenantId())
                        .record(id, time)
                        .put("status", "active")
                        .put("classification", "unknown")
                        .put("determination", "unknown")
                        .putNull("assignedTo"));
        microsoft
                .alerts()
                .add(new AlertGenerator(1, microsoft.tenantId())
                        .record("da" + id, time)
                        .put("incidentId", id)
                        .put("status", "new")
                        .put("classification", "unknown")
                        .put("determination", "unknown")
                        .putNull("assignedTo"));
    }

    public Instant now() {
        return clock.instant();
    }

    /** Time goes by, and nothing else happens. */
    public void pass(Duration time) {
        clock.move(time);
    }

    public Defender defender() {
        return microsoft.defender();
    }

    /** A minute later, both feeds are synced. */
    void sync() {
        clock.move(Duration.ofMinutes(1));
        sync(Boundaries.countOnly());
    }

    void sync(Boundaries boundaries) {
        for (SyncFeed feed : List.of(AlertSync.FEED, IncidentSync.FEED)) {
            Table own = table(boundaries);
            SyncEngine engine = new SyncEngine(own, graph(boundaries), clock, random());
            engine.run(tenant, feed, fresh -> vault(boundaries).reader(alias, fresh), Duration.ofMinutes(3));
        }
    }

    public FindingChanges changes(Boundaries boundaries) {
        Table own = table(boundaries);
        return new FindingChanges(
                new Writing(graph(boundaries), vault(boundaries), clock, TIMEOUT),
                new History(own, clock),
                new Revisions(own),
                new WriteIntents(own, clock, random()),
                new WriteAudit(own, clock, random()),
                clock);
    }

    public FindingComments comments(Boundaries boundaries) {
        Table own = table(boundaries);
        return new FindingComments(
                new Writing(graph(boundaries), vault(boundaries), clock, TIMEOUT),
                new CommentRecords(own, clock),
                new WriteAudit(own, clock, random()),
                clock);
    }

    public PackageLink packages() {
        Boundaries none = Boundaries.countOnly();
        return new PackageLink(
                new Actions(table, random()), new MachineActions(graph(none)), vault(none), clock, TIMEOUT);
    }

    Outcome change(Kind kind, String id, long revision, String body) {
        return changes(Boundaries.countOnly()).change(tenant, SOC, kind, id, revision, body);
    }

    Outcome comment(String id, String key, String text) {
        return comments(Boundaries.countOnly())
                .comment(tenant, SOC, Kind.INCIDENT, id, key, "{\"comment\":\"" + text + "\"}");
    }

    /** What Microsoft has of the member now. */
    String live(Entity entity, String id, String member) {
        return defender().current(entity, id).path(member).asText();
    }

    List<LogReader.Entry> revisions(Kind kind, String id) {
        return new LogReader(table)
                .entries(alias, kind).stream()
                        .filter(entry -> entry.reference().id().equals(id))
                        .toList();
    }

    /** The record of what was changed, oldest first. */
    public List<Item> audit() {
        return table.query("W#" + alias, SortRange.all(), 100, true);
    }

    private Table table(Boundaries boundaries) {
        List<ExecutionInterceptor> all = new ArrayList<>(planted);
        all.add(new Cut(boundaries));
        DynamoDbClient client = LocalAws.dynamoDb(all.toArray(ExecutionInterceptor[]::new));
        return new Table(client, tableName, LocalAws.noPause());
    }

    private Vault vault(Boundaries boundaries) {
        return new Vault(LocalAws.secretsManager(new Cut(boundaries)), "write-test", clock);
    }

    private Graph graph(Boundaries boundaries) {
        MicrosoftApi own = new CutApi(api, boundaries);
        String endpoint = microsoft.endpoint().toString();
        Endpoints endpoints = new Endpoints(endpoint, endpoint, endpoint);
        return new Graph(own, new AccessTokens(own, endpoints, clock), endpoints, clock, clock::move, random());
    }

    /** Names must differ between processes: DynamoDB knows those of transactions for minutes. */
    private Random random() {
        return new Random(((long) alias.hashCode() << Integer.SIZE) + seeds.incrementAndGet());
    }
}
