package io.defenderrelay.microsoft;

import java.time.Instant;

/** Removal of delivered mail through Defender for Office 365. Source: Microsoft Graph, "analyzedEmail: remediate". */
public final class MailRemediation {
    final Graph graph;

    public MailRemediation(Graph graph) {
        this.graph = graph;
    }

    /** Asks for it, once. Microsoft has no address to follow it by: its id, if any, is that of its action centre. */
    public Submission submit(SignIn signIn, MailCommand command, Instant deadline) {
        return new Submission.Unclear("The relay cannot do this yet");
    }
}
