package io.defenderrelay.remediation;

import io.defenderrelay.microsoft.Machine;
import io.defenderrelay.model.ActionKind;
import io.defenderrelay.model.UtcTime;
import io.defenderrelay.remediation.TargetCheck.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the device that an action is about, and whether it may and can be touched. */
final class DeviceCheck {
    private static final Pattern MACHINE_ID = Pattern.compile("[0-9a-fA-F]{40}");
    private static final Pattern GUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final int MOST_CANDIDATES = 10;

    private final Microsoft microsoft;
    private final Isolation isolation;

    DeviceCheck(Microsoft microsoft) {
        this.microsoft = microsoft;
        this.isolation = new Isolation(microsoft);
    }

    /**
     * Looks the device up and asks the policy.
     *
     * @param target its name or one of its ids
     */
    Result check(Session session, Action action, String target) {
        List<Machine> machines = machines(session, target);
        if (machines.isEmpty()) {
            return refused(
                    TargetCheck.NOT_FOUND,
                    "Defender for Endpoint knows no such device: give its Defender id, its Entra id or its full DNS name");
        }
        if (machines.size() > 1) {
            return refused(
                    "target-ambiguous",
                    "Several devices have this name; request it again with the id of one: " + candidates(machines));
        }
        Machine machine = machines.get(0);
        Optional<String> spared = new Policy(session.tenant()).protects(action.kind(), facts(machine));
        if (spared.isPresent()) {
            return refused("protected", spared.get());
        }
        if (!machine.onboarded()) {
            return refused("not-onboarded", "The device is not onboarded to Defender for Endpoint: onboard it first");
        }
        Optional<String> unsupported = unsupported(action, machine);
        if (unsupported.isPresent()) {
            return refused("not-supported", unsupported.get());
        }
        return new Result.Found(machine.id(), machine.name(), note(session, action.kind(), machine));
    }

    private List<Machine> machines(Session session, String target) {
        return session.read(signIn -> {
            if (isMachineId(target)) {
                return microsoft.machines().byId(signIn, target.toLowerCase(Locale.ROOT), session.deadline()).stream()
                        .toList();
            }
            return GUID.matcher(target).matches()
                    ? microsoft.machines().byEntraId(signIn, target.toLowerCase(Locale.ROOT), session.deadline())
                    : microsoft.machines().byName(signIn, target.toLowerCase(Locale.ROOT), session.deadline());
        });
    }

    static boolean isMachineId(String target) {
        return MACHINE_ID.matcher(target).matches();
    }

    private static Optional<String> unsupported(Action action, Machine machine) {
        String system = machine.osPlatform().toLowerCase(Locale.ROOT);
        boolean windows = system.isEmpty() || system.startsWith("windows");
        boolean selective = "Selective".equals(action.details().get("option"));
        boolean possible =
                switch (action.kind()) {
                    case RESTRICT_APP_EXECUTION,
                            UNRESTRICT_APP_EXECUTION,
                            STOP_AND_QUARANTINE_FILE,
                            START_INVESTIGATION -> windows;
                    case ISOLATE_DEVICE -> !selective || !system.contains("linux");
                    default -> true;
                };
        return possible
                ? Optional.empty()
                : Optional.of("Microsoft does not offer " + action.kind().word() + (selective ? " (selective)" : "")
                        + " on this device's operating system: choose another action");
    }

    private @Nullable String note(Session session, ActionKind kind, Machine machine) {
        List<String> notes = new ArrayList<>();
        if (!machine.healthStatus().equalsIgnoreCase("Active")) {
            String seen = machine.lastSeen() == null ? "an unknown time" : UtcTime.text(machine.lastSeen());
            notes.add("The device does not report (last seen at " + seen + "): Microsoft tries for up to three days");
        }
        isolation.note(session, kind, machine.id()).ifPresent(notes::add);
        return notes.isEmpty() ? null : String.join(". ", notes);
    }

    private static Policy.Device facts(Machine machine) {
        return new Policy.Device(
                machine.id(),
                machine.entraId() == null ? "" : machine.entraId(),
                machine.name(),
                machine.group(),
                machine.tags());
    }

    private static String candidates(List<Machine> machines) {
        List<String> texts = new ArrayList<>();
        for (Machine machine : machines.subList(0, Math.min(machines.size(), MOST_CANDIDATES))) {
            String seen = machine.lastSeen() == null ? "never" : UtcTime.text(machine.lastSeen());
            texts.add(machine.id() + " (last seen " + seen + ")");
        }
        return String.join(", ", texts);
    }

    private static Result refused(String code, String why) {
        return new Result.Refused(code, why);
    }
}
