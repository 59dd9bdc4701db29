package io.defenderrelay.store;

import io.defenderrelay.tenant.Tenant;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a feed is well.
 *
 * @param code stable word for why it is not; empty when it is
 * @param message why it is not, with its remedy; empty when it is
 */
public record FeedHealth(State state, String code, String message) {
    private static final Duration LONGEST_LAG = Duration.ofMinutes(15);
    private static final int MOST_TRIES = 2;

    /** How a feed is. */
    public enum State {
        /** It has not succeeded yet, or is switched off. */
        WAITING,
        HEALTHY,
        DEGRADED;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Judges a feed by its cursor, which is empty before its first run. */
    public static FeedHealth of(Tenant tenant, Optional<Cursor> feed, Instant now) {
        if (feed.isEmpty()) {
            return well(State.WAITING);
        }
        Cursor cursor = feed.get();
        Cursor.LastError error = cursor.lastError();
        if (error != null) {
            return new FeedHealth(State.DEGRADED, error.code(), error.message());
        }
        if (cursor.holes().stream().anyMatch(hole -> hole.tries() > MOST_TRIES)) {
            return new FeedHealth(
                    State.DEGRADED,
                    "holes",
                    "Microsoft keeps failing to list some records, see the status' holes: the relay tries on; if it lasts,"
                            + " ask Microsoft with the request id in the log");
        }
        boolean running = tenant.active() && tenant.settings().sync().brings(cursor.kind());
        if (running && late(cursor, now)) {
            return new FeedHealth(
                    State.DEGRADED,
                    "late",
                    "No run has read to the end for " + LONGEST_LAG.toMinutes()
                            + " minutes: look at the schedule, the queue and the log of the feed's function");
        }
        return well(cursor.lastSuccess() == null || !running ? State.WAITING : State.HEALTHY);
    }

    /** How old the newest change could be that the feed does not have; null before the first run. */
    public static @Nullable Duration lag(Cursor cursor, Instant now) {
        Instant read = cursor.behind() || cursor.readUntil() == null ? cursor.position() : cursor.readUntil();
        if (read == null) {
            return null;
        }
        Duration lag = Duration.between(read, now);
        return lag.isNegative() ? Duration.ZERO : lag;
    }

    /** Old changes that are still being read are a backlog, told as such, and no sign of illness. */
    private static boolean late(Cursor cursor, Instant now) {
        Duration lag = lag(cursor, now);
        return !cursor.behind() && lag != null && lag.compareTo(LONGEST_LAG) > 0;
    }

    private static FeedHealth well(State state) {
        return new FeedHealth(state, "", "");
    }
}
