package io.defenderrelay.remediation;

import io.defenderrelay.microsoft.DirectoryUser;
import io.defenderrelay.microsoft.Machine;
import io.defenderrelay.microsoft.Memberships;
import io.defenderrelay.model.ActionKind;
import io.defenderrelay.model.Cloud;
import io.defenderrelay.model.Digest;
import io.defenderrelay.model.UtcTime;
import io.defenderrelay.tenant.RemediationPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds what an action is about, and whether it may and can be touched. */
final class TargetCheck {
    private static final Pattern MACHINE_ID = Pattern.compile("[0-9a-fA-F]{40}");
    private static final Pattern GUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final int MOST_CANDIDATES = 10;
    /** The code of a target that Microsoft does not know. */
    static final String NOT_FOUND = "target-not-found";

    private final Microsoft microsoft;

    TargetCheck(Microsoft microsoft) {
        this.microsoft = microsoft;
    }

    static boolean isMachineId(String target) {
        return MACHINE_ID.matcher(target).matches();
    }

    /** How a check ended. */
    sealed interface Result {
        /**
         * It may be touched.
         *
         * @param note what an approver should know; null for nothing
         */
        record Found(String id, String name, @Nullable String note) implements Result {}

        /**
         * It may not, or cannot, be touched.
         *
         * @param why a sentence that says what to do
         */
        record Refused(String code, String why) implements Result {}
    }

    /**
     * Looks the target up and asks the policy.
     *
     * @param target as the caller named it, or the id found before
     * @throws io.defenderrelay.problem.ConnectorException when Microsoft does not tell
     */
    Result check(Session session, Action action, String target) {
        return switch (action.kind().subject()) {
            case DEVICE -> device(session, action, target);
            case USER -> user(session, action.kind(), target);
            case MAIL -> mails(session, (Action.OnMail) action);
            case INDICATOR -> new Result.Found(action.target(), action.target(), null);
        };
    }

    private Result device(Session session, Action action, String target) {
        List<Machine> machines = machines(session, target);
        if (machines.isEmpty()) {
            return refused(
                    NOT_FOUND,
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
        return new Result.Found(machine.id(), machine.name(), note(machine));
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

    private static Optional<String> unsupported(Action action, Machine machine) {
        boolean windows = machine.osPlatform().toLowerCase(Locale.ROOT).startsWith("windows");
        boolean selective = "Selective".equals(action.details().get("option"));
        boolean possible =
                switch (action.kind()) {
                    case RESTRICT_APP_EXECUTION, UNRESTRICT_APP_EXECUTION, STOP_AND_QUARANTINE_FILE -> windows;
                    case ISOLATE_DEVICE ->
                        !selective
                                || !machine.osPlatform()
                                        .toLowerCase(Locale.ROOT)
                                        .contains("linux");
                    default -> true;
                };
        return possible
                ? Optional.empty()
                : Optional.of("Microsoft does not offer " + action.kind().word() + (selective ? " (selective)" : "")
                        + " on this device's operating system: choose another action");
    }

    private static @Nullable String note(Machine machine) {
        if (machine.healthStatus().equalsIgnoreCase("Active")) {
            return null;
        }
        String seen = machine.lastSeen() == null ? "an unknown time" : UtcTime.text(machine.lastSeen());
        return "The device does not report (last seen at " + seen + "): Microsoft tries for up to three days";
    }

    private static Policy.Device facts(Machine machine) {
        return new Policy.Device(
                machine.id(), machine.entraId() == null ? "" : machine.entraId(), machine.name(), machine.tags());
    }

    private static String candidates(List<Machine> machines) {
        List<String> texts = new ArrayList<>();
        for (Machine machine : machines.subList(0, Math.min(machines.size(), MOST_CANDIDATES))) {
            String seen = machine.lastSeen() == null ? "never" : UtcTime.text(machine.lastSeen());
            texts.add(machine.id() + " (last seen " + seen + ")");
        }
        return String.join(", ", texts);
    }

    private Result user(Session session, ActionKind kind, String target) {
        Optional<DirectoryUser> found =
                session.read(signIn -> microsoft.users().find(signIn, target, session.deadline()));
        if (found.isEmpty()) {
            return refused(NOT_FOUND, "Entra ID knows no such user: give its object id or its user principal name");
        }
        DirectoryUser user = found.get();
        Optional<String> spared = new Policy(session.tenant()).protects(facts(session, user));
        if (spared.isPresent()) {
            return refused("protected", spared.get());
        }
        if (user.guest() && kind == ActionKind.REVOKE_SESSIONS) {
            return refused(
                    "not-supported",
                    "A guest's sessions belong to its home tenant: ask that tenant, or disable the guest here");
        }
        return new Result.Found(user.id(), user.principalName(), note(kind, user));
    }

    /** Groups and roles are read only where the policy asks for them. */
    private Policy.User facts(Session session, DirectoryUser user) {
        RemediationPolicy.Protected spared =
                session.tenant().settings().remediation().untouchable();
        if (spared.groups().isEmpty() && spared.roles().isEmpty()) {
            return new Policy.User(user.id(), user.principalName(), List.of(), List.of(), true);
        }
        Memberships memberships =
                session.read(signIn -> microsoft.users().memberships(signIn, user.id(), session.deadline()));
        List<String> roles = new ArrayList<>(memberships.roleNames());
        roles.addAll(memberships.roleTemplateIds());
        return new Policy.User(user.id(), user.principalName(), memberships.groupIds(), roles, memberships.complete());
    }

    private static @Nullable String note(ActionKind kind, DirectoryUser user) {
        if (!user.synchronised()) {
            return null;
        }
        return switch (kind) {
            case DISABLE_USER, ENABLE_USER ->
                "The account is mastered on premises: the next synchronisation may undo this, change it there too";
            case FORCE_PASSWORD_CHANGE ->
                "The account is mastered on premises: this works with password writeback only";
            default -> null;
        };
    }

    private Result mails(Session session, Action.OnMail action) {
        Cloud cloud = session.tenant().settings().cloud();
        if (cloud != Cloud.GLOBAL) {
            return refused(
                    "not-supported",
                    "Microsoft offers the remediation of mails in its global cloud only: use the portal");
        }
        Policy policy = new Policy(session.tenant());
        for (Action.Mail mail : action.mails()) {
            Optional<String> spared = policy.protects(owner(session, mail.recipient()));
            if (spared.isPresent()) {
                return refused("protected", spared.get());
            }
        }
        String id = Digest.of(action.mails().stream().map(Action.Mail::text).toArray(String[]::new));
        return new Result.Found(id, action.target(), null);
    }

    /** Who owns the mailbox; only the address is known of one that is no user's principal name. */
    private Policy.User owner(Session session, String address) {
        RemediationPolicy.Protected spared =
                session.tenant().settings().remediation().untouchable();
        boolean named = spared.users().isEmpty()
                && spared.groups().isEmpty()
                && spared.roles().isEmpty();
        Optional<DirectoryUser> user = named
                ? Optional.empty()
                : session.read(signIn -> microsoft.users().find(signIn, address, session.deadline()));
        return user.map(found -> facts(session, found))
                .orElseGet(() -> new Policy.User("", address, List.of(), List.of(), true));
    }

    private static Result refused(String code, String why) {
        return new Result.Refused(code, why);
    }
}
