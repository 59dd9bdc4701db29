package io.defenderrelay.remediation;

import io.defenderrelay.problem.ConfigurationException;
import io.defenderrelay.problem.ConnectorException;
import io.defenderrelay.problem.PermissionException;
import io.defenderrelay.problem.SignInException;
import io.defenderrelay.problem.ThrottledException;
import io.defenderrelay.store.ActionMove;
import io.defenderrelay.store.ActionRecord;
import io.defenderrelay.store.ActionState;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A problem that keeps an action from going on, and what follows from it. */
record Obstacle(ActionRecord record, ConnectorException problem, Instant now) {
    private static final String FACT = "obstacle";
    private static final Duration PATIENCE = Duration.ofHours(1);
    private static final Duration LOOK_UP_PATIENCE = Duration.ofHours(24);
    /** Longer than Microsoft keeps any action open. */
    private static final Duration FOLLOWED = Duration.ofHours(75);

    private static final Duration RETRY = Duration.ofMinutes(1);
    /** Whatever Microsoft asks for, nobody waits longer before it looks again. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);

    /** Whether something stood in the way when the action was last looked at. */
    static boolean was(ActionRecord record) {
        return record.fact(FACT) != null;
    }

    /** Takes it off the record. */
    static ActionMove gone(ActionRecord record, Instant dueAt) {
        Map<String, @Nullable String> changes = new HashMap<>();
        changes.put(FACT, null);
        changes.put("detail", null);
        return new ActionMove(record.state(), "no longer blocked", Moves.RELAY, changes, dueAt, null);
    }

    /** The transition that it makes: to the action's end, or to tell people what they can mend; empty when it just waits. */
    Optional<ActionMove> move() {
        String message = String.valueOf(problem.getMessage());
        String code = problem.type().code();
        return switch (record.state()) {
            case REQUESTED -> {
                if (forPeople()) {
                    yield Optional.of(Moves.end(ActionState.REFUSED, code, message, now));
                }
                yield older("requestedAt", PATIENCE)
                        ? Optional.of(Moves.expired(record, now, "It could not be checked within an hour: " + message))
                        : Optional.empty();
            }
            case SUBMITTING ->
                older("submittedAt", LOOK_UP_PATIENCE)
                        ? Optional.of(Moves.end(ActionState.UNKNOWN, code, message, now))
                        : told(code, message);
            case RUNNING, WAITING_FOR_DEVICE ->
                older("submittedAt", FOLLOWED)
                        ? Optional.of(Moves.end(ActionState.UNKNOWN, code, message, now))
                        : told(code, message);
            case AWAITING_APPROVAL, APPROVED -> told(code, message);
            case SUCCEEDED, FAILED, TIMED_OUT, CANCELLED, REJECTED, EXPIRED, REFUSED, HANDED_OVER, UNKNOWN, CHECKED ->
                Optional.empty();
        };
    }

    /** When to try again. */
    Instant again() {
        Duration wait = problem instanceof ThrottledException throttled ? throttled.retryAfter() : RETRY;
        if (wait.compareTo(RETRY) < 0) {
            return now.plus(RETRY);
        }
        return now.plus(wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait);
    }

    /** Once for each kind of obstacle: its words differ each time, by what Microsoft numbers its answers with. */
    private Optional<ActionMove> told(String code, String message) {
        if (!forPeople() || code.equals(record.fact(FACT))) {
            return Optional.empty();
        }
        Map<String, String> changes = Map.of(FACT, code, "detail", message);
        return Optional.of(new ActionMove(record.state(), "blocked", Moves.RELAY, changes, again(), null));
    }

    private boolean forPeople() {
        return problem instanceof PermissionException
                || problem instanceof SignInException
                || problem instanceof ConfigurationException;
    }

    private boolean older(String fact, Duration age) {
        Instant time = record.time(fact);
        return time != null && !now.isBefore(time.plus(age));
    }
}
