package io.defenderrelay.remediation;

import io.defenderrelay.microsoft.DirectoryUser;
import io.defenderrelay.microsoft.RiskState;
import io.defenderrelay.model.ActionKind;
import io.defenderrelay.problem.PermissionException;
import io.defenderrelay.remediation.TargetCheck.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the user that an action is about, and whether it may and can be touched. */
final class UserCheck {
    /** Words of Microsoft's for a risk that is no longer one. */
    private static final Set<String> OVER = Set.of("none", "confirmedSafe", "remediated", "dismissed");

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
                    TargetCheck.NOT_FOUND,
                    "Entra ID knows no such user: give its object id or its user principal name");
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
        if (kind == ActionKind.DISMISS_USER_RISK) {
            Optional<RiskState> risk = risk(session, user);
            if (risk.isEmpty()) {
                return new Result.Refused(
                        "nothing-to-dismiss",
                        "Identity Protection never saw a risk of this user: there is nothing to dismiss");
            }
            risk.filter(state -> OVER.contains(state.state()))
                    .ifPresent(state ->
                            notes.add("Identity Protection sees no risk of the user now (" + state.state() + ")"));
        }
        return new Result.Found(user.id(), user.principalName(), notes.isEmpty() ? null : String.join(". ", notes));
    }

    /** Empty when the user never was at risk; where nobody may tell, the submission will. */
    private Optional<RiskState> risk(Session session, DirectoryUser user) {
        try {
            return session.read(signIn -> microsoft.users().risk(signIn, user.id(), session.deadline()));
        } catch (PermissionException untold) {
            return Optional.of(new RiskState("unknown", false));
        }
    }

    private static List<String> notes(ActionKind kind, DirectoryUser user) {
        List<String> notes = new ArrayList<>();
        if (kind == ActionKind.DISABLE_USER && !user.enabled()) {
            notes.add("The account is disabled already: nothing is to be done unless somebody enables it meanwhile");
        }
        if (kind == ActionKind.ENABLE_USER && user.enabled()) {
            notes.add("The account is enabled already: nothing is to be done unless somebody disables it meanwhile");
        }
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
