package io.defenderrelay.sync;

import io.defenderrelay.microsoft.GraphSession;
import io.defenderrelay.microsoft.PageSink;
import io.defenderrelay.model.Reading;
import io.defenderrelay.problem.UpstreamException;
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

    /** Whether Microsoft counts at most so many records in the slice; false when it does not tell. */
    boolean hasNoMoreThan(long records, Slice slice) {
        PageSink nowhere = new PageSink() {
            @Override
            public void begin(boolean partial) {}

            @Override
            public void take(Reading reading) {}
        };
        try {
            Long count = session.list(feed.collection(), slice.query(1, true), nowhere)
                    .count();
            return count != null && count <= records;
        } catch (UpstreamException unknown) {
            return false;
        }
    }

    /** The time by Microsoft's clock, before its first answer by ours. */
    Instant now() {
        return session.serverTime().orElseGet(clock::instant);
    }
}
