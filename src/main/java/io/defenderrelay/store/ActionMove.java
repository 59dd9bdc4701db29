package io.defenderrelay.store;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A transition to be made.
 *
 * @param event what happens, in a word or two, for the audit
 * @param by the principal whose decision it is, or {@code relay}
 * @param changes facts that are new; null takes a fact away
 * @param dueAt when a worker is to look at the action next
 * @param until when the worker that makes this transition has surely ended; null frees the action
 */
public record ActionMove(
        ActionState to,
        String event,
        String by,
        Map<String, ? extends @Nullable String> changes,
        Instant dueAt,
        @Nullable Instant until) {}
