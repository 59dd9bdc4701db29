package io.defenderrelay.microsoft;

import java.util.List;

/**
 * One action on delivered mails. Source: Microsoft Graph, "analyzedEmail: remediate".
 *
 * @param name of the remediation in the action centre
 */
public record MailCommand(String name, String description, Action action, List<Mail> mails) {
    public MailCommand {
        mails = List.copyOf(mails);
    }

    /** What is done with them. */
    public enum Action {
        SOFT_DELETE("softDelete"),
        HARD_DELETE("hardDelete"),
        MOVE_TO_JUNK("moveToJunk"),
        MOVE_TO_INBOX("moveToInbox");

        private final String word;

        Action(String word) {
            this.word = word;
        }

        /** Microsoft's. */
        public String word() {
            return word;
        }
    }

    /** One mail in one mailbox. */
    public record Mail(String networkMessageId, String recipient) {}
}
