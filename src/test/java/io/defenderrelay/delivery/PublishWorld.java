package io.defenderrelay.delivery;

import io.defenderrelay.aws.Bus;
import io.defenderrelay.aws.Table;
import io.defenderrelay.feed.WrittenLog;
import io.defenderrelay.local.Boundaries;
import io.defenderrelay.local.BusServer;
import io.defenderrelay.local.Cut;
import io.defenderrelay.local.LocalAws;
import io.defenderrelay.local.MovableClock;
import io.defenderrelay.mapping.RevisionEvents;
import io.defenderrelay.model.Kind;
import io.defenderrelay.store.Cursors;
import io.defenderrelay.store.IncidentAlerts;
import io.defenderrelay.store.LogReader;
import io.defenderrelay.store.PageLog;
import io.defenderrelay.store.PublishCursor;
import io.defenderrelay.store.PublishCursors;
import io.defenderrelay.store.Revisions;
import io.defenderrelay.store.Tenants;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;

/** A log that is written to, a bus, and processes that send what is in the one to the other. */
final class PublishWorld {
    static final Duration TIMEOUT = Duration.ofSeconds(60);
    static final String ALIAS = "acme";

    private static final AtomicLong NAMES = new AtomicLong();

    final MovableClock clock = new MovableClock(Instant.parse("2026-11-01T00:00:00Z"));
    final String tableName = LocalAws.createTable();
    final Table table = new Table(LocalAws.dynamoDb(), tableName, LocalAws.noPause());
    final WrittenLog log = new WrittenLog(table, clock, ALIAS, 30);
    final BusServer bus;

    PublishWorld(BusServer bus) {
        this.bus = bus;
        bus.reset();
    }

    Map<Kind, PublishReport> run(ExecutionInterceptor... interceptors) {
        return publisher(interceptors).run(ALIAS);
    }

    Map<Kind, PublishReport> run(Boundaries boundaries) {
        return run(new Cut(boundaries));
    }

    /** Runs until a run sends nothing more. */
    void runUntilIdle() {
        for (int runs = 0; runs < 50; runs++) {
            clock.move(TIMEOUT.plusSeconds(6));
            PublishReport report = run().get(Kind.ALERT);
            if (report != null && !report.held() && report.error() == null && report.sent() + report.refused() == 0) {
                return;
            }
        }
        throw new AssertionError("50 runs were not enough: " + run());
    }

    /** A new process; its calls of the table and of the bus pass these. */
    Publisher publisher(ExecutionInterceptor... interceptors) {
        Table own = new Table(LocalAws.dynamoDb(interceptors), tableName, LocalAws.noPause());
        EventBridgeClient client = LocalAws.configure(
                        EventBridgeClient.builder().endpointOverride(bus.endpoint()), interceptors)
                .build();
        Publisher.Logs logs = new Publisher.Logs(
                new PublishCursors(own),
                new Cursors(own),
                new PageLog(own, clock),
                new Revisions(own),
                new RevisionEvents(new IncidentAlerts(own)));
        Random names = new Random(NAMES.incrementAndGet());
        return new Publisher(new Tenants(own), logs, new Bus(client, "relay"), clock::move, clock, names, TIMEOUT);
    }

    PublishCursor position() {
        return new PublishCursors(table).read(ALIAS, Kind.ALERT).orElseThrow();
    }

    /** What is wrong with all that was sent so far, when everything should have been. */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        Map<String, String> uids = new LinkedHashMap<>();
        Map<String, Long> seen = new LinkedHashMap<>();
        for (BusServer.Taken event : bus.taken()) {
            String id = event.detail().path("id").asText();
            long sequence = event.detail().path("sequence").asLong();
            String uid = event.detail().path("uid").asText();
            if (!uids.computeIfAbsent(id + " " + sequence, first -> uid).equals(uid)) {
                faults.add("another uid: " + id + " " + sequence);
            }
            seen.merge(id, sequence, Math::max);
        }
        Map<String, Long> stored = new LinkedHashMap<>();
        new LogReader(table).entries(ALIAS, Kind.ALERT).forEach(entry -> {
            String name = entry.reference().id() + " " + entry.reference().revision();
            stored.merge(entry.reference().id(), entry.reference().revision(), Math::max);
            if (!uids.containsKey(name)) {
                faults.add("never sent: " + name);
            }
        });
        if (!stored.equals(seen)) {
            faults.add("a receiver ends with " + seen + ", the table with " + stored);
        }
        return faults;
    }
}
