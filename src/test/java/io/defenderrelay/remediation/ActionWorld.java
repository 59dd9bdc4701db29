package io.defenderrelay.remediation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.defenderrelay.answer.Answer;
import io.defenderrelay.aws.Bus;
import io.defenderrelay.aws.Queue;
import io.defenderrelay.aws.Table;
import io.defenderrelay.aws.Vault;
import io.defenderrelay.local.Boundaries;
import io.defenderrelay.local.BusServer;
import io.defenderrelay.local.Cut;
import io.defenderrelay.local.LocalAws;
import io.defenderrelay.local.MovableClock;
import io.defenderrelay.microsoft.AccessTokens;
import io.defenderrelay.microsoft.Endpoints;
import io.defenderrelay.microsoft.Graph;
import io.defenderrelay.microsoft.MicrosoftApi;
import io.defenderrelay.model.ActionKind;
import io.defenderrelay.model.Requester;
import io.defenderrelay.simulated.ExecutedAction;
import io.defenderrelay.simulated.SimulatedTenant;
import io.defenderrelay.store.ActionCounters;
import io.defenderrelay.store.ActionEntry;
import io.defenderrelay.store.Actions;
import io.defenderrelay.store.Tenants;
import io.defenderrelay.sync.CutApi;
import io.defenderrelay.tenant.Tenant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** A tenant whose actions are requested, decided about and sent. Nothing waits but by the world's clock. */
final class ActionWorld {
    static final String ALIAS = "acme";
    static final Requester ANALYST = new Requester("AROAANALYST", "Jo Müller");
    static final Requester LEAD = new Requester("AROALEAD", null);
    static final Requester OTHER_LEAD = new Requester("AROAOTHERLEAD", null);
    static final String ALL_KINDS = """
            {"enabled":true,"perHour":1000,"perDay":10000,"kinds":["isolate-device","release-device","scan-device",
            "restrict-app-execution","unrestrict-app-execution","stop-and-quarantine-file",
            "collect-investigation-package","start-investigation","disable-user","enable-user","revoke-sessions",
            "force-password-change","confirm-user-compromised","dismiss-user-risk","remediate-mail","add-indicator",
            "remove-indicator"]}""";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final AtomicLong NAMES = new AtomicLong(UUID.randomUUID().getMostSignificantBits());

    final MovableClock clock = new MovableClock(Instant.parse("2026-11-01T00:00:20Z"));
    final String tableName = LocalAws.createTable();
    final Table table = new Table(LocalAws.dynamoDb(), tableName, LocalAws.noPause());
    final SimulatedTenant microsoft;
    final BusServer bus;
    final String device;
    final String user;

    private final String queueUrl = LocalAws.createQueue();
    private final String secrets = "actions-" + UUID.randomUUID();
    private final MicrosoftApi api;

    ActionWorld(MicrosoftApi api, SimulatedTenant microsoft, BusServer bus) {
        this.api = api;
        this.bus = bus;
        this.microsoft = microsoft.clock(clock);
        microsoft.reset();
        bus.reset();
        grantAll();
        policy(ALL_KINDS);
        secret("read", microsoft.clientId(), microsoft.clientSecret());
        secret("act", microsoft.signIn().responderClientId(), microsoft.signIn().responderSecret());
        device = microsoft.estate().machines().add("fin-lt-014.contoso.com");
        user = microsoft.estate().users().add("jo@contoso.com");
    }

    /** Sets the tenant's remediation policy. */
    void policy(String remediation) {
        put(Tenant.State.ACTIVE, microsoft.tenantId(), remediation);
    }

    Tenant tenant() {
        return new Tenants(table).find(ALIAS).orElseThrow();
    }

    /** What callers use. */
    Remediation remediation(ExecutionInterceptor... interceptors) {
        Table own = new Table(LocalAws.dynamoDb(interceptors), tableName, LocalAws.noPause());
        Actions actions = new Actions(own, new Random(NAMES.incrementAndGet()));
        return new Remediation(actions, new Queue(LocalAws.sqs(interceptors), queueUrl), clock);
    }

    Actions actions() {
        return new Actions(table, new Random(NAMES.incrementAndGet()));
    }

    /** Lets the tenant, with a policy that allows all kinds, wait for its connection test. */
    void deactivate() {
        put(Tenant.State.PENDING, microsoft.tenantId(), ALL_KINDS);
    }

    /** Gives the tenant, with a policy that allows all kinds, this id of Microsoft's. */
    void tenantId(String id) {
        put(Tenant.State.ACTIVE, id, ALL_KINDS);
    }

    private void put(Tenant.State state, String tenantId, String remediation) {
        String settings = "{\"tenantId\":\"" + tenantId + "\",\"remediation\":" + remediation + "}";
        new Tenants(table).put(ALIAS, state, 1, settings);
    }

    /** A new worker. */
    ActionRunner runner() {
        return runner(Boundaries.countOnly());
    }

    /** A new worker; its calls pass these. */
    ActionRunner runner(Boundaries boundaries) {
        Cut cut = new Cut(boundaries);
        Table own = new Table(LocalAws.dynamoDb(cut), tableName, LocalAws.noPause());
        String endpoint = microsoft.endpoint().toString();
        Endpoints endpoints = new Endpoints(endpoint, endpoint, endpoint);
        Random random = new Random(NAMES.incrementAndGet());
        MicrosoftApi cutApi = new CutApi(api, boundaries);
        Graph graph =
                new Graph(cutApi, new AccessTokens(cutApi, endpoints, clock), endpoints, clock, clock::move, random);
        ActionRunner.Store store = new ActionRunner.Store(
                new Actions(own, random),
                new ActionCounters(own),
                new Bus(events(bus.endpoint(), cut), "relay"),
                new Queue(LocalAws.sqs(cut), queueUrl));
        return new ActionRunner(
                new Tenants(own),
                store,
                Microsoft.of(graph),
                new Vault(LocalAws.secretsManager(), secrets, clock),
                clock,
                random,
                TIMEOUT);
    }

    /** Requests an action of the analyst's; returns what is told. */
    JsonNode request(String key, String body) {
        return tree(remediation().request(tenant(), new Remediation.Ask(ANALYST, key, body)));
    }

    /** Requests one on the world's device or user, and lets it be checked; returns its id. */
    String requested(String kind) {
        return requested("k-" + NAMES.incrementAndGet(), body(kind));
    }

    String requested(String key, String body) {
        String id = request(key, body).path("id").asText();
        work();
        return id;
    }

    /** Requests, and lets the lead approve it. */
    String approved(String kind) {
        return approve(requested(kind));
    }

    String approve(String id) {
        approve(id, LEAD);
        return id;
    }

    JsonNode approve(String id, Requester approver) {
        String hash = state(id).path("requestHash").asText();
        return tree(remediation().approve(tenant(), id, approver, "{\"requestHash\":\"" + hash + "\"}"));
    }

    /** The least that such an action must say. */
    String body(String kind) {
        if (kind.equals("remediate-mail")) {
            return """
                    {"kind":"remediate-mail","disposal":"soft-delete","reason":"Case 4821","mails":[
                    {"networkMessageId":"0a1b2c3d-1111-4222-8333-444455556666","recipient":"jo@contoso.com"}]}""";
        }
        if (kind.endsWith("-indicator")) {
            String terms = kind.equals("add-indicator") ? ",\"effect\":\"block\",\"title\":\"Case 4821\"" : "";
            return "{\"kind\":\"" + kind + "\",\"indicatorType\":\"domain\",\"value\":\"evil.example.com\","
                    + "\"reason\":\"Case 4821\"" + terms + "}";
        }
        boolean onUser = kind.contains("user") || kind.contains("sessions") || kind.contains("password");
        String target = onUser ? "\"user\":\"" + user : "\"device\":\"" + device;
        String more = kind.equals("stop-and-quarantine-file") ? ",\"sha1\":\"" + "a".repeat(40) + "\"" : "";
        return "{\"kind\":\"" + kind + "\"," + target + "\",\"reason\":\"Case 4821\"" + more + "}";
    }

    JsonNode state(String id) {
        return tree(remediation().state(ALIAS, id));
    }

    String word(String id) {
        return state(id).path("state").asText();
    }

    List<ActionEntry> audit(String id) {
        return actions().audit(ALIAS, id, 0, 1_000);
    }

    /** Ticks that were sent for a later time and did not come yet. */
    int delayedTicks() {
        return Integer.parseInt(LocalAws.sqs()
                .getQueueAttributes(request -> request.queueUrl(queueUrl)
                        .attributeNames(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED))
                .attributes()
                .getOrDefault(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED, "0"));
    }

    /** Lets a new worker do what is due now. */
    ActionReport work() {
        return runner().run(ALIAS);
    }

    /** Works while time passes, minute by minute. */
    void workFor(Duration time) {
        Instant end = clock.instant().plus(time);
        while (clock.instant().isBefore(end)) {
            work();
            clock.move(Duration.ofMinutes(1));
        }
        work();
    }

    /** Works for ten minutes, every other minute. */
    void settle() {
        for (int turn = 0; turn < 6; turn++) {
            work();
            clock.move(Duration.ofMinutes(2));
        }
    }

    List<ExecutedAction> executed() {
        return microsoft.estate().actions().executed();
    }

    static JsonNode tree(Answer answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException notJson) {
            throw new UncheckedIOException(notJson);
        }
    }

    /** The events of an action that the bus took, in order, doubles too. */
    List<BusServer.Taken> events(String id) {
        List<BusServer.Taken> events = new ArrayList<>();
        for (BusServer.Taken event : bus.taken()) {
            if (id.equals(event.detail().path("id").asText())) {
                events.add(event);
            }
        }
        return events;
    }

    private void grantAll() {
        microsoft.signIn().grantDefender("Machine.Read.All");
        List.of(
                        "User.Read.All",
                        "Directory.Read.All",
                        "IdentityRiskyUser.Read.All",
                        "RoleEligibilitySchedule.Read.Directory")
                .forEach(microsoft::grant);
        for (ActionKind kind : ActionKind.values()) {
            microsoft.signIn().grantResponder(kind.permission());
            microsoft.signIn().grantResponderDefender(kind.permission());
        }
    }

    private void secret(String family, String clientId, String clientSecret) {
        LocalAws.putSecret(
                secrets + "/" + family + "/" + ALIAS,
                "{\"tenantId\":\"%s\",\"clientId\":\"%s\",\"clientSecret\":\"%s\"}"
                        .formatted(microsoft.tenantId(), clientId, clientSecret));
    }

    private static EventBridgeClient events(URI endpoint, ExecutionInterceptor interceptor) {
        return LocalAws.configure(EventBridgeClient.builder().endpointOverride(endpoint), interceptor)
                .build();
    }
}
