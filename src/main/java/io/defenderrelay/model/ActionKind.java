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
    ISOLATE_DEVICE(Subject.DEVICE, Risk.HIGH, "Machine.Isolate", Licence.EVERY_PLAN),
    RELEASE_DEVICE(Subject.DEVICE, Risk.MEDIUM, "Machine.Isolate", Licence.EVERY_PLAN),
    SCAN_DEVICE(Subject.DEVICE, Risk.LOW, "Machine.Scan", Licence.EVERY_PLAN),
    RESTRICT_APP_EXECUTION(Subject.DEVICE, Risk.HIGH, "Machine.RestrictExecution", Licence.PLAN_2),
    UNRESTRICT_APP_EXECUTION(Subject.DEVICE, Risk.MEDIUM, "Machine.RestrictExecution", Licence.PLAN_2),
    STOP_AND_QUARANTINE_FILE(Subject.DEVICE, Risk.HIGH, "Machine.StopAndQuarantine", Licence.BOTH_PLANS),
    COLLECT_INVESTIGATION_PACKAGE(Subject.DEVICE, Risk.MEDIUM, "Machine.CollectForensics", Licence.NOT_PLAN_1),
    START_INVESTIGATION(Subject.DEVICE, Risk.MEDIUM, "Alert.ReadWrite.All", Licence.PLAN_2),
    DISABLE_USER(Subject.USER, Risk.HIGH, "User.EnableDisableAccount.All", Licence.ENTRA),
    ENABLE_USER(Subject.USER, Risk.HIGH, "User.EnableDisableAccount.All", Licence.ENTRA),
    REVOKE_SESSIONS(Subject.USER, Risk.MEDIUM, "User.RevokeSessions.All", Licence.ENTRA),
    FORCE_PASSWORD_CHANGE(Subject.USER, Risk.HIGH, "User-PasswordProfile.ReadWrite.All", Licence.ENTRA),
    CONFIRM_USER_COMPROMISED(Subject.USER, Risk.HIGH, "IdentityRiskyUser.ReadWrite.All", Licence.ENTRA_P2),
    DISMISS_USER_RISK(Subject.USER, Risk.HIGH, "IdentityRiskyUser.ReadWrite.All", Licence.ENTRA_P2),
    REMEDIATE_MAIL(Subject.MAIL, Risk.HIGH, "SecurityAnalyzedMessage.ReadWrite.All", Licence.OFFICE),
    ADD_INDICATOR(Subject.INDICATOR, Risk.HIGH, "Ti.ReadWrite.All", Licence.EVERY_PLAN),
    REMOVE_INDICATOR(Subject.INDICATOR, Risk.HIGH, "Ti.ReadWrite.All", Licence.EVERY_PLAN);

    private final Subject subject;
    private final Risk risk;
    private final String permission;
    private final Licence licence;

    ActionKind(Subject subject, Risk risk, String permission, Licence licence) {
        this.subject = subject;
        this.risk = risk;
        this.permission = permission;
        this.licence = licence;
    }

    private enum Licence {
        EVERY_PLAN("Microsoft Defender for Endpoint Plan 1 or 2, or Defender for Business"),
        BOTH_PLANS("Microsoft Defender for Endpoint Plan 1 or 2; Defender for Business does not include it"),
        NOT_PLAN_1("Microsoft Defender for Endpoint Plan 2 or Defender for Business; Plan 1 does not include it"),
        PLAN_2("Microsoft Defender for Endpoint Plan 2; Plan 1 and Defender for Business do not include it"),
        ENTRA("Microsoft Entra ID, any edition"),
        ENTRA_P2("Microsoft Entra ID P2"),
        OFFICE("Microsoft Defender for Office 365 Plan 2");

        private final String words;

        Licence(String words) {
            this.words = words;
        }
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

    /** The licences that include it, for people; Microsoft decides. */
    public String licence() {
        return licence.words;
    }

    /** Whether it only takes back a restriction of a device, which is allowed for protected ones too. */
    public boolean lifts() {
        return this == RELEASE_DEVICE || this == UNRESTRICT_APP_EXECUTION;
    }
}
