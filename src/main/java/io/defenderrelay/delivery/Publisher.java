package io.defenderrelay.delivery;

import io.defenderrelay.aws.Bus;
import io.defenderrelay.mapping.RevisionEvents;
import io.defenderrelay.model.Kind;
import io.defenderrelay.model.Pause;
import io.defenderrelay.problem.ConnectorException;
import io.defenderrelay.problem.LeaseLostException;
import io.defenderrelay.store.Cursor;
import io.defenderrelay.store.Cursors;
import io.defenderrelay.store.PageLog;
import io.defenderrelay.store.PublishCursor;
import io.defenderrelay.store.PublishCursors;
import io.defenderrelay.store.Revisions;
import io.defenderrelay.store.Tenants;
import io.defenderrelay.tenant.Tenant;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Sends what the logs of a tenant hold beyond what was sent before. Safe to call at any time, any number of times. */
public final class Publisher {
    private static final Duration LEASE_OUTLIVES_TIMEOUT = Duration.ofSeconds(5);

    private final Tenants tenants;
    private final Logs logs;
    private final Bus bus;
    private final Pause pause;
    private final Clock clock;
    private final RandomGenerator random;
    private final Duration timeout;

    /** What a publisher reads, and the one thing that it writes. */
    public record Logs(
            PublishCursors positions, Cursors cursors, PageLog pages, Revisions revisions, RevisionEvents events) {}

    /** Runs end themselves well before {@code timeout}, the function's own. */
    public Publisher(
            Tenants tenants, Logs logs, Bus bus, Pause pause, Clock clock, RandomGenerator random, Duration timeout) {
        this.tenants = tenants;
        this.logs = logs;
        this.bus = bus;
        this.pause = pause;
        this.clock = clock;
        this.random = random;
        this.timeout = timeout;
    }

    /**
     * Runs once for each feed, one after the other, so that a backlog of one leaves time for the other; empty when there is no such tenant or it is not active. What is wrong
     * with the bus is kept for the status and told in the report.
     *
     * @throws LeaseLostException when another run took over; what it sends may have been sent already
     * @throws ConnectorException when the tenant's settings or the table are at fault
     */
    public Map<Kind, PublishReport> run(String alias) {
        Map<Kind, PublishReport> reports = new EnumMap<>(Kind.class);
        Optional<Tenant> tenant = tenants.find(alias).filter(Tenant::active);
        Duration share = timeout.multipliedBy(4).dividedBy(5L * Kind.values().length);
        Instant deadline = clock.instant();
        for (Kind kind : Kind.values()) {
            deadline = deadline.plus(share);
            if (tenant.isPresent() && clock.instant().isBefore(deadline)) {
                reports.put(kind, run(tenant.get(), kind, deadline));
            }
        }
        return reports;
    }

    private PublishReport run(Tenant tenant, Kind kind, Instant deadline) {
        Instant until = clock.instant().plus(timeout).plus(LEASE_OUTLIVES_TIMEOUT);
        String owner = HexFormat.of().toHexDigits(random.nextLong());
        Optional<PublishCursor> lease = logs.positions().acquire(tenant.alias(), kind, owner, clock.instant(), until);
        if (lease.isEmpty()) {
            return PublishReport.leaseHeld();
        }
        PublishCursor cursor = lease.get();
        Sender sender = new Sender(bus, pause, clock, deadline);
        PublishRun run = new PublishRun(tenant, cursor, logs, sender, clock, deadline);
        ConnectorException error = work(run, cursor);
        if (!logs.positions().release(cursor)) {
            throw new LeaseLostException(tenant.alias(), kind.feed());
        }
        return run.report(error);
    }

    private @Nullable ConnectorException work(PublishRun run, PublishCursor cursor) {
        try {
            run.work();
            cursor.failed(null);
            return null;
        } catch (LeaseLostException lost) {
            throw lost;
        } catch (ConnectorException problem) {
            cursor.failed(
                    new Cursor.LastError(problem.type().code(), String.valueOf(problem.getMessage()), clock.instant()));
            return problem;
        }
    }
}
