package io.defenderrelay.remediation;

import io.defenderrelay.aws.Vault;
import io.defenderrelay.microsoft.MachineActions;
import io.defenderrelay.model.ActionKind;
import io.defenderrelay.problem.ConflictException;
import io.defenderrelay.problem.NotFoundException;
import io.defenderrelay.store.ActionRecord;
import io.defenderrelay.store.ActionState;
import io.defenderrelay.store.Actions;
import io.defenderrelay.tenant.Tenant;
import java.time.Clock;
import java.time.Duration;

/** Asks Microsoft where a collected investigation package can be had. The link is good for a short time and kept nowhere. */
public final class PackageLink {
    private static final Duration LATER = Duration.ofMinutes(1);

    private final Actions actions;
    private final MachineActions machineActions;
    private final Vault vault;
    private final Clock clock;
    private final Duration timeout;

    /** @param timeout the function's own */
    public PackageLink(Actions actions, MachineActions machineActions, Vault vault, Clock clock, Duration timeout) {
        this.actions = actions;
        this.machineActions = machineActions;
        this.vault = vault;
        this.clock = clock;
        this.timeout = timeout;
    }

    /**
     * The link. Microsoft allows two such calls a minute.
     *
     * @throws ConflictException when the package is not there (yet)
     */
    public String of(Tenant tenant, String id) {
        ActionRecord record = actions.find(tenant.alias(), id)
                .filter(found -> found.kind() == ActionKind.COLLECT_INVESTIGATION_PACKAGE)
                .orElseThrow(() -> new NotFoundException("There is no such action that collects a package"));
        if (record.state() != ActionState.SUCCEEDED) {
            throw new ConflictException(
                    "The package is not there: the action is " + record.state().word(),
                    record.state().ended() ? null : LATER);
        }
        Session session = new Session(
                tenant, vault, clock.instant().plus(timeout.multipliedBy(4).dividedBy(5)));
        return machineActions
                .packageUri(session.reader(), record.required("remoteId"), session.deadline())
                .orElseThrow(() -> new ConflictException("Microsoft does not hand the package out yet", LATER));
    }
}
