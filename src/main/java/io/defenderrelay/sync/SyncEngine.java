package io.defenderrelay.sync;

import io.defenderrelay.aws.Table;
import io.defenderrelay.microsoft.Graph;
import io.defenderrelay.microsoft.GraphSession;
import io.defenderrelay.microsoft.SignIn;
import io.defenderrelay.model.Change;
import io.defenderrelay.problem.ConfigurationException;
import io.defenderrelay.problem.ConnectorException;
import io.defenderrelay.problem.LeaseLostException;
import io.defenderrelay.problem.PermissionException;
import io.defenderrelay.problem.SignInException;
import io.defenderrelay.problem.StoreException;
import io.defenderrelay.problem.ThrottledException;
import io.defenderrelay.store.Cursor;
import io.defenderrelay.store.Cursors;
import io.defenderrelay.store.Ledger;
import io.defenderrelay.store.Tenants;
import io.defenderrelay.tenant.CredentialSource;
import io.defenderrelay.tenant.Tenant;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Brings feeds up to date, one run at a time. Safe to call at any time, from anywhere, any number of times. */
public final class SyncEngine {
    private static final Duration LEASE_OUTLIVES_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);

    private final Table table;
    private final Graph graph;
    private final Clock clock;
    private final RandomGenerator random;
    private final Cursors cursors;
    private final Tenants tenants;

    public SyncEngine(Table table, Graph graph, Clock clock, RandomGenerator random) {
        this.table = table;
        this.graph = graph;
        this.clock = clock;
        this.random = random;
        this.cursors = new Cursors(table);
        this.tenants = new Tenants(table);
    }

    /**
     * Runs once: reads what is new and commits it, for as long as {@code timeout}, the function's own, allows. Makes no
     * remote call when another run holds the lease. What goes wrong at Microsoft's side or in the settings is kept for
     * the status and told in the report.
     *
     * @throws StoreException when the table fails; what was committed before stays
     */
    public SyncReport run(Tenant tenant, SyncFeed feed, CredentialSource credentials, Duration timeout) {
        Limits limits = new Limits(clock, timeout);
        Instant until = clock.instant().plus(timeout).plus(LEASE_OUTLIVES_TIMEOUT);
        String owner = HexFormat.of().toHexDigits(random.nextLong());
        Optional<Cursor> lease = cursors.acquire(tenant.alias(), feed.kind(), owner, clock.instant(), until);
        if (lease.isEmpty()) {
            return SyncReport.leaseHeld();
        }
        Cursor cursor = lease.get();
        SignIn signIn = new SignIn(
                tenant.alias(), tenant.settings().tenantId(), tenant.settings().cloud(), credentials);
        GraphSession session = graph.open(signIn, limits.budget(), limits.deadline());
        SyncRun run = new SyncRun(
                tenant,
                feed,
                cursor,
                new Ledger(table, clock, tenant, cursor),
                session,
                limits,
                new Tally(),
                clock,
                () -> tenants.unchanged(tenant),
                () -> save(cursor));
        return report(run, work(run));
    }

    private @Nullable ConnectorException work(SyncRun run) {
        try {
            new Jobs(run).work();
            run.cursor().succeeded(clock.instant());
            return release(run) ? null : lost(run);
        } catch (StoreException | LeaseLostException unsafe) {
            throw unsafe;
        } catch (ConnectorException problem) {
            Cursor.LastError error =
                    new Cursor.LastError(problem.type().code(), String.valueOf(problem.getMessage()), clock.instant());
            run.cursor().failed(error, pausedUntil(problem));
            return release(run) ? problem : lost(run);
        }
    }

    private boolean release(SyncRun run) {
        run.cursor().count("late", run.tally().late());
        return cursors.release(run.cursor());
    }

    /** Nothing changes by asking again soon: sign-in, permissions and settings wait for a person. */
    private @Nullable Instant pausedUntil(ConnectorException problem) {
        if (problem instanceof ThrottledException throttled) {
            Duration wait = throttled.retryAfter();
            return clock.instant().plus(wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait);
        }
        boolean person = problem instanceof SignInException
                || problem instanceof PermissionException
                || problem instanceof ConfigurationException;
        return person ? clock.instant().plus(LONGEST_WAIT) : null;
    }

    private void save(Cursor cursor) {
        if (!cursors.save(cursor)) {
            throw new LeaseLostException(cursor.alias(), cursor.kind().feed());
        }
    }

    private static LeaseLostException lost(SyncRun run) {
        return new LeaseLostException(run.tenant().alias(), run.feed().kind().feed());
    }

    private static SyncReport report(SyncRun run, @Nullable ConnectorException error) {
        Tally tally = run.tally();
        return new SyncReport(
                false,
                run.limits().budget().made(),
                tally.changes(Change.CREATED),
                tally.changes(Change.UPDATED),
                tally.changes(Change.CLOSED),
                tally.seen(),
                tally.unreadable(),
                tally.late(),
                run.cursor().behind(),
                run.cursor().holes().size(),
                error);
    }
}
