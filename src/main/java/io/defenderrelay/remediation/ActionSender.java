package io.defenderrelay.remediation;

import io.defenderrelay.microsoft.Indicator;
import io.defenderrelay.microsoft.MachineCommand;
import io.defenderrelay.microsoft.MailCommand;
import io.defenderrelay.microsoft.Refusal;
import io.defenderrelay.microsoft.SignIn;
import io.defenderrelay.microsoft.Submission;
import io.defenderrelay.model.ActionKind;
import io.defenderrelay.model.Secret;
import io.defenderrelay.model.UtcTime;
import io.defenderrelay.problem.ConfigurationException;
import io.defenderrelay.problem.PermissionException;
import io.defenderrelay.problem.SignInException;
import io.defenderrelay.problem.ThrottledException;
import io.defenderrelay.problem.UpstreamException;
import io.defenderrelay.store.ActionRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Sends one action to Microsoft, once. Nothing else in the relay does. */
final class ActionSender {
    static final String MARK = "[relay:";

    private static final int PASSWORD = 24;
    private static final String LETTERS = "abcdefghijkmnpqrstuvwxyz";
    private static final String DIGITS = "23456789";
    private static final String SIGNS = "!#%*+-=?_";

    private final Microsoft microsoft;
    private final RandomGenerator random;

    ActionSender(Microsoft microsoft, RandomGenerator random) {
        this.microsoft = microsoft;
        this.random = random;
    }

    /** The text by which an action is found again among Microsoft's; no reason or ticket can hold it. */
    static String marker(String id) {
        return MARK + id + "]";
    }

    /** The comment that Microsoft keeps with the action; the mark stands first, where nothing that shortens it takes it away. */
    static String comment(ActionRecord record) {
        String ticket = record.fact("ticket");
        return marker(record.id()) + " " + record.required("reason") + (ticket == null ? "" : " (" + ticket + ")");
    }

    /** What would be sent, for a dry run; no identity but the target's. */
    static String described(ActionRecord record, String targetId) {
        String how =
                switch (record.kind().subject()) {
                    case DEVICE -> record.fact("option");
                    case USER -> null;
                    case MAIL -> record.fact("disposal");
                    case INDICATOR -> record.fact("effect");
                };
        String what = record.kind().subject() == ActionKind.Subject.MAIL ? record.required("target") : targetId;
        return "Every check passed; not sent because it is a dry run: "
                + record.kind().word() + (how == null ? "" : " (" + how + ")") + " on " + what;
    }

    /** Sends the action of a record whose sending was just written down. */
    Submission send(Session session, ActionRecord record) {
        Action action = Action.of(record);
        return switch (action.kind().subject()) {
            case DEVICE -> microsoft.machineActions().submit(session.responder(), command(record), session.deadline());
            case USER -> user(session, record);
            case MAIL -> microsoft.mails().submit(session.responder(), mails(record), session.deadline());
            case INDICATOR -> indicator(session, record, (Action.OnIndicator) action);
        };
    }

    /** Microsoft's word for the machine action that comes of this kind; empty if none does. */
    static Optional<String> actionType(ActionKind kind) {
        return kind.subject() == ActionKind.Subject.DEVICE ? verb(kind).actionType() : Optional.empty();
    }

    /** What is asked of a machine for this kind. */
    private static MachineCommand.Verb verb(ActionKind kind) {
        return switch (kind) {
            case ISOLATE_DEVICE -> MachineCommand.Verb.ISOLATE;
            case RELEASE_DEVICE -> MachineCommand.Verb.UNISOLATE;
            case SCAN_DEVICE -> MachineCommand.Verb.SCAN;
            case RESTRICT_APP_EXECUTION -> MachineCommand.Verb.RESTRICT;
            case UNRESTRICT_APP_EXECUTION -> MachineCommand.Verb.UNRESTRICT;
            case STOP_AND_QUARANTINE_FILE -> MachineCommand.Verb.STOP_FILE;
            case COLLECT_INVESTIGATION_PACKAGE -> MachineCommand.Verb.COLLECT_PACKAGE;
            case START_INVESTIGATION -> MachineCommand.Verb.START_INVESTIGATION;
            case DISABLE_USER,
                    ENABLE_USER,
                    REVOKE_SESSIONS,
                    FORCE_PASSWORD_CHANGE,
                    CONFIRM_USER_COMPROMISED,
                    DISMISS_USER_RISK,
                    REMEDIATE_MAIL,
                    ADD_INDICATOR,
                    REMOVE_INDICATOR -> throw new IllegalArgumentException(kind.word() + " is not about a device");
        };
    }

    private static MachineCommand command(ActionRecord record) {
        MachineCommand.Verb verb = verb(record.kind());
        String option = record.fact("option");
        String name =
                switch (verb) {
                    case ISOLATE -> "IsolationType";
                    case SCAN -> "ScanType";
                    default -> "Sha1";
                };
        return new MachineCommand(
                record.required("targetId"), verb, comment(record), option == null ? Map.of() : Map.of(name, option));
    }

    private Submission user(Session session, ActionRecord record) {
        SignIn signIn = session.responder();
        String id = record.required("targetId");
        Instant deadline = session.deadline();
        return switch (record.kind()) {
            case DISABLE_USER -> microsoft.users().setEnabled(signIn, id, false, deadline);
            case ENABLE_USER -> microsoft.users().setEnabled(signIn, id, true, deadline);
            case REVOKE_SESSIONS -> microsoft.users().revokeSessions(signIn, id, deadline);
            case FORCE_PASSWORD_CHANGE -> microsoft.users().forcePasswordChange(signIn, id, password(), deadline);
            case CONFIRM_USER_COMPROMISED -> microsoft.users().confirmCompromised(signIn, id, deadline);
            case DISMISS_USER_RISK -> microsoft.users().dismissRisk(signIn, id, deadline);
            default -> throw new IllegalArgumentException(record.kind().word() + " is not about a user");
        };
    }

    private static MailCommand mails(ActionRecord record) {
        Action.OnMail action = (Action.OnMail) Action.of(record);
        List<MailCommand.Mail> mails = action.mails().stream()
                .map(mail -> new MailCommand.Mail(mail.networkMessageId(), mail.recipient()))
                .toList();
        return new MailCommand(
                "Defender Relay " + record.id(), comment(record), MailCommand.Action.valueOf(action.disposal()), mails);
    }

    private Submission indicator(Session session, ActionRecord record, Action.OnIndicator action) {
        SignIn signIn = session.responder();
        if (action.kind() == ActionKind.ADD_INDICATOR) {
            return microsoft.indicators().submit(signIn, terms(record, action), session.deadline());
        }
        Optional<String> id;
        try {
            id = microsoft.indicators().find(signIn, action.type(), action.target(), session.deadline()).stream()
                    .map(Indicator::id)
                    .filter(known -> known != null)
                    .findFirst();
        } catch (ThrottledException wait) {
            return new Submission.Postponed(wait.retryAfter(), String.valueOf(wait.getMessage()));
        } catch (PermissionException missing) {
            return new Submission.Refused(Refusal.PERMISSION, String.valueOf(missing.getMessage()));
        } catch (SignInException | ConfigurationException refused) {
            return new Submission.Refused(Refusal.SIGN_IN, String.valueOf(refused.getMessage()));
        } catch (UpstreamException failed) {
            return new Submission.Postponed(Duration.ofMinutes(1), String.valueOf(failed.getMessage()));
        }
        if (id.isEmpty()) {
            return new Submission.Refused(
                    Refusal.NOT_FOUND,
                    "There is no such indicator, or the acting application does not see it: with Ti.ReadWrite it sees"
                            + " only its own, grant Ti.ReadWrite.All");
        }
        return microsoft.indicators().delete(signIn, id.get(), session.deadline());
    }

    private static Indicator terms(ActionRecord record, Action.OnIndicator action) {
        String effect =
                switch (action.terms().getOrDefault("effect", "")) {
                    case "allow" -> "Allowed";
                    case "audit" -> "Audit";
                    case "warn" -> "Warn";
                    case "remediate" -> "BlockAndRemediate";
                    default -> "Block";
                };
        String severity = action.terms().getOrDefault("severity", "medium");
        return new Indicator(
                null,
                action.type(),
                action.target(),
                effect,
                action.terms().getOrDefault("title", ""),
                comment(record),
                severity.substring(0, 1).toUpperCase(Locale.ROOT) + severity.substring(1),
                UtcTime.parse(action.terms().get("expiresAt")).orElse(null),
                effect.equals("Audit"));
    }

    /** Kept by nobody: the user needs another way to get a new one. */
    private Secret password() {
        StringBuilder text = new StringBuilder();
        List<String> classes = List.of(LETTERS, LETTERS.toUpperCase(Locale.ROOT), DIGITS, SIGNS);
        for (int at = 0; at < PASSWORD; at++) {
            String from = classes.get(at % classes.size());
            text.append(from.charAt(random.nextInt(from.length())));
        }
        return new Secret(text.toString());
    }
}
