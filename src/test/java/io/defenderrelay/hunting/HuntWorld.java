package io.defenderrelay.hunting;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.defenderrelay.answer.Answer;
import io.defenderrelay.aws.Queue;
import io.defenderrelay.aws.Table;
import io.defenderrelay.aws.Vault;
import io.defenderrelay.local.Boundaries;
import io.defenderrelay.local.Cut;
import io.defenderrelay.local.LocalAws;
import io.defenderrelay.local.MovableClock;
import io.defenderrelay.microsoft.AccessTokens;
import io.defenderrelay.microsoft.Endpoints;
import io.defenderrelay.microsoft.Graph;
import io.defenderrelay.microsoft.GraphHunting;
import io.defenderrelay.microsoft.HuntingApi;
import io.defenderrelay.microsoft.MicrosoftApi;
import io.defenderrelay.model.Requester;
import io.defenderrelay.simulated.SimulatedTenant;
import io.defenderrelay.store.HuntQuota;
import io.defenderrelay.store.HuntRows;
import io.defenderrelay.store.Hunts;
import io.defenderrelay.store.Tenants;
import io.defenderrelay.tenant.Tenant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/** A tenant whose hunts are asked, the queue of their tickets, and workers. Nothing waits but by the world's clock. */
final class HuntWorld {
    static final Duration TIMEOUT = Duration.ofSeconds(450);
    static final Requester SOC = new Requester("AROASOC", "Jo Müller");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AtomicLong NAMES = new AtomicLong(UUID.randomUUID().getMostSignificantBits());

    final MovableClock clock = new MovableClock(Instant.parse("2026-11-01T00:00:20Z"));
    final String tableName = LocalAws.createTable();
    final Table table = new Table(LocalAws.dynamoDb(), tableName, LocalAws.noPause());
    final SimulatedTenant microsoft;
    final Delays delays = new Delays();
    final String alias = "acme";

    private final String queueUrl = LocalAws.createQueue();
    private final SqsClient tickets = LocalAws.sqs();
    private final String secrets = "hunts-" + UUID.randomUUID();
    private final HuntingApi hunts;
    private final MicrosoftApi api;

    HuntWorld(HuntingApi hunts, MicrosoftApi api, SimulatedTenant microsoft) {
        this.hunts = hunts;
        this.api = api;
        this.microsoft = microsoft.clock(clock);
        microsoft.reset();
        microsoft.grant("ThreatHunting.Read.All");
        tenant(alias, "{}");
    }

    /** Puts a tenant that signs in to the simulated one. */
    void tenant(String name, String hunting) {
        String settings = "{\"tenantId\":\"" + microsoft.tenantId() + "\",\"hunting\":" + hunting + "}";
        new Tenants(table).put(name, Tenant.State.ACTIVE, 1, settings);
        LocalAws.putSecret(
                secrets + "/read/" + name,
                "{\"tenantId\":\"%s\",\"clientId\":\"%s\",\"clientSecret\":\"%s\"}"
                        .formatted(microsoft.tenantId(), microsoft.clientId(), microsoft.clientSecret()));
    }

    Tenant tenant(String name) {
        return new Tenants(table).find(name).orElseThrow();
    }

    /** Asks with this key; returns what the caller is told. */
    JsonNode ask(String key, String body) {
        return ask(hunting(), key, body);
    }

    JsonNode ask(Hunting hunting, String key, String body) {
        return tree(
                hunting.ask(tenant(alias), new Hunting.Ask(SOC, body.contains("\"query\""), key, Duration.ZERO, body))
                        .body());
    }

    /** Asks for another tenant than the world's own; returns the hunt's id. */
    String askIn(String tenant, String key) {
        Hunting.Ask ask = new Hunting.Ask(SOC, true, key, Duration.ZERO, "{\"query\":\"DeviceInfo\"}");
        return tree(hunting().ask(tenant(tenant), ask).body()).path("id").asText();
    }

    /** Asks raw KQL that any table answers; returns the hunt's id. */
    String ask(String key) {
        return ask(key, "{\"query\":\"DeviceInfo\"}").path("id").asText();
    }

    JsonNode state(String id) {
        return tree(hunting().state(alias, id).body());
    }

    /** All rows of a hunt, page by page, each as JSON. */
    List<String> rows(String id) {
        List<String> rows = new ArrayList<>();
        long after = 0;
        while (true) {
            Answer answer = hunting().rows(alias, id, RowFormat.NDJSON, after, 700);
            answer.body().lines().forEach(rows::add);
            if (!answer.headers().containsKey("Link")) {
                return rows;
            }
            after = rows.size();
        }
    }

    /** What callers use. */
    Hunting hunting(ExecutionInterceptor... interceptors) {
        Table own = new Table(LocalAws.dynamoDb(interceptors), tableName, LocalAws.noPause());
        return new Hunting(
                new HuntTemplates(),
                new Hunts(own),
                new HuntRows(own),
                new HuntQuota(own),
                queue(interceptors),
                clock,
                clock::move);
    }

    /** A new worker. */
    HuntRunner runner() {
        return runner(Boundaries.countOnly());
    }

    /** A new worker; its calls pass these. */
    HuntRunner runner(Boundaries boundaries, ExecutionInterceptor... more) {
        Cut cut = new Cut(boundaries);
        List<ExecutionInterceptor> ofTable = new ArrayList<>(List.of(more));
        ofTable.add(cut);
        Table own = new Table(
                LocalAws.dynamoDb(ofTable.toArray(ExecutionInterceptor[]::new)), tableName, LocalAws.noPause());
        Endpoints endpoints = new Endpoints(
                microsoft.endpoint().toString(),
                microsoft.endpoint().toString(),
                microsoft.endpoint().toString());
        Random random = new Random(NAMES.incrementAndGet());
        Graph graph = new Graph(api, new AccessTokens(api, endpoints, clock), endpoints, clock, clock::move, random);
        HuntRunner.Store store = HuntRunner.Store.in(own, queue(cut));
        return new HuntRunner(
                new Tenants(own),
                store,
                new GraphHunting(graph, new CutHuntingApi(hunts, boundaries)),
                new Vault(LocalAws.secretsManager(), secrets, clock),
                clock,
                random,
                TIMEOUT);
    }

    /** Takes a ticket out of the queue and lets a worker do what it says; null when there is none. */
    HuntReport workOnce() {
        return workOnce(runner());
    }

    HuntReport workOnce(HuntRunner worker) {
        List<HuntTicket> taken = take(1);
        return taken.isEmpty() ? HuntReport.of("no ticket", null) : worker.run(taken.get(0));
    }

    /** Takes so many tickets out of the queue. */
    List<HuntTicket> take(int most) {
        List<HuntTicket> taken = new ArrayList<>();
        for (Message message : tickets.receiveMessage(
                        request -> request.queueUrl(queueUrl).maxNumberOfMessages(most))
                .messages()) {
            tickets.deleteMessage(request -> request.queueUrl(queueUrl).receiptHandle(message.receiptHandle()));
            taken.add(HuntTicket.read(message.body()).orElseThrow());
        }
        return taken;
    }

    /** Puts a ticket into the queue again, as when a worker died that had it. */
    void giveBack(HuntTicket ticket) {
        queue().send(ticket.text());
    }

    /** Works until no ticket is left; what a ticket waits for passes by. */
    void workUntilIdle() {
        for (int turn = 0; turn < 500; turn++) {
            if (workOnce().outcome().equals("no ticket")) {
                return;
            }
            clock.move(delays.longest());
        }
        throw new AssertionError("500 tickets were not enough");
    }

    static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException notJson) {
            throw new UncheckedIOException(notJson);
        }
    }

    private Queue queue(ExecutionInterceptor... interceptors) {
        ExecutionInterceptor[] all = new ExecutionInterceptor[interceptors.length + 1];
        System.arraycopy(interceptors, 0, all, 0, interceptors.length);
        all[interceptors.length] = delays;
        return new Queue(LocalAws.sqs(all), queueUrl);
    }
}
