package io.defenderrelay;

import io.defenderrelay.aws.Bus;
import io.defenderrelay.aws.Queue;
import io.defenderrelay.aws.Table;
import io.defenderrelay.aws.Vault;
import io.defenderrelay.function.ActionApi;
import io.defenderrelay.microsoft.Graph;
import io.defenderrelay.remediation.ActionRunner;
import io.defenderrelay.remediation.Microsoft;
import io.defenderrelay.remediation.Remediation;
import io.defenderrelay.store.ActionCounters;
import io.defenderrelay.store.Actions;
import io.defenderrelay.store.Tenants;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;

/** Puts the parts of remediation together, out of those that {@link Wiring} makes. */
@Dependent
final class ActionWiring {

    @Produces
    @Singleton
    ActionApi actionApi(Table table, Tenants tenants, Queue queue, Clock clock, SecureRandom random) {
        return new ActionApi(tenants, new Remediation(new Actions(table, random), queue, clock));
    }

    @Produces
    @Singleton
    ActionRunner.Store actionStore(Table table, Bus bus, Queue queue, SecureRandom random) {
        return new ActionRunner.Store(new Actions(table, random), new ActionCounters(table), bus, queue);
    }

    @Produces
    @Singleton
    ActionRunner actionRunner(
            ActionRunner.Store store,
            Tenants tenants,
            Vault vault,
            Graph graph,
            Clock clock,
            SecureRandom random,
            Settings settings) {
        return new ActionRunner(tenants, store, Microsoft.of(graph), vault, clock, random, settings.timeout());
    }
}
