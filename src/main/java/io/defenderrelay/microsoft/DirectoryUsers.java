package io.defenderrelay.microsoft;

import io.defenderrelay.model.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The accounts of any tenant's Entra ID: reads them, and does to them what stops an attacker. Source: Microsoft Graph, "user". */
public final class DirectoryUsers {
    final Graph graph;

    public DirectoryUsers(Graph graph) {
        this.graph = graph;
    }

    /** The account with this object id or principal name. */
    public Optional<DirectoryUser> find(SignIn signIn, String idOrPrincipalName, Instant deadline) {
        return Optional.empty();
    }

    /**
     * The roles and groups of the account with this object id.
     *
     * @throws io.defenderrelay.problem.NotFoundException when there is none
     */
    public Memberships memberships(SignIn signIn, String id, Instant deadline) {
        return new Memberships(List.of(), List.of(), List.of(), false, false);
    }

    /** What Identity Protection thinks of the account; empty when it never thought anything of it. */
    public Optional<RiskState> risk(SignIn signIn, String id, Instant deadline) {
        return Optional.empty();
    }

    /** Lets the account sign in, or not; safe to repeat. Sessions go on until they are revoked. */
    public Submission setEnabled(SignIn signIn, String id, boolean enabled, Instant deadline) {
        return new Submission.Unclear("The relay cannot do this yet");
    }

    /** Voids the account's sessions; safe to repeat. */
    public Submission revokeSessions(SignIn signIn, String id, Instant deadline) {
        return new Submission.Unclear("The relay cannot do this yet");
    }

    /** Sets this password, to be changed when the account next signs in. */
    public Submission forcePasswordChange(SignIn signIn, String id, Secret password, Instant deadline) {
        return new Submission.Unclear("The relay cannot do this yet");
    }

    /** Tells Identity Protection that the account is compromised, which raises its risk to high. */
    public Submission confirmCompromised(SignIn signIn, String id, Instant deadline) {
        return new Submission.Unclear("The relay cannot do this yet");
    }

    /** Tells Identity Protection to forget the account's risk. */
    public Submission dismissRisk(SignIn signIn, String id, Instant deadline) {
        return new Submission.Unclear("The relay cannot do this yet");
    }
}
