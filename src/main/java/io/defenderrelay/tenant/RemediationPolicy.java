package io.defenderrelay.tenant;

import io.defenderrelay.model.ActionKind;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * What a team allows to be done in one tenant. Everything is off until it is switched on.
 *
 * @param killSwitch nothing is sent while it is on, whatever was approved
 * @param kinds that may be asked for
 * @param approval the kinds of which another principal must approve each action
 * @param approvers principals that may approve; empty for everybody whom AWS lets call the route
 * @param perHour actions sent in one hour of the clock, at most
 * @param perDay actions sent in one day (UTC), at most
 * @param approvalTime how long an action waits for its approval
 */
public record RemediationPolicy(
        boolean enabled,
        boolean killSwitch,
        Set<ActionKind> kinds,
        Set<ActionKind> approval,
        Set<String> approvers,
        Protected untouchable,
        int perHour,
        int perDay,
        Duration approvalTime) {
    static final int PER_HOUR = 20;
    static final int PER_DAY = 100;
    static final Duration APPROVAL_TIME = Duration.ofHours(1);

    public RemediationPolicy {
        kinds = Set.copyOf(kinds);
        approval = Set.copyOf(approval);
        approvers = Set.copyOf(approvers);
    }

    /**
     * Whom and what no action touches. Names are compared without case; {@code *} in one stands for any characters.
     *
     * @param devices ids, Entra ids or names
     * @param deviceTags tags of devices
     * @param deviceGroups names of device groups of Defender for Endpoint
     * @param users ids, principal names or addresses
     * @param groups ids of groups whose members are protected
     * @param roles names or template ids of directory roles; who holds one, or may activate it, is protected
     */
    public record Protected(
            Set<String> devices,
            Set<String> deviceTags,
            Set<String> deviceGroups,
            Set<String> users,
            Set<String> groups,
            Set<String> roles) {
        /** The roles protected unless a team names others. */
        static final Set<String> ROLES = Set.of(
                "Global Administrator",
                "Privileged Role Administrator",
                "Privileged Authentication Administrator",
                "Security Administrator");

        public Protected {
            devices = Set.copyOf(devices);
            deviceTags = Set.copyOf(deviceTags);
            deviceGroups = Set.copyOf(deviceGroups);
            users = Set.copyOf(users);
            groups = Set.copyOf(groups);
            roles = Set.copyOf(roles);
        }
    }

    /** Nothing is allowed. */
    static RemediationPolicy off() {
        return new RemediationPolicy(
                false,
                false,
                Set.of(),
                allButScan(),
                Set.of(),
                new Protected(Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), Protected.ROLES),
                PER_HOUR,
                PER_DAY,
                APPROVAL_TIME);
    }

    static Set<ActionKind> allButScan() {
        Set<ActionKind> kinds = new HashSet<>(Arrays.asList(ActionKind.values()));
        kinds.remove(ActionKind.SCAN_DEVICE);
        return kinds;
    }

    public boolean needsApproval(ActionKind kind) {
        return approval.contains(kind);
    }

    /** Whether this principal may approve at all. */
    public boolean mayApprove(String principal) {
        return approvers.isEmpty() || approvers.contains(principal);
    }
}
