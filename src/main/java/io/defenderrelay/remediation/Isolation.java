package io.defenderrelay.remediation;

import io.defenderrelay.microsoft.MachineAction;
import io.defenderrelay.microsoft.MachineActionQuery;
import io.defenderrelay.model.ActionKind;
import io.defenderrelay.model.UtcTime;
import io.defenderrelay.problem.ConnectorException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Whether a device is isolated, as far as its actions tell: Microsoft shows it nowhere else, and nobody tells when it ends on the
 * device itself. So it is a note for people, and decides nothing.
 */
final class Isolation {
    private static final Duration KEPT = Duration.ofDays(180);
    /** What must be left of a step for what the note is about. */
    private static final Duration LEFT = Duration.ofSeconds(30);

    private static final Comparator<MachineAction> BY_TIME =
            Comparator.comparing(MachineAction::createdAt, Comparator.nullsFirst(Comparator.<Instant>naturalOrder()));

    private final Microsoft microsoft;

    Isolation(Microsoft microsoft) {
        this.microsoft = microsoft;
    }

    /** What an approver should know; nothing when it does not matter or cannot be told in a few seconds. */
    Optional<String> note(Session session, ActionKind kind, String machineId) {
        if (kind != ActionKind.ISOLATE_DEVICE && kind != ActionKind.RELEASE_DEVICE) {
            return Optional.empty();
        }
        List<MachineAction> ended = new ArrayList<>();
        try {
            Session brief = new Session(
                    session.tenant(), session.vault(), session.deadline().minus(LEFT));
            if (!list(brief, machineId, "Isolate", ended) || !list(brief, machineId, "Unisolate", ended)) {
                return Optional.empty();
            }
        } catch (ConnectorException untold) {
            // Sending matters more than a note.
            return Optional.empty();
        }
        Optional<MachineAction> isolated =
                ended.stream().max(BY_TIME).filter(last -> last.type().equals("Isolate"));
        if (kind == ActionKind.ISOLATE_DEVICE) {
            return isolated.map(Isolation::already);
        }
        return isolated.isPresent()
                ? Optional.empty()
                : Optional.of(
                        "By its actions at Microsoft the device is not isolated: there may be nothing to release");
    }

    private static String already(MachineAction last) {
        String since = last.createdAt() == null ? "" : " since " + UtcTime.text(last.createdAt());
        String scope = last.scope() == null ? "" : " (" + last.scope() + ")";
        return "By its actions at Microsoft the device is isolated already" + scope + since
                + ": nothing is to be done unless that ended on the device itself";
    }

    private boolean list(Session session, String machineId, String type, List<MachineAction> ended) {
        MachineActionQuery query = new MachineActionQuery(session.deadline().minus(KEPT), machineId, type);
        return session.read(
                signIn -> microsoft.machineActions().createdSince(signIn, query, session.deadline(), action -> {
                    if (action.status() == MachineAction.Status.SUCCEEDED) {
                        ended.add(action);
                    }
                }));
    }
}
