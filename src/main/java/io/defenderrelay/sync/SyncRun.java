package io.defenderrelay.sync;

import io.defenderrelay.microsoft.GraphSession;
import io.defenderrelay.store.Cursor;
import io.defenderrelay.store.Ledger;
import io.defenderrelay.tenant.Tenant;
import java.time.Clock;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/**
 * What the jobs of one run share.
 *
 * @param unchanged whether the tenant is still as it was when the run began
 * @param save makes the cursor's progress last, or throws when the lease is lost
 */
record SyncRun(
        Tenant tenant,
        SyncFeed feed,
        Cursor cursor,
        Ledger ledger,
        GraphSession session,
        Limits limits,
        Tally tally,
        Clock clock,
        BooleanSupplier unchanged,
        Runnable save) {

    /** Whether no further call may be made. A tenant that was changed or removed ends the run here. */
    boolean stopsHere() {
        if (limits.budget().made() > 0 && !limits.spent() && !unchanged.getAsBoolean()) {
            limits.stop();
        }
        return limits.spent();
    }

    /** The time by Microsoft's clock, before its first answer by ours. */
    Instant now() {
        return session.serverTime().orElseGet(clock::instant);
    }
}
