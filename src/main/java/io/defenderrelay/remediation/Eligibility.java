package io.defenderrelay.remediation;

import io.defenderrelay.problem.NotFoundException;
import io.defenderrelay.problem.PermissionException;
import io.defenderrelay.problem.UpstreamException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Which directory roles an account holds only when it activates them, by Privileged Identity Management. */
final class Eligibility {
    private static final int MOST_GROUPS = 10;
    private static final int MOST_ROLES = 20;

    private final Microsoft microsoft;

    Eligibility(Microsoft microsoft) {
        this.microsoft = microsoft;
    }

    /**
     * Roles that an account may activate.
     *
     * @param complete whether those are all, each with its name
     */
    record Roles(List<String> namesAndIds, boolean complete) {
        Roles {
            namesAndIds = List.copyOf(namesAndIds);
        }
    }

    /**
     * Those of the account with this id. Whether Microsoft lists what it may activate as a member of a group is not documented, so
     * that the groups are asked for too.
     */
    Roles of(Session session, String id, List<String> groups) {
        Set<String> ids = new TreeSet<>();
        List<String> principals = new ArrayList<>(List.of(id));
        principals.addAll(groups.subList(0, Math.min(groups.size(), MOST_GROUPS)));
        boolean complete = groups.size() <= MOST_GROUPS;
        try {
            for (String principal : principals) {
                ids.addAll(session.read(
                        signIn -> microsoft.users().eligibleRoleIds(signIn, principal, session.deadline())));
            }
        } catch (PermissionException | NotFoundException hidden) {
            complete = false;
        } catch (UpstreamException unclear) {
            complete = refused(unclear);
        }
        ids.remove("");
        List<String> all = new ArrayList<>(ids);
        for (String role : ids.stream().limit(MOST_ROLES).toList()) {
            name(session, role).ifPresent(all::add);
        }
        return new Roles(all, complete && all.size() == 2 * ids.size());
    }

    private Optional<String> name(Session session, String role) {
        try {
            return session.read(signIn -> microsoft.users().roleName(signIn, role, session.deadline()));
        } catch (PermissionException hidden) {
            return Optional.empty();
        } catch (UpstreamException unclear) {
            refused(unclear);
            return Optional.empty();
        }
    }

    /** A tenant without the licence has nothing of the kind; what fails for a moment is asked again later. */
    private static boolean refused(UpstreamException unclear) {
        if (unclear.reason() != UpstreamException.Reason.REFUSED) {
            throw unclear;
        }
        return false;
    }
}
