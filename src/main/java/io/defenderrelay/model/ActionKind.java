package io.defenderrelay.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What may be done about a threat. Sources: Microsoft Defender for Endpoint, "Response actions APIs"; Microsoft Graph, "user",
 * "riskyUser", "analyzedEmail: remediate".
 */
public enum ActionKind {
    ISOLATE_DEVICE(Subject.DEVICE, Risk.HIGH, "Machine.Isolate"),
    RELEASE_DEVICE(Subject.DEVICE, Risk.MEDIUM, "Machine.Isolate"),
    SCAN_DEVICE(Subject.DEVICE, Risk.LOW, "Machine.Scan"),
    RESTRICT_APP_EXECUTION(Subject.DEVICE, Risk.HIGH, "Machine.RestrictExecution"),
    UNRESTRICT_APP_EXECUTION(Subject.DEVICE, Risk.MEDIUM, "Machine.RestrictExecution"),
    STOP_AND_QUARANTINE_FILE(Subject.DEVICE, Risk.HIGH, "Machine.StopAndQuarantine"),
    COLLECT_INVESTIGATION_PACKAGE(Subject.DEVICE, Risk.MEDIUM, "Machine.CollectForensics"),
    START_INVESTIGATION(Subject.DEVICE, Risk.MEDIUM, "Alert.ReadWrite.All"),
    DISABLE_USER(Subject.USER, Risk.HIGH, "User.EnableDisableAccount.All"),
    ENABLE_USER(Subject.USER, Risk.HIGH, "User.EnableDisableAccount.All"),
    REVOKE_SESSIONS(Subject.USER, Risk.MEDIUM, "User.RevokeSessions.All"),
    FORCE_PASSWORD_CHANGE(Subject.USER, Risk.HIGH, "User-PasswordProfile.ReadWrite.All"),
    CONFIRM_USER_COMPROMISED(Subject.USER, Risk.HIGH, "IdentityRiskyUser.ReadWrite.All"),
    DISMISS_USER_RISK(Subject.USER, Risk.HIGH, "IdentityRiskyUser.ReadWrite.All"),
    REMEDIATE_MAIL(Subject.MAIL, Risk.HIGH, "SecurityAnalyzedMessage.ReadWrite.All"),
    ADD_INDICATOR(Subject.INDICATOR, Risk.HIGH, "Ti.ReadWrite.All"),
    REMOVE_INDICATOR(Subject.INDICATOR, Risk.HIGH, "Ti.ReadWrite.All");

    private final Subject subject;
    private final Risk risk;
    private final String permission;

    ActionKind(Subject subject, Risk risk, String permission) {
        this.subject = subject;
        this.risk = risk;
        this.permission = permission;
    }

    /** What an action is about. */
    public enum Subject {
        DEVICE,
        USER,
        MAIL,
        INDICATOR
    }

    /** How much harm one does that should not have been. */
    public enum Risk {
        /** Costs its target some time. */
        LOW,
        /** Reads much, interrupts somebody, or lifts a protection. */
        MEDIUM,
        /** Stops somebody's work, or lets an attacker in. */
        HIGH;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Its name in the API, in settings and in the table, such as {@code isolate-device}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<ActionKind> parse(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }

    public Subject subject() {
        return subject;
    }

    public Risk risk() {
        return risk;
    }

    /** The application permission to grant for it. */
    public String permission() {
        return permission;
    }

    /** The application permissions of which each one will do, the one to grant first. */
    public List<String> permissions() {
        return switch (this) {
            case DISABLE_USER, ENABLE_USER, REVOKE_SESSIONS, FORCE_PASSWORD_CHANGE ->
                List.of(permission, "User.ReadWrite.All", "Directory.ReadWrite.All");
            case ADD_INDICATOR, REMOVE_INDICATOR -> List.of(permission, "Ti.ReadWrite");
            case ISOLATE_DEVICE,
                    RELEASE_DEVICE,
                    SCAN_DEVICE,
                    RESTRICT_APP_EXECUTION,
                    UNRESTRICT_APP_EXECUTION,
                    STOP_AND_QUARANTINE_FILE,
                    COLLECT_INVESTIGATION_PACKAGE,
                    START_INVESTIGATION,
                    CONFIRM_USER_COMPROMISED,
                    DISMISS_USER_RISK,
                    REMEDIATE_MAIL -> List.of(permission);
        };
    }

    /** Whether it only takes back a restriction of a device, which is allowed for protected ones too. */
    public boolean lifts() {
        return this == RELEASE_DEVICE || this == UNRESTRICT_APP_EXECUTION;
    }
}
