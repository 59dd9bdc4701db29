package io.defenderrelay.remediation;

import io.defenderrelay.model.ActionKind;
import io.defenderrelay.tenant.RemediationPolicy;
import io.defenderrelay.tenant.Tenant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What a tenant's settings say about one action; asked when it is requested, approved, and about to be sent. */
final class Policy {
    private final Tenant tenant;
    private final RemediationPolicy rules;

    Policy(Tenant tenant) {
        this.tenant = tenant;
        this.rules = tenant.settings().remediation();
    }

    /** Why no action of this kind is possible now, with what to do about it. */
    Optional<String> forbids(ActionKind kind) {
        if (!tenant.active()) {
            return Optional.of("The tenant is not active: test its connection first");
        }
        if (!rules.enabled()) {
            return Optional.of("Remediation is off for this tenant: set remediation.enabled to true in its settings");
        }
        if (rules.killSwitch()) {
            return Optional.of("The kill switch of this tenant is on: nothing is sent until remediation.killSwitch is"
                    + " false in its settings");
        }
        if (!rules.kinds().contains(kind)) {
            return Optional.of("The policy does not allow " + kind.word() + ": add it to remediation.kinds");
        }
        return Optional.empty();
    }

    /** Why this device is not touched. */
    Optional<String> protects(ActionKind kind, Device device) {
        if (kind.lifts()) {
            return Optional.empty();
        }
        RemediationPolicy.Protected spared = rules.untouchable();
        if (anyMatches(spared.devices(), List.of(device.id(), device.entraId(), device.name(), device.shortName()))) {
            return Optional.of("The device is protected: remediation.protected.devices names it");
        }
        if (anyMatches(spared.deviceTags(), device.tags())) {
            return Optional.of("The device is protected: remediation.protected.deviceTags names one of its tags");
        }
        if (anyMatches(spared.deviceGroups(), List.of(device.group()))) {
            return Optional.of("The device is protected: remediation.protected.deviceGroups names its device group");
        }
        return Optional.empty();
    }

    /** Why this user is not touched. */
    Optional<String> protects(User user) {
        RemediationPolicy.Protected spared = rules.untouchable();
        if (anyMatches(spared.users(), user.names())) {
            return Optional.of("The user is protected: remediation.protected.users names it");
        }
        boolean asksRoles = !spared.groups().isEmpty() || !spared.roles().isEmpty();
        if (asksRoles && !user.complete()) {
            return Optional.of("Whether the user is protected cannot be told: Microsoft did not show all of its groups"
                    + " and roles; grant Directory.Read.All to the reading application");
        }
        if (anyMatches(spared.groups(), user.groups())) {
            return Optional.of("The user is protected: it is in a group that remediation.protected.groups names");
        }
        if (anyMatches(spared.roles(), user.roles())) {
            return Optional.of("The user is protected: it holds a role that remediation.protected.roles names");
        }
        if (anyMatches(spared.roles(), user.eligible())) {
            return Optional.of("The user is protected: it may activate a role that remediation.protected.roles names");
        }
        return Optional.empty();
    }

    /** What the rules compare of a device; texts that are not known are empty. */
    record Device(String id, String entraId, String name, String group, Collection<String> tags) {
        String shortName() {
            int dot = name.indexOf('.');
            return dot < 0 ? name : name.substring(0, dot);
        }
    }

    /**
     * What the rules compare of a user.
     *
     * @param names its id, its principal name and its addresses
     * @param roles names and template ids
     * @param eligible names and template ids of roles that it may activate
     * @param complete whether groups and roles are all there are
     */
    record User(
            Collection<String> names,
            Collection<String> groups,
            Collection<String> roles,
            Collection<String> eligible,
            boolean complete) {
        /** Somebody of whom only names are known. */
        static User named(Collection<String> names) {
            return new User(names, List.of(), List.of(), List.of(), true);
        }
    }

    private static boolean anyMatches(Set<String> patterns, Collection<String> values) {
        return patterns.stream().anyMatch(pattern -> values.stream().anyMatch(value -> matches(pattern, value)));
    }

    private static boolean matches(String pattern, String value) {
        String[] parts = pattern.toLowerCase(Locale.ROOT).split("\\*", -1);
        StringBuilder regex = new StringBuilder(Pattern.quote(parts[0]));
        for (int at = 1; at < parts.length; at++) {
            regex.append(".*").append(Pattern.quote(parts[at]));
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL)
                .matcher(value.toLowerCase(Locale.ROOT))
                .matches();
    }
}
