package io.defenderrelay.remediation;

import io.defenderrelay.aws.Bus;
import io.defenderrelay.aws.Queue;
import io.defenderrelay.aws.Vault;
import io.defenderrelay.store.ActionCounters;
import io.defenderrelay.store.Actions;
import io.defenderrelay.store.Tenants;
import io.defenderrelay.tenant.Tenant;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The one worker that sends actions and follows them to their end. */
public final class ActionRunner {
    private final Tenants tenants;
    private final Store store;
    private final Microsoft microsoft;
    private final Vault vault;
    private final Clock clock;
    private final RandomGenerator random;
    private final Duration timeout;

    /** @param timeout the function's own */
    public ActionRunner(
            Tenants tenants,
            Store store,
            Microsoft microsoft,
            Vault vault,
            Clock clock,
            RandomGenerator random,
            Duration timeout) {
        this.tenants = tenants;
        this.store = store;
        this.microsoft = microsoft;
        this.vault = vault;
        this.clock = clock;
        this.random = random;
        this.timeout = timeout;
    }

    /** Where actions are kept, the bus that is told of them, and the queue that wakes the worker. */
    public record Store(Actions actions, ActionCounters counters, Bus bus, Queue queue) {}

    /**
     * Does for each action of the tenant that is due what is to be done now. Safe to repeat, and to run beside itself.
     *
     * @throws io.defenderrelay.problem.StoreException when the table or the queue failed
     */
    public ActionReport run(String alias) {
        Optional<Tenant> tenant = tenants.find(alias);
        if (tenant.isEmpty()) {
            return new ActionReport(0, 0, 0, 0, null);
        }
        Instant end = clock.instant().plus(timeout.multipliedBy(4).dividedBy(5));
        ActionRun run = new ActionRun(
                tenant.get(), end, store, new ActionRun.Parts(tenants, microsoft, vault, clock, random, timeout));
        return run.all();
    }
}
