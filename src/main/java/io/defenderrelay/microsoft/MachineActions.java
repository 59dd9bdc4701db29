package io.defenderrelay.microsoft;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The response actions of Defender for Endpoint in any tenant: asks for them, follows them. Source: Microsoft Defender for
 * Endpoint, "Machine action APIs".
 */
public final class MachineActions {
    final Graph graph;

    public MachineActions(Graph graph) {
        this.graph = graph;
    }

    /** Asks for the action, once. What starts an investigation is answered with the investigation's id. */
    public Submission submit(SignIn signIn, MachineCommand command, Instant deadline) {
        return new Submission.Unclear("The relay cannot do this yet");
    }

    /** Asks to stop an action that has not ended, once. */
    public Submission cancel(SignIn signIn, String actionId, String comment, Instant deadline) {
        return new Submission.Unclear("The relay cannot do this yet");
    }

    /** The action as it is now; empty when Microsoft knows none, as in the seconds after it was asked for. */
    public Optional<MachineAction> get(SignIn signIn, String actionId, Instant deadline) {
        return Optional.empty();
    }

    /**
     * Hands over the actions that match, page by page, each once unless it moved between pages while new ones came.
     *
     * @return whether that were all of them
     */
    public boolean createdSince(
            SignIn signIn, MachineActionQuery query, Instant deadline, Consumer<MachineAction> sink) {
        return false;
    }

    /** Where the collected package can be had for a short time; empty while it is not finished. At most two calls a minute. */
    public Optional<String> packageUri(SignIn signIn, String actionId, Instant deadline) {
        return Optional.empty();
    }
}
