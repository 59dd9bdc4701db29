package io.defenderrelay.remediation;

import io.defenderrelay.microsoft.DirectoryUsers;
import io.defenderrelay.microsoft.Grants;
import io.defenderrelay.microsoft.Graph;
import io.defenderrelay.microsoft.Indicators;
import io.defenderrelay.microsoft.MachineActions;
import io.defenderrelay.microsoft.Machines;
import io.defenderrelay.microsoft.MailRemediation;

/** The parts of Microsoft that actions are about. */
public record Microsoft(
        Machines machines,
        MachineActions machineActions,
        DirectoryUsers users,
        MailRemediation mails,
        Indicators indicators,
        Grants grants) {

    public static Microsoft of(Graph graph) {
        return new Microsoft(
                new Machines(graph),
                new MachineActions(graph),
                new DirectoryUsers(graph),
                new MailRemediation(graph),
                new Indicators(graph),
                new Grants(graph));
    }
}
