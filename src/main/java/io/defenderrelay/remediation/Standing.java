package io.defenderrelay.remediation;

import io.defenderrelay.microsoft.DirectoryUser;
import io.defenderrelay.microsoft.Memberships;
import io.defenderrelay.tenant.RemediationPolicy;
import java.util.ArrayList;
import java.util.List;

/** What an account is in its directory, as far as a tenant's policy asks for it: its names, its groups, its roles. */
final class Standing {
    private static final String PRIVILEGED =
            "The account is in a group to which directory roles can be given: Microsoft guards it like an administrator's";
    private static final String UNSEEN =
            "Roles that the account may activate (Privileged Identity Management) could not be looked at: grant"
                    + " RoleEligibilitySchedule.Read.Directory to the reading application, unless the tenant has no Entra"
                    + " ID P2";

    private final Microsoft microsoft;
    private final Eligibility eligibility;

    Standing(Microsoft microsoft) {
        this.microsoft = microsoft;
        this.eligibility = new Eligibility(microsoft);
    }

    /**
     * An account as it is known.
     *
     * @param notes what an approver should know of it
     */
    record Known(Policy.User user, List<String> notes) {
        Known {
            notes = List.copyOf(notes);
        }
    }

    /** Whether the policy asks who somebody is at all. */
    static boolean matters(Session session) {
        RemediationPolicy.Protected spared = spared(session);
        return !spared.users().isEmpty() || asksMemberships(spared);
    }

    /** Groups and roles are read only where the policy asks for them. */
    Known of(Session session, DirectoryUser user) {
        List<String> names = new ArrayList<>(user.addresses());
        names.add(user.id());
        names.add(user.principalName());
        RemediationPolicy.Protected spared = spared(session);
        if (!asksMemberships(spared)) {
            return new Known(Policy.User.named(names), List.of());
        }
        Memberships memberships =
                session.read(signIn -> microsoft.users().memberships(signIn, user.id(), session.deadline()));
        List<String> roles = new ArrayList<>(memberships.roleNames());
        roles.addAll(memberships.roleTemplateIds());
        List<String> groups = memberships.privilegedGroupIds();
        List<String> notes = new ArrayList<>();
        if (!groups.isEmpty()) {
            notes.add(PRIVILEGED);
        }
        Eligibility.Roles eligible = spared.roles().isEmpty()
                ? new Eligibility.Roles(List.of(), true)
                : eligibility.of(session, user.id(), groups);
        if (!eligible.complete()) {
            notes.add(UNSEEN);
        }
        return new Known(
                new Policy.User(names, memberships.groupIds(), roles, eligible.namesAndIds(), memberships.complete()),
                notes);
    }

    private static boolean asksMemberships(RemediationPolicy.Protected spared) {
        return !spared.groups().isEmpty() || !spared.roles().isEmpty();
    }

    private static RemediationPolicy.Protected spared(Session session) {
        return session.tenant().settings().remediation().untouchable();
    }
}
