package io.defenderrelay.hunting;

import io.defenderrelay.aws.Item;
import io.defenderrelay.aws.Queue;
import io.defenderrelay.aws.Table;
import io.defenderrelay.aws.Vault;
import io.defenderrelay.microsoft.GraphHunting;
import io.defenderrelay.microsoft.HuntingQuery;
import io.defenderrelay.microsoft.HuntingResult;
import io.defenderrelay.microsoft.SignIn;
import io.defenderrelay.problem.ConflictException;
import io.defenderrelay.problem.ConnectorException;
import io.defenderrelay.problem.ProblemType;
import io.defenderrelay.problem.QueryException;
import io.defenderrelay.problem.StoreException;
import io.defenderrelay.problem.ThrottledException;
import io.defenderrelay.problem.UpstreamException;
import io.defenderrelay.store.Hunt;
import io.defenderrelay.store.HuntAttempts;
import io.defenderrelay.store.HuntQuota;
import io.defenderrelay.store.HuntQuota.Count;
import io.defenderrelay.store.HuntRows;
import io.defenderrelay.store.Hunts;
import io.defenderrelay.store.Tenants;
import io.defenderrelay.tenant.Tenant;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Runs hunts, one for each ticket. It takes one of the tenant's two places, claims the hunt, asks Microsoft, and stores the
 * rows as they come; only the last write makes them the hunt's. Whatever stands in its way makes it send the ticket again,
 * for later: a worker never waits.
 */
public final class HuntRunner {
    private static final Duration MARGIN = Duration.ofSeconds(5);
    private static final Duration END = Duration.ofSeconds(10);
    private static final Duration SOON = Duration.ofSeconds(10);
    /** Microsoft's CPU allowance is renewed that often: a longer wait would be asked for by mistake. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);

    private static final int MOST_TRIES = 3;
    private static final int MOST_JITTER = 5;
    /** Open hunts that are thought to be next: two of them may be running. */
    private static final int OLDEST = 4;
    /** For so long a younger hunt does not even try; later it may, should those before it be stuck. */
    private static final Duration MODESTY = Duration.ofMinutes(2);

    private static final Duration OFTEN = Duration.ofSeconds(2);
    private static final Duration RARELY = Duration.ofSeconds(20);
    private static final long SIZE_LIMIT = 50_000_000;

    private final Tenants tenants;
    private final Store store;
    private final GraphHunting graph;
    private final Vault vault;
    private final Clock clock;
    private final RandomGenerator random;
    private final Duration timeout;

    /** @param timeout the function's own */
    public HuntRunner(
            Tenants tenants,
            Store store,
            GraphHunting graph,
            Vault vault,
            Clock clock,
            RandomGenerator random,
            Duration timeout) {
        this.tenants = tenants;
        this.store = store;
        this.graph = graph;
        this.vault = vault;
        this.clock = clock;
        this.random = random;
        this.timeout = timeout;
    }

    /** Where hunts are kept, and the queue their tickets go through. */
    public record Store(Hunts hunts, HuntAttempts attempts, HuntRows rows, HuntQuota quota, Queue queue) {
        public static Store in(Table table, Queue queue) {
            return new Store(
                    new Hunts(table), new HuntAttempts(table), new HuntRows(table), new HuntQuota(table), queue);
        }
    }

    /**
     * Does what the ticket asks for, as far as it is to be done now. Safe to repeat.
     *
     * @throws StoreException when the table or the queue failed: the ticket must be given back
     */
    public HuntReport run(HuntTicket ticket) {
        Instant now = clock.instant();
        Optional<Hunt> hunt = store.hunts().find(ticket.alias(), ticket.id(), now);
        if (hunt.isEmpty() || hunt.get().state().ended()) {
            return HuntReport.of("nothing to do", null);
        }
        if (hunt.get().overdue(now)) {
            if (store.hunts().giveUp(hunt.get(), HuntView.OVERDUE, now)) {
                store.quota().count(ticket.alias(), Count.FAILED, now);
            }
            return HuntReport.of("overdue", HuntView.OVERDUE.code());
        }
        if (hunt.get().state() == Hunt.State.RUNNING && now.isBefore(hunt.get().until())) {
            return held(ticket, hunt.get(), now);
        }
        if (hunt.get().hidden()) {
            store.hunts().cancel(hunt.get(), now);
            return HuntReport.of("no longer wanted", null);
        }
        boolean oldest = store.hunts().open(ticket.alias(), OLDEST, now).contains(ticket.id());
        if (!oldest && now.isBefore(hunt.get().askedAt().plus(MODESTY))) {
            return queued(ticket, false);
        }
        String owner = Long.toHexString(random.nextLong());
        HuntQuota.Entry entry = store.quota().enter(ticket.alias(), owner, now, surelyOver(now));
        String place = entry.place();
        if (place == null) {
            Instant notBefore = entry.notBefore();
            return notBefore == null ? queued(ticket, oldest) : postponed(ticket, notBefore, now);
        }
        try {
            return claimed(ticket, owner, now);
        } finally {
            store.quota().leave(ticket.alias(), place, owner);
        }
    }

    private HuntReport claimed(HuntTicket ticket, String owner, Instant now) {
        Optional<Instant> nextCall = store.quota().call(ticket.alias(), now);
        if (nextCall.isPresent()) {
            return postponed(ticket, nextCall.get(), now);
        }
        Optional<Hunt> begun = store.attempts().begin(ticket.alias(), ticket.id(), owner, now, surelyOver(now));
        if (begun.isEmpty()) {
            Optional<Hunt> other = store.hunts().find(ticket.alias(), ticket.id(), now);
            return other.isEmpty() || other.get().state().ended()
                    ? HuntReport.of("nothing to do", null)
                    : held(ticket, other.get(), now);
        }
        Hunt hunt = begun.get();
        if (hunt.tries() > MOST_TRIES) {
            return failed(
                    hunt,
                    ProblemType.INTERNAL,
                    "The hunt was begun " + MOST_TRIES
                            + " times and never came to its end: ask for fewer rows, and look for"
                            + " hunt-run in the log");
        }
        try {
            return hunted(hunt);
        } catch (StoreException ours) {
            throw ours;
        } catch (ThrottledException wait) {
            return throttled(ticket, hunt, wait);
        } catch (QueryException refused) {
            boolean again = refused.type() == ProblemType.QUERY_TOO_COSTLY && hunt.tries() < 2;
            return again ? again(ticket, hunt, refused) : failed(hunt, fault(refused));
        } catch (UpstreamException failure) {
            boolean again = failure.reason() == UpstreamException.Reason.FAILED && hunt.tries() < MOST_TRIES;
            return again ? again(ticket, hunt, failure) : failed(hunt, fault(failure));
        } catch (ConnectorException problem) {
            return failed(hunt, fault(problem));
        }
    }

    private HuntReport hunted(Hunt hunt) {
        String query = store.hunts()
                .query(hunt.alias(), hunt.id())
                .orElseThrow(() -> new StoreException("A hunt's query is not in the table", null));
        HuntRows.Writer writer = store.rows().write(hunt, hunt.keptUntil());
        HuntingResult answer =
                graph.run(signIn(hunt.alias()), new HuntingQuery(query, hunt.timespan()), deadline(hunt), row -> {
                    if (writer.rows() == hunt.maxRows()) {
                        return false;
                    }
                    writer.add(row);
                    return true;
                });
        writer.finish();
        HuntAttempts.Result result =
                new HuntAttempts.Result(answer.columns(), writer.rows(), truncatedBy(answer, writer));
        boolean ours = store.attempts().succeeded(hunt, result, clock.instant());
        if (ours) {
            store.quota().count(hunt.alias(), Count.SUCCEEDED, clock.instant());
        }
        return new HuntReport(
                ours ? "succeeded" : "no longer wanted", writer.rows(), writer.bytes(), writer.chunks(), null);
    }

    /** Microsoft marks nothing that it cut: an answer as large as its limits may lack rows. */
    private static @Nullable String truncatedBy(HuntingResult answer, HuntRows.Writer writer) {
        if (!answer.ended()) {
            return "maxRows";
        }
        if (writer.rows() == HuntRequest.MOST_ROWS) {
            return "rowLimit";
        }
        return writer.bytes() >= SIZE_LIMIT ? "sizeLimit" : null;
    }

    private SignIn signIn(String alias) {
        Tenant tenant = tenants.find(alias)
                .filter(Tenant::active)
                .filter(found -> found.settings().hunting())
                .orElseThrow(() ->
                        new ConflictException("The tenant is not active, or hunting was switched off for it", null));
        return new SignIn(
                alias, tenant.settings().tenantId(), tenant.settings().cloud(), fresh -> vault.reader(alias, fresh));
    }

    private HuntReport throttled(HuntTicket ticket, Hunt hunt, ThrottledException wait) {
        Instant now = clock.instant();
        Duration asked = wait.retryAfter().compareTo(LONGEST_WAIT) < 0 ? wait.retryAfter() : LONGEST_WAIT;
        Instant notBefore = now.plus(asked).plusMillis(1);
        store.quota().pause(hunt.alias(), notBefore);
        store.quota().count(hunt.alias(), Count.THROTTLED, now);
        send(ticket, Duration.between(now, notBefore));
        store.attempts().waits(hunt, notBefore);
        return HuntReport.of("waiting for quota", wait.type().code());
    }

    private HuntReport again(HuntTicket ticket, Hunt hunt, ConnectorException problem) {
        send(ticket, SOON);
        store.attempts().again(hunt, fault(problem));
        return HuntReport.of("to be tried again", problem.type().code());
    }

    private HuntReport failed(Hunt hunt, ProblemType type, String message) {
        return failed(hunt, new Hunt.Fault(type.code(), message, new Item(Map.of())));
    }

    private HuntReport failed(Hunt hunt, Hunt.Fault fault) {
        Instant now = clock.instant();
        if (store.attempts().failed(hunt, fault, now)) {
            store.quota().count(hunt.alias(), Count.FAILED, now);
        }
        return HuntReport.of("failed", fault.code());
    }

    /** The oldest hunts ask for a place ten times as often as the others, so that one that is free goes to one of them. */
    private HuntReport queued(HuntTicket ticket, boolean oldest) {
        send(ticket, oldest ? OFTEN : RARELY);
        return HuntReport.of("waiting for a place", null);
    }

    private HuntReport postponed(HuntTicket ticket, Instant notBefore, Instant now) {
        send(ticket, Duration.between(now, notBefore));
        store.hunts().postpone(ticket.alias(), ticket.id(), notBefore);
        return HuntReport.of("waiting for quota", null);
    }

    /** Another worker has it; should that one die, this ticket finds it. */
    private HuntReport held(HuntTicket ticket, Hunt hunt, Instant now) {
        send(ticket, Duration.between(now, hunt.until()));
        return HuntReport.of("held", null);
    }

    private void send(HuntTicket ticket, Duration wait) {
        Duration whole = Duration.ofSeconds(Math.max(0, wait.plusMillis(999).toSeconds()));
        store.queue().send(ticket.text(), whole.plusSeconds(random.nextInt(1, MOST_JITTER)));
    }

    private static Hunt.Fault fault(ConnectorException problem) {
        Map<String, String> facts = problem instanceof QueryException query ? query.facts() : Map.of();
        return new Hunt.Fault(problem.type().code(), String.valueOf(problem.getMessage()), new Item(Map.copyOf(facts)));
    }

    private Instant surelyOver(Instant now) {
        return now.plus(timeout).plus(MARGIN);
    }

    private Instant deadline(Hunt hunt) {
        Instant own = clock.instant().plus(timeout).minus(END);
        return own.isBefore(hunt.deadline()) ? own : hunt.deadline();
    }
}
