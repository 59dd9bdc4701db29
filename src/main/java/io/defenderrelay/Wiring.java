package io.defenderrelay;

import io.defenderrelay.alert.AlertSync;
import io.defenderrelay.aws.Bus;
import io.defenderrelay.aws.Queue;
import io.defenderrelay.aws.Table;
import io.defenderrelay.aws.Vault;
import io.defenderrelay.delivery.Publisher;
import io.defenderrelay.feed.AlertList;
import io.defenderrelay.feed.Feed;
import io.defenderrelay.feed.Findings;
import io.defenderrelay.feed.Status;
import io.defenderrelay.function.LiveApi;
import io.defenderrelay.function.ReadApi;
import io.defenderrelay.function.TickQueues;
import io.defenderrelay.hunting.HuntRunner;
import io.defenderrelay.hunting.HuntTemplates;
import io.defenderrelay.hunting.Hunting;
import io.defenderrelay.incident.IncidentSync;
import io.defenderrelay.mapping.RevisionEvents;
import io.defenderrelay.microsoft.AccessTokens;
import io.defenderrelay.microsoft.Endpoints;
import io.defenderrelay.microsoft.Graph;
import io.defenderrelay.microsoft.GraphHunting;
import io.defenderrelay.microsoft.HuntingApi;
import io.defenderrelay.microsoft.MachineActions;
import io.defenderrelay.microsoft.MicrosoftApi;
import io.defenderrelay.model.Pause;
import io.defenderrelay.remediation.PackageLink;
import io.defenderrelay.store.Actions;
import io.defenderrelay.store.CommentRecords;
import io.defenderrelay.store.Cursors;
import io.defenderrelay.store.History;
import io.defenderrelay.store.HuntQuota;
import io.defenderrelay.store.HuntRows;
import io.defenderrelay.store.Hunts;
import io.defenderrelay.store.IncidentAlerts;
import io.defenderrelay.store.PageLog;
import io.defenderrelay.store.PublishCursors;
import io.defenderrelay.store.Revisions;
import io.defenderrelay.store.Tenants;
import io.defenderrelay.store.UnreadableRecords;
import io.defenderrelay.store.WriteAudit;
import io.defenderrelay.store.WriteIntents;
import io.defenderrelay.sync.SyncEngine;
import io.defenderrelay.sync.TenantSync;
import io.defenderrelay.writeback.FindingChanges;
import io.defenderrelay.writeback.FindingComments;
import io.defenderrelay.writeback.Writing;
import io.quarkus.amazon.lambda.runtime.FunctionError;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClientBuilder;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Puts the parts together. Without {@link FunctionError} registered, the native runtime could not report an exception
 * that leaves a function.
 */
@Dependent
@RegisterForReflection(targets = FunctionError.class)
final class Wiring {

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    Pause pause() {
        return duration -> {
            try {
                Thread.sleep(Math.max(0, duration.toMillis()));
            } catch (InterruptedException ending) {
                Thread.currentThread().interrupt();
            }
        };
    }

    @Produces
    @Singleton
    SecureRandom random() {
        return new SecureRandom();
    }

    @Produces
    @Singleton
    Settings settings(Config config) {
        return new Settings(name -> config.getOptionalValue(name, String.class));
    }

    @Produces
    @Singleton
    Table table(DynamoDbClient client, Settings settings, Pause pause) {
        return new Table(client, settings.table(), pause);
    }

    @Produces
    @Singleton
    Vault vault(SecretsManagerClient client, Settings settings, Clock clock) {
        return new Vault(client, settings.secretsPrefix(), clock);
    }

    @Produces
    @Singleton
    TickQueues tickQueues(SqsClient client, Queue actions, Settings settings) {
        return new TickQueues(
                new Queue(client, settings.alertQueue()),
                new Queue(client, settings.incidentQueue()),
                new Queue(client, settings.publishQueue()),
                actions);
    }

    /** The one that wakes {@code action-run}. */
    @Produces
    @Singleton
    Queue actionQueue(SqsClient client, Settings settings) {
        return new Queue(client, settings.actionQueue());
    }

    @Produces
    @Singleton
    Bus bus(Settings settings) {
        EventBridgeClientBuilder client = EventBridgeClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(Duration.ofSeconds(2))
                        .socketTimeout(Duration.ofSeconds(4)))
                .overrideConfiguration(limits ->
                        limits.apiCallAttemptTimeout(Duration.ofSeconds(3)).apiCallTimeout(Duration.ofSeconds(8)));
        settings.localBusEndpoint().ifPresent(endpoint -> client.endpointOverride(endpoint)
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local"))));
        return new Bus(client.build(), settings.bus());
    }

    @Produces
    @Singleton
    Publisher publisher(
            Table table,
            Tenants tenants,
            RevisionEvents events,
            Bus bus,
            Clock clock,
            Pause pause,
            SecureRandom random,
            Settings settings) {
        Publisher.Logs logs = new Publisher.Logs(
                new PublishCursors(table), new Cursors(table), new PageLog(table, clock), new Revisions(table), events);
        return new Publisher(tenants, logs, bus, pause, clock, random, settings.timeout());
    }

    @Produces
    @Singleton
    Tenants tenants(Table table) {
        return new Tenants(table);
    }

    @Produces
    @Singleton
    Endpoints endpoints(Settings settings) {
        return settings.endpoints();
    }

    @Produces
    @Singleton
    Graph graph(@RestClient MicrosoftApi api, Endpoints endpoints, Clock clock, Pause pause, SecureRandom random) {
        return new Graph(api, new AccessTokens(api, endpoints, clock), endpoints, clock, pause, random);
    }

    @Produces
    @Singleton
    RevisionEvents revisionEvents(Table table) {
        return new RevisionEvents(new IncidentAlerts(table));
    }

    @Produces
    @Singleton
    Hunting hunting(Table table, SqsClient queues, Settings settings, Clock clock, Pause pause) {
        return new Hunting(
                new HuntTemplates(),
                new Hunts(table),
                new HuntRows(table),
                new HuntQuota(table),
                new Queue(queues, settings.huntQueue()),
                clock,
                pause);
    }

    @Produces
    @Singleton
    HuntRunner huntRunner(
            Table table,
            Tenants tenants,
            Vault vault,
            GraphHunting graph,
            SqsClient queues,
            Clock clock,
            SecureRandom random,
            Settings settings) {
        HuntRunner.Store store = HuntRunner.Store.in(table, new Queue(queues, settings.huntQueue()));
        return new HuntRunner(tenants, store, graph, vault, clock, random, settings.timeout());
    }

    @Produces
    @Singleton
    GraphHunting graphHunting(Graph graph, @RestClient HuntingApi api) {
        return new GraphHunting(graph, api);
    }

    @Produces
    @Singleton
    ReadApi readApi(Table table, Tenants tenants, RevisionEvents events, Hunting hunting, Clock clock) {
        PageLog log = new PageLog(table, clock);
        Revisions revisions = new Revisions(table);
        History history = new History(table, clock);
        return new ReadApi(
                tenants,
                new Feed(log, revisions, events, clock),
                new Findings(history, revisions, events, clock),
                new AlertList(history, new IncidentAlerts(table)),
                new Status(
                        new Cursors(table),
                        new PublishCursors(table),
                        new UnreadableRecords(table, clock),
                        new Hunts(table),
                        new HuntQuota(table),
                        clock),
                hunting);
    }

    @Produces
    @Singleton
    TenantSync tenantSync(
            Table table,
            Tenants tenants,
            Vault vault,
            Graph graph,
            Clock clock,
            SecureRandom random,
            Settings settings) {
        SyncEngine engine = new SyncEngine(table, graph, clock, random);
        return new TenantSync(tenants, vault, engine, settings.timeout());
    }

    @Produces
    @Singleton
    LiveApi liveApi(
            Table table,
            Tenants tenants,
            Vault vault,
            Graph graph,
            Clock clock,
            SecureRandom random,
            Settings settings) {
        Writing writing = new Writing(graph, vault, clock, settings.timeout());
        WriteAudit audit = new WriteAudit(table, clock, random);
        return new LiveApi(
                tenants,
                new FindingChanges(
                        writing,
                        new History(table, clock),
                        new Revisions(table),
                        new WriteIntents(table, clock, random),
                        audit,
                        clock),
                new FindingComments(writing, new CommentRecords(table, clock), audit, clock),
                new PackageLink(
                        new Actions(table, random), new MachineActions(graph), vault, clock, settings.timeout()));
    }

    @Produces
    @Singleton
    AlertSync alertSync(TenantSync sync) {
        return new AlertSync(sync);
    }

    @Produces
    @Singleton
    IncidentSync incidentSync(TenantSync sync) {
        return new IncidentSync(sync);
    }
}
