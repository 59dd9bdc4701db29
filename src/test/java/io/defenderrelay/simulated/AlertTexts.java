package io.defenderrelay.simulated;

import java.util.List;

/** Titles, descriptions and advice in the length and style of Microsoft's. */
final class AlertTexts {

    private static final List<String> DEEDS = List.of(
            "Suspicious PowerShell command line",
            "Email messages containing malicious file removed after delivery",
            "Anonymous IP address",
            "Mass download by a single user",
            "Possible cryptocoin miner download detected",
            "Suspected DCSync attack (replication of directory services)",
            "Unusual volume of external file sharing",
            "Suspicious scheduled task",
            "Multiple failed sign-ins followed by success",
            "Ransomware behavior detected in the file system");
    private static final List<String> EXPLANATIONS = List.of(
            "This activity is often seen when an attacker tries to gain a foothold and run code without being noticed.",
            "An attacker could use the access gained this way to move to other devices or to read sensitive data.",
            "The behavior matches a known technique, but it can also come from legitimate administration.",
            "The account that was used has not shown this behavior in the last 30 days.",
            "The file is not common in your organization and was first seen worldwide less than a day ago.",
            "Similar activity was seen on other devices of your organization in the same hour.",
            "Detonation in an isolated environment showed connections to infrastructure used in earlier campaigns.",
            "The process tree shows that a document opened by the user started a script interpreter.",
            "Microsoft's researchers have linked this combination of signals to hands-on-keyboard activity before.",
            "The detection relies on several weak signals which together exceed the threshold of this detector.");
    private static final List<String> ADVICE = List.of(
            "Validate the alert and look at the device timeline for other suspicious activity around this time.",
            "Isolate the device if the activity cannot be explained by its owner or by a planned administrative task.",
            "Collect an investigation package and run a full antivirus scan of the device.",
            "Reset the password of the account and revoke its sessions if the sign-in was not made by its owner.",
            "Search for the file's hash and the address in the other devices and mailboxes of the organization.",
            "Block the sender, the address and the file's hash by indicators until the investigation has ended.",
            "Remove the messages from all mailboxes and check whether any recipient opened the attachment.",
            "Contact your incident response team, or follow the plan that your organization has for such cases.",
            "Review the privileges of the accounts involved and remove those that are not needed for their work.",
            "Keep the evidence before you clean up: later steps may change times and remove files that matter.");
    private static final List<String> TECHNIQUES = List.of(
            "T1059.001",
            "T1566.001",
            "T1078.004",
            "T1003.006",
            "T1496",
            "T1530",
            "T1110",
            "T1486",
            "T1021.002",
            "T1547.001",
            "T1071.001",
            "T1027");
    private static final List<String> CATEGORIES = List.of(
            "Execution",
            "InitialAccess",
            "CredentialAccess",
            "Exfiltration",
            "Persistence",
            "LateralMovement",
            "CommandAndControl",
            "Impact",
            "DefenseEvasion");

    private final Chance chance;

    AlertTexts(Chance chance) {
        this.chance = chance;
    }

    String title() {
        return chance.of(DEEDS) + (chance.percent(40) ? " on " + chance.word() + "-" + chance.hex(4) : "");
    }

    String description() {
        StringBuilder text = new StringBuilder(some(EXPLANATIONS, 4, 6, " "));
        return text.append(" Reference ").append(chance.hex(8)).append('.').toString();
    }

    /** Empty for a part of the alerts, as with Microsoft. */
    String recommendedActions() {
        if (chance.percent(20)) {
            return "";
        }
        return "1. " + some(ADVICE, 5, 7, "\n- ");
    }

    List<String> techniques() {
        String first = chance.of(TECHNIQUES);
        String second = chance.of(TECHNIQUES);
        return first.equals(second) ? List.of(first) : List.of(first, second);
    }

    String category() {
        return chance.of(CATEGORIES);
    }

    private String some(List<String> sentences, int least, int most, String between) {
        int start = chance.below(sentences.size());
        int count = chance.between(least, most);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : between).append(sentences.get((start + i) % sentences.size()));
        }
        return text.toString();
    }
}
