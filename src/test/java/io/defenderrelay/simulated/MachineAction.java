package io.defenderrelay.simulated;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An action on a device: what was asked for, by whom, and how it goes. Its status follows from the time alone. */
record MachineAction(
        String id,
        Machine machine,
        ActionKind.Order order,
        Origin origin,
        Course course,
        @Nullable Ending cancelled) {

    private static final Duration HORIZON = Duration.ofDays(3);
    private static final int NOT_FOUND_ON_DEVICE = -2147024894;

    /** Who asked for it, through what, and when. */
    record Origin(String requestor, String source, Instant at) {}

    /** How long it is Pending and then InProgress. */
    record Pace(Duration pending, Duration inProgress) {}

    /** From when on it can be read, how fast it goes, and why it will fail. */
    record Course(Instant visibleAt, Pace pace, @Nullable String failure) {}

    /** Who ended it before its time. */
    record Ending(String by, String comment, Instant at) {}

    /** A status and since when. */
    record State(String status, Instant since) {
        boolean open() {
            return status.equals("Pending") || status.equals("InProgress");
        }
    }

    MachineAction cancelled(Ending ending) {
        return new MachineAction(id, machine, order, origin, course, ending);
    }

    boolean isOf(String type, String machineId) {
        return order.type().equals(type) && machine.text("id").equals(machineId);
    }

    State state(Instant now) {
        if (cancelled != null) {
            return new State("Cancelled", cancelled.at());
        }
        Instant horizon = origin.at().plus(HORIZON);
        Instant begin = machine.begins(origin.at(), course.pace().pending());
        if (begin == null || begin.isAfter(horizon)) {
            return now.isBefore(horizon) ? new State("Pending", origin.at()) : new State("TimeOut", horizon);
        }
        if (now.isBefore(begin)) {
            return new State("Pending", origin.at());
        }
        Instant end = begin.plus(course.pace().inProgress());
        if (now.isBefore(end)) {
            return new State("InProgress", begin);
        }
        return new State(course.failure() == null ? "Succeeded" : "Failed", end);
    }

    ObjectNode json(Instant now) {
        State state = state(now);
        boolean failed = state.status().equals("Failed");
        ObjectNode json = Recorded.json("endpoint/machine-action-pending.json");
        json.remove("@odata.context");
        json.put("id", id)
                .put("type", order.type())
                .put("scope", order.scope())
                .put("requestor", origin.requestor())
                .put("requestSource", origin.source())
                .put("requestorComment", order.comment())
                .put("status", state.status())
                .put("machineId", machine.text("id"))
                .put("computerDnsName", machine.text("computerDnsName"))
                .put("creationDateTimeUtc", Ticks.text(origin.at(), 7))
                .put("lastUpdateDateTimeUtc", Ticks.text(state.since(), 7))
                .put("errorHResult", failed ? NOT_FOUND_ON_DEVICE : 0)
                .put("troubleshootInfo", failed ? course.failure() : null);
        if (cancelled != null) {
            json.put("cancellationRequestor", cancelled.by())
                    .put("cancellationComment", cancelled.comment())
                    .put("cancellationDateTimeUtc", Ticks.text(cancelled.at(), 7));
        }
        if (order.sha1() != null) {
            json.putObject("relatedFileInfo")
                    .put("fileIdentifier", order.sha1())
                    .put("fileIdentifierType", "Sha1");
        }
        return json;
    }
}
