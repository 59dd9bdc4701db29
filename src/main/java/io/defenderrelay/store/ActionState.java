package io.defenderrelay.store;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How far an action has come. */
public enum ActionState {
    /** Its target and the policy are still to be looked at. */
    REQUESTED,
    AWAITING_APPROVAL,
    APPROVED,
    /** It is being sent, or was and nobody knows yet whether it arrived. */
    SUBMITTING,
    RUNNING,
    /** Microsoft keeps it for a device that does not answer, up to three days. */
    WAITING_FOR_DEVICE,
    SUCCEEDED,
    FAILED,
    TIMED_OUT,
    CANCELLED,
    REJECTED,
    EXPIRED,
    /** The policy, or a check before sending, forbids it. */
    REFUSED,
    /** Microsoft took it and has no way to follow it. */
    HANDED_OVER,
    /** Nobody can tell what became of it: a person must look. */
    UNKNOWN,
    /** A dry run that passed every check; nothing was sent. */
    CHECKED;

    /** As the API, the table and events write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether it changes no more. */
    public boolean ended() {
        return switch (this) {
            case REQUESTED, AWAITING_APPROVAL, APPROVED, SUBMITTING, RUNNING, WAITING_FOR_DEVICE -> false;
            case SUCCEEDED, FAILED, TIMED_OUT, CANCELLED, REJECTED, EXPIRED, REFUSED, HANDED_OVER, UNKNOWN, CHECKED ->
                true;
        };
    }

    public static Optional<ActionState> parse(String word) {
        return Arrays.stream(values())
                .filter(state -> state.word().equals(word))
                .findFirst();
    }
}
