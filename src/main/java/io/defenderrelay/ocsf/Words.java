package io.defenderrelay.ocsf;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Microsoft's words in OCSF's numbers, compared without regard to case; a word that is not known is 99, Other. */
final class Words {
    static final int OTHER = 99;

    private static final Map<String, Integer> SEVERITIES =
            Map.of("unknown", 0, "informational", 1, "low", 2, "medium", 3, "high", 4);
    private static final Map<String, Integer> ALERT_STATUSES =
            Map.of("unknown", 0, "new", 1, "inprogress", 2, "resolved", 4);
    private static final Map<String, Integer> INCIDENT_STATUSES =
            Map.of("active", 1, "inprogress", 2, "awaitingaction", 3, "resolved", 4, "redirected", 5);
    private static final Map<String, Integer> EVIDENCE_VERDICTS =
            Map.of("unknown", 0, "suspicious", 4, "malicious", 2, "nothreatsfound", 5, "clean", 5);
    private static final Map<String, Integer> RISKS =
            Map.of("none", 0, "informational", 0, "low", 1, "medium", 2, "high", 3);
    private static final List<String> SEVERITY_CAPTIONS = List.of("Unknown", "Informational", "Low", "Medium", "High");
    private static final Map<String, String> TACTICS = Map.ofEntries(
            Map.entry("initialaccess", "TA0001"),
            Map.entry("execution", "TA0002"),
            Map.entry("persistence", "TA0003"),
            Map.entry("privilegeescalation", "TA0004"),
            Map.entry("defenseevasion", "TA0005"),
            Map.entry("credentialaccess", "TA0006"),
            Map.entry("discovery", "TA0007"),
            Map.entry("lateralmovement", "TA0008"),
            Map.entry("collection", "TA0009"),
            Map.entry("exfiltration", "TA0010"),
            Map.entry("commandandcontrol", "TA0011"),
            Map.entry("impact", "TA0040"),
            Map.entry("resourcedevelopment", "TA0042"),
            Map.entry("reconnaissance", "TA0043"));
    private static final Map<String, String> SOURCES = Map.ofEntries(
            Map.entry("microsoftdefenderforendpoint", "Microsoft Defender for Endpoint"),
            Map.entry("microsoftdefenderforidentity", "Microsoft Defender for Identity"),
            Map.entry("microsoftdefenderforcloudapps", "Microsoft Defender for Cloud Apps"),
            Map.entry("microsoftdefenderforoffice365", "Microsoft Defender for Office 365"),
            Map.entry("microsoft365defender", "Microsoft Defender XDR"),
            Map.entry("azureadidentityprotection", "Microsoft Entra ID Protection"),
            Map.entry("microsoftappgovernance", "Microsoft App Governance"),
            Map.entry("datalossprevention", "Microsoft Purview Data Loss Prevention"),
            Map.entry("microsoftdefenderforcloud", "Microsoft Defender for Cloud"),
            Map.entry("microsoftsentinel", "Microsoft Sentinel"),
            Map.entry("microsoftinsiderriskmanagement", "Microsoft Purview Insider Risk Management"),
            Map.entry("microsoftthreatintelligence", "Microsoft Threat Intelligence"),
            Map.entry("microsoftsecurityforai", "Microsoft Security for AI"));

    private Words() {}

    static int severity(@Nullable String word) {
        return number(SEVERITIES, word);
    }

    static String severityCaption(int id, @Nullable String word) {
        return id == OTHER ? String.valueOf(word) : SEVERITY_CAPTIONS.get(id);
    }

    static int alertStatus(@Nullable String word) {
        return number(ALERT_STATUSES, word);
    }

    /** Class 2005 has no number for a status that is not known at all but 0. */
    static int incidentStatus(@Nullable String word) {
        return number(INCIDENT_STATUSES, word);
    }

    static int evidenceVerdict(@Nullable String word) {
        return number(EVIDENCE_VERDICTS, word);
    }

    static int risk(@Nullable String word) {
        return number(RISKS, word);
    }

    static String statusCaption(int id, @Nullable String word) {
        return switch (id) {
            case 0 -> "Unknown";
            case 1 -> "New";
            case 2 -> "In Progress";
            case 3 -> "On Hold";
            case 4 -> "Resolved";
            case 5 -> "Closed";
            default -> String.valueOf(word);
        };
    }

    /** The tactic of ATT&CK that a category names, if it names one. */
    static @Nullable String tactic(String category) {
        return TACTICS.get(category.toLowerCase(Locale.ROOT));
    }

    /** What a product is called; its word if it is not known. */
    static String source(String word) {
        return SOURCES.getOrDefault(word.toLowerCase(Locale.ROOT), word);
    }

    private static int number(Map<String, Integer> numbers, @Nullable String word) {
        return word == null ? 0 : numbers.getOrDefault(word.toLowerCase(Locale.ROOT), OTHER);
    }
}
