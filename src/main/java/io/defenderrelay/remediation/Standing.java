package io.defenderrelay.remediation;

import io.defenderrelay.microsoft.DirectoryUser;
import io.defenderrelay.microsoft.Memberships;
import io.defenderrelay.tenant.RemediationPolicy;
import java.util.ArrayList;
import java.util.List;

/** What an account is in its directory, as far as a tenant's policy asks for it: its names, its groups, its roles. */
final class Standing {
    private final Microsoft microsoft;

    Standing(Microsoft microsoft) {
        this.microsoft = microsoft;
    }

    /** Whether the policy asks who somebody is at all. */
    static boolean matters(Session session) {
        RemediationPolicy.Protected spared = spared(session);
        return !spared.users().isEmpty() || asksMemberships(spared);
    }

    /** Groups and roles are read only where the policy asks for them. */
    Policy.User of(Session session, DirectoryUser user) {
        List<String> names = new ArrayList<>(user.addresses());
        names.add(user.id());
        names.add(user.principalName());
        if (!asksMemberships(spared(session))) {
            return new Policy.User(names, List.of(), List.of(), true);
        }
        Memberships memberships =
                session.read(signIn -> microsoft.users().memberships(signIn, user.id(), session.deadline()));
        List<String> roles = new ArrayList<>(memberships.roleNames());
        roles.addAll(memberships.roleTemplateIds());
        return new Policy.User(names, memberships.groupIds(), roles, memberships.complete());
    }

    private static boolean asksMemberships(RemediationPolicy.Protected spared) {
        return !spared.groups().isEmpty() || !spared.roles().isEmpty();
    }

    private static RemediationPolicy.Protected spared(Session session) {
        return session.tenant().settings().remediation().untouchable();
    }
}
