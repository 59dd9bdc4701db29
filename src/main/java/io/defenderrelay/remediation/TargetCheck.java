package io.defenderrelay.remediation;

import org.jspecify.annotations.Nullable;

/** Finds what an action is about, and whether it may and can be touched. */
final class TargetCheck {
    /** The code of a target that Microsoft does not know. */
    static final String NOT_FOUND = "target-not-found";

    private final DeviceCheck devices;
    private final UserCheck users;
    private final MailCheck mails;

    TargetCheck(Microsoft microsoft) {
        Standing standing = new Standing(microsoft);
        this.devices = new DeviceCheck(microsoft);
        this.users = new UserCheck(microsoft, standing);
        this.mails = new MailCheck(microsoft, standing);
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
            case DEVICE -> devices.check(session, action, target);
            case USER -> users.check(session, action.kind(), target);
            case MAIL -> mails.check(session, (Action.OnMail) action);
            case INDICATOR -> new Result.Found(action.target(), action.target(), null);
        };
    }
}
