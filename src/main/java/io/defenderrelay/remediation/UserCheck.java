package io.defenderrelay.remediation;

import io.defenderrelay.microsoft.DirectoryUser;
import io.defenderrelay.model.ActionKind;
import io.defenderrelay.remediation.TargetCheck.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the user that an action is about, and whether it may and can be touched. */
final class UserCheck {
    private final Microsoft microsoft;
    private final Standing standing;

    UserCheck(Microsoft microsoft, Standing standing) {
        this.microsoft = microsoft;
        this.standing = standing;
    }

    /**
     * Looks the user up and asks the policy.
     *
     * @param target an object id or a principal name
     */
    Result check(Session session, ActionKind kind, String target) {
        Optional<DirectoryUser> found =
                session.read(signIn -> microsoft.users().find(signIn, target, session.deadline()));
        if (found.isEmpty()) {
            return new Result.Refused(
                    "target-not-found", "Entra ID knows no such user: give its object id or its user principal name");
        }
        DirectoryUser user = found.get();
        Standing.Known known = standing.of(session, user);
        Optional<String> spared = new Policy(session.tenant()).protects(known.user());
        if (spared.isPresent()) {
            return new Result.Refused("protected", spared.get());
        }
        if (user.guest() && kind == ActionKind.REVOKE_SESSIONS) {
            return new Result.Refused(
                    "not-supported",
                    "A guest's sessions belong to its home tenant: ask that tenant, or disable the guest here");
        }
        List<String> notes = new ArrayList<>(notes(kind, user));
        notes.addAll(known.notes());
        return new Result.Found(user.id(), user.principalName(), notes.isEmpty() ? null : String.join(". ", notes));
    }

    private static List<String> notes(ActionKind kind, DirectoryUser user) {
        List<String> notes = new ArrayList<>();
        if (user.synchronised()) {
            mastered(kind).ifPresent(notes::add);
        }
        return notes;
    }

    private static Optional<String> mastered(ActionKind kind) {
        return switch (kind) {
            case DISABLE_USER, ENABLE_USER ->
                Optional.of(
                        "The account is mastered on premises: the next synchronisation may undo this, change it there too");
            case FORCE_PASSWORD_CHANGE ->
                Optional.of("The account is mastered on premises: this works with password writeback only");
            default -> Optional.empty();
        };
    }
}
