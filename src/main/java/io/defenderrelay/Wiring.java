package io.defenderrelay;

import io.defenderrelay.aws.Table;
import io.defenderrelay.feed.Feed;
import io.defenderrelay.feed.Findings;
import io.defenderrelay.feed.Status;
import io.defenderrelay.function.ReadApi;
import io.defenderrelay.store.Cursors;
import io.defenderrelay.store.History;
import io.defenderrelay.store.PageLog;
import io.defenderrelay.store.Revisions;
import io.defenderrelay.store.Tenants;
import io.defenderrelay.store.UnreadableRecords;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.eclipse.microprofile.config.Config;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Builds what the functions are made of. */
@Singleton
public final class Wiring {
    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    Table table(DynamoDbClient client, Config config) {
        return new Table(client, config.getValue("relay.table", String.class), duration -> {
            try {
                Thread.sleep(duration.toMillis());
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @Produces
    @Singleton
    ReadApi readApi(Table table, Clock clock) {
        PageLog log = new PageLog(table, clock);
        Revisions revisions = new Revisions(table);
        return new ReadApi(
                new Tenants(table),
                new Feed(log, revisions, clock),
                new Findings(new History(table, clock), revisions, clock),
                new Status(new Cursors(table), new UnreadableRecords(table, clock), clock));
    }
}
